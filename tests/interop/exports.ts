import { join } from 'node:path'
import { expect } from 'vitest'
import { openOcel } from '../../server/interop/ocel-store.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'
import { type ExportRequest, type ExportResult, exportLog } from '../../server/services/export.ts'
import type { Written } from '../../server/services/import-counts.ts'
import { restoreExport } from '../../server/services/restore-export.ts'
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
  const file = join(makeFolder(), `company.${ENDINGS[format]}`)
  return exportLog(baton, { file, format, from: null, to: null, force: false, ...options }, () => {})
}

/** Restores an export in a transaction of its own, which a refusal undoes. */
export async function restored(baton: TestBaton, file: string, refused = new RefusedRows()): Promise<Written> {
  const store = await openOcel(file, refused, () => {})
  expect(refused.rows).toEqual([])
  const work = () =>
    baton.database.transaction((tx) => restoreExport({ tx, baton, store, refused, progress: () => {} }))
  const written = await work().finally(() => store.close())
  await baton.directory.refresh()
  await baton.feed.tail.catchUp()
  return written
}
