import { readFileSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { badInput } from '../domain/refusal.ts'
import type { ActivityLog } from './activity-log.ts'
import { type CsvFile, readTable, type Table } from './csv.ts'
import { readCsvLog, readJoins } from './csv-log.ts'
import { guessMapping, type Mapping, parseMapping } from './mapping.ts'
import type { RefusedRows } from './refused-rows.ts'
import { decodeText } from './text-decoding.ts'

/** Paths of a log's files and of its mapping, absolute; `map` null: the mapping is guessed from the heading. */
export type LogFiles = { readonly files: readonly string[]; readonly map: string | null }

/** Reads a log from its files. What cannot be read at all is thrown; rows that cannot are put down in `refused`. */
export function readLogFiles({ files, map }: LogFiles, refused: RefusedRows): ActivityLog {
  const given = map === null ? null : parseMapping(basename(map), decodeText(basename(map), bytesOf(map)))
  const tables = files.map((path) => readTable(fileAt(path), given?.delimiter ?? ',', refused))
  const mapping = given ?? guessMapping(tables[0]!.file, tables[0]!.header)
  const joined = readJoins(mapping, (path) => fileAt(resolve(dirname(map ?? ''), path)), refused)
  return readCsvLog(tables, mapping, joined, nameOf(mapping, tables), refused)
}

function nameOf(mapping: Mapping, [table]: readonly Table[]): string {
  return mapping.name ?? basename(table!.file, extname(table!.file))
}

function fileAt(path: string): CsvFile {
  return { name: basename(path), bytes: bytesOf(path) }
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw badInput(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
