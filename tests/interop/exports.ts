import { join } from 'node:path'
import { type ExportRequest, type ExportResult, exportLog } from '../../server/services/export.ts'
import { type ImportResult, importLog } from '../../server/services/import.ts'
import type { TestBaton } from './export-company.ts'
import { makeFolder } from './imports.ts'

export const ENDINGS = { 'ocel-json': 'json', 'ocel-xml': 'xml', 'ocel-sqlite': 'sqlite', csv: 'csv', xes: 'xes' }
type Format = keyof typeof ENDINGS

/** Exports everything, or as told, to a file that is gone after the test. */
export async function exported(
  baton: TestBaton,
  format: Format,
  options: Partial<ExportRequest> = {},
): Promise<ExportResult> {
  const file = options.file ?? join(makeFolder(), `company.${ENDINGS[format]}`)
  return exportLog(baton, { format, from: null, to: null, force: false, ...options, file }, () => {})
}

/** Imports a file, be it an export to restore or a log of runs. */
export async function imported(baton: TestBaton, file: string): Promise<ImportResult> {
  const request = { files: [file], map: null, workflow: null }
  const result = await importLog(baton, request, () => {})
  await baton.feed.tail.catchUp()
  return result
}
