import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { badInput } from '../domain/refusal.ts'
import type { CsvFile } from './csv.ts'
import { type MeteredCsv, readCsvLog } from './csv-log.ts'
import type { LogHeader, LogSink, Progress, ReadOptions } from './log-sink.ts'
import { formatOf, type LogFormat, openBytes } from './log-source.ts'
import { type Mapping, type MappingUse, parseMapping } from './mapping.ts'
import { Meter } from './meter.ts'
import type { RefusedRows } from './refused-rows.ts'
import { decodeText } from './text-decoding.ts'
import { readXesLog } from './xes-log.ts'

/** Paths of a log's files and of its mapping, absolute, and what the user said of it; null or left out: it is guessed, and said. */
export type LogFiles = {
  readonly files: readonly string[]
  readonly map: string | null
  /** The object type of OCEL that is the order. */
  readonly orderType?: string | null | undefined
  /** Where departments and people stand in OCEL and XES: an attribute, or an object type. */
  readonly department?: string | null | undefined
  readonly holder?: string | null | undefined
}
/** Where the reading of a log goes. `clock` in milliseconds paces what `progress` hears. */
export type Reading = {
  readonly sink: LogSink
  readonly refused: RefusedRows
  readonly progress: Progress
  readonly clock: () => number
}

const CSV_LACKS = ['orderType', 'department', 'holder'] as const
const XES_LACKS = ['orderType'] as const
const OPTIONS = { orderType: '--order-type', department: '--department', holder: '--holder' }

/** The format of a log's files. Refuses several that are not all CSV, and options that the format has no use for. */
export function formatOfLog(log: LogFiles): LogFormat {
  const format = formatOf(log.files[0]!)
  const others = log.files.filter((path) => formatOf(path) !== format)
  if (others.length > 0)
    throw badInput(basename(others[0]!), `is ${formatOf(others[0]!)}, the file before it ${format}`)
  if (format !== 'csv' && log.files.length > 1)
    throw badInput('FILE', `a log of ${format} is one file`, log.files.length, 1)
  const lacking = format === 'csv' ? CSV_LACKS : format === 'xes' ? XES_LACKS : []
  for (const option of lacking)
    if (log[option]) throw badInput(OPTIONS[option], `means nothing for ${format}`, log[option])
  return format
}

/** What the user said of the log, its mapping read from its file. */
export function optionsOf({ map, ...log }: LogFiles, format: LogFormat): ReadOptions {
  const { orderType = null, department = null, holder = null } = log
  return { mapping: map === null ? null : readMapping(map, format), orderType, department, holder }
}

/** Reads a log of CSV or XES into the sink. What cannot be read at all is thrown; rows that cannot are put down in `refused`. */
export async function readLogFiles(log: LogFiles, reading: Reading): Promise<LogHeader> {
  const { sink, refused, progress } = reading
  const [first] = log.files as readonly [string]
  const format = formatOfLog(log)
  const options = optionsOf(log, format)
  if (format === 'xes') return readXesLog(first, options, sink, refused, progress, reading.clock)
  const source = {
    files: csvFiles(log.files, reading),
    openJoined: (path: string) => csvAt(resolve(dirname(log.map ?? ''), path)),
  }
  const header = await readCsvLog(source, options.mapping, sink, refused)
  return { ...header, name: header.name ?? nameOf(first) }
}

/** The files one after the other, each with what tells how far its reading is. */
function* csvFiles(paths: readonly string[], { progress, clock }: Reading): Generator<MeteredCsv> {
  for (const path of paths) yield meteredCsv(path, progress, clock)
}

/** A file with what tells how far its reading is. */
export function meteredCsv(path: string, progress: Progress, clock: () => number): MeteredCsv {
  const name = basename(path)
  const meter = new Meter(`${name} read`, 'rows', progress, clock)
  let share = 0
  const bytes = openBytes(path, (passed) => {
    share = passed
  })
  return { name, bytes, readRow: () => meter.add(1, share) }
}

export function readMapping(path: string, use: MappingUse): Mapping {
  const name = basename(path)
  return parseMapping(name, decodeText(name, bytesOf(path)), use)
}

export function csvAt(path: string): CsvFile {
  return { name: basename(path), bytes: openBytes(path) }
}

/** What a log is called after its file. */
function nameOf(path: string): string {
  return basename(path)
    .replace(/\.gz$/i, '')
    .replace(/(?<=.)\.[^.]*$/, '')
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw badInput(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
