import { badInput } from '../domain/refusal.ts'
import { parseDate } from '../domain/time.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { writeOcelJson } from '../interop/export/ocel-json.ts'
import type { OcelLog } from '../interop/export/ocel-log.ts'
import { writeOcelSqlite } from '../interop/export/ocel-sqlite.ts'
import { writeOcelXml } from '../interop/export/ocel-xml.ts'
import { writeRunsCsv } from '../interop/export/runs-csv.ts'
import { writeRunsXes } from '../interop/export/runs-xes.ts'
import { countExported, type Period } from '../storage/export-queries.ts'
import { unhurried } from '../storage/migrate.ts'
import { numberEvents } from '../storage/numberer.ts'
import { inSnapshot } from '../storage/snapshot.ts'
import type { Baton } from './baton.ts'
import { writeText, writeWhole } from './export-file.ts'
import { EXPORT_FORMAT, ocelOf } from './export-ocel.ts'
import { Counting } from './export-progress.ts'
import { runsOf } from './export-runs.ts'

export const EXPORT_FORMATS = ['ocel-json', 'ocel-xml', 'ocel-sqlite', 'csv', 'xes'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export type ExportRequest = {
  /** Absolute. */
  readonly file: string
  readonly format: string
  /** Orders placed on this day or later, by UTC, as a date; null: from the first on. */
  readonly from: string | null
  /** Orders placed on this day or earlier, by UTC. */
  readonly to: string | null
  /** Replace a file that is there. */
  readonly force: boolean
}
/** How much was written; `events` and `runs` are null for a format that does not hold them. */
export type ExportResult = {
  readonly file: string
  readonly format: ExportFormat
  readonly orders: number
  readonly events: number | null
  readonly runs: number | null
}

const DAY = 86_400_000

/**
 * Writes what Baton knows as of one moment into a file, whole or not at all. Refuses by field what cannot be done; on the embedded database others wait until it
 * is done.
 */
export async function exportLog(
  baton: Baton,
  request: ExportRequest,
  progress: (line: string) => void,
): Promise<ExportResult> {
  const format = formatOf(request.format)
  const period = periodOf(request)
  const { file, from, to } = request
  const counting = new Counting(baton.clock, progress)
  return writeWhole(file, request.force, async (part) => {
    await numberEvents(baton.database)
    return inSnapshot(baton.database, async (tx) => {
      await unhurried(tx)
      const all = await countExported(tx, period)
      progress(`${all.orders} orders with ${all.events} events`)
      const written = { file, format, orders: all.orders, events: null, runs: null }
      if (format === 'csv' || format === 'xes') {
        const runs = counting.of('runs', null, runsOf(tx, period), (order) => order.runs.length)
        await writeText(part, writeRuns[format](runs))
        return { ...written, runs: runs.count }
      }
      const log = await ocelOf(tx, period, { format: EXPORT_FORMAT, exportedAt: baton.clock(), from, to, ...all })
      const events = counting.of('events', all.events, log.events)
      await writeOcel[format](part, { ...log, events })
      return { ...written, events: events.count }
    })
  })
}

const writeRuns = { csv: writeRunsCsv, xes: writeRunsXes }
const writeOcel = {
  'ocel-json': (path: string, log: OcelLog) => writeText(path, writeOcelJson(log)),
  'ocel-xml': (path: string, log: OcelLog) => writeText(path, writeOcelXml(log)),
  'ocel-sqlite': writeOcelSqlite,
}

function formatOf(text: string): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === text)
  if (format) return format
  throw badInput('--format', `is none of ${EXPORT_FORMATS.join(', ')}`, text, EXPORT_FORMATS)
}

/** Whole days, both included. */
function periodOf({ from, to }: ExportRequest): Period {
  const begin = from === null ? null : startOf('--from', from)
  const end = to === null ? null : startOf('--to', to)
  if (begin !== null && end !== null && begin > end) throw badInput('--from', 'is after --to', from, to)
  return { from: begin, until: end === null ? null : end + DAY }
}

function startOf(field: string, date: string): Instant {
  return Date.parse(`${parseDate(field, date)}T00:00:00Z`)
}
