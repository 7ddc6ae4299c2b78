import type { ActivityLog } from './activity-log.ts'
import { Columns, type JoinedTables, joinedTable } from './columns.ts'
import { type CsvFile, readTable, type Table } from './csv.ts'
import { RowReader, stepName } from './csv-row.ts'
import { DateReader } from './date-pattern.ts'
import { LogBuilder } from './log-builder.ts'
import type { Mapping } from './mapping.ts'
import type { RefusedRows } from './refused-rows.ts'

/**
 * The log in CSV tables. Rows that cannot be read are put down in `refused`, each by itself; a file or a mapping that cannot be
 * read at all is thrown.
 */
export function readCsvLog(
  tables: readonly Table[],
  mapping: Mapping,
  joined: JoinedTables,
  name: string,
  refused: RefusedRows,
): ActivityLog {
  const builder = new LogBuilder()
  const dates = new DateReader(mapping.dateFormats ?? ['iso'], mapping.timeZone ?? null)
  for (const table of tables) {
    const reader = new RowReader(mapping, new Columns(mapping, table, joined), table.file, dates, builder)
    for (const row of table.rows) refused.try(row.number, () => reader.read(row))
  }
  const delivers = mapping.delivers?.map(stepName) ?? []
  return builder.build({ name, timeZone: mapping.timeZone ?? 'UTC', delivers }, refused)
}

/** The tables that a mapping joins, read by `open`, which is given the path as it stands in the mapping. */
export function readJoins(mapping: Mapping, open: (path: string) => CsvFile, refused: RefusedRows): JoinedTables {
  const joins = mapping.joins ?? []
  return new Map(
    joins.map(({ file, on }) => [file, joinedTable(readTable(open(file), mapping.delimiter ?? ',', refused), on)]),
  )
}
