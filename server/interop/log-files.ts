import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { badInput } from '../domain/refusal.ts'
import type { CsvFile } from './csv.ts'
import { type MeteredCsv, readCsvLog } from './csv-log.ts'
import type { LogHeader, LogSink, Progress } from './log-sink.ts'
import { openBytes } from './log-source.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import { Meter } from './meter.ts'
import type { RefusedRows } from './refused-rows.ts'
import { decodeText } from './text-decoding.ts'

/** Paths of a log's files and of its mapping, absolute; `map` null: the mapping is guessed from the heading. */
export type LogFiles = { readonly files: readonly string[]; readonly map: string | null }
/** Where the reading of a log goes. `clock` in milliseconds paces what `progress` hears. */
export type Reading = {
  readonly sink: LogSink
  readonly refused: RefusedRows
  readonly progress: Progress
  readonly clock: () => number
}

/** Reads a log from its files into the sink. What cannot be read at all is thrown; rows that cannot are put down in `refused`. */
export async function readLogFiles({ files, map }: LogFiles, reading: Reading): Promise<LogHeader> {
  const mapping = map === null ? null : readMapping(map)
  const source = {
    files: csvFiles(files, reading),
    openJoined: (path: string) => csvAt(resolve(dirname(map ?? ''), path)),
  }
  const header = await readCsvLog(source, mapping, reading.sink, reading.refused)
  return { ...header, name: header.name ?? nameOf(files[0]!) }
}

/** The files one after the other, each with what tells how far its reading is. */
function* csvFiles(paths: readonly string[], { progress, clock }: Reading): Generator<MeteredCsv> {
  for (const path of paths) {
    const name = basename(path)
    const meter = new Meter(`${name} read`, 'rows', progress, clock)
    let share = 0
    const bytes = openBytes(path, (passed) => {
      share = passed
    })
    yield { name, bytes, readRow: () => meter.add(1, share) }
  }
}

function readMapping(path: string): Mapping {
  const name = basename(path)
  return parseMapping(name, decodeText(name, bytesOf(path)))
}

function csvAt(path: string): CsvFile {
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
