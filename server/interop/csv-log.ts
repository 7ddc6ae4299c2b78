import { Columns, type JoinedTables, joinedTable } from './columns.ts'
import { type CsvFile, openTable, readTable } from './csv.ts'
import { RowReader, stepName } from './csv-row.ts'
import { DateReader } from './date-pattern.ts'
import type { LogHeader, LogSink } from './log-sink.ts'
import { guessMapping, type Mapping } from './mapping.ts'
import type { RefusedRows } from './refused-rows.ts'

/** `readRow` is called after each row. */
export type MeteredCsv = CsvFile & { readonly readRow: () => void }
export type CsvSource = { readonly files: Iterable<MeteredCsv>; readonly openJoined: (path: string) => CsvFile }

/**
 * Reads the log in CSV tables into `sink`; where `mapping` is null it is guessed from the first heading. Rows that cannot be read are
 * put down in `refused`, each by itself; a file or a mapping that cannot be read at all is thrown. The name is the mapping's, null where
 * it has none.
 */
export async function readCsvLog(
  { files, openJoined }: CsvSource,
  mapping: Mapping | null,
  sink: LogSink,
  refused: RefusedRows,
): Promise<Omit<LogHeader, 'name'> & { readonly name: string | null }> {
  const log = new CsvLog(mapping, sink, refused)
  for (const file of files) await log.readFile(file, openJoined)
  return log.header()
}

class CsvLog {
  private readonly given: Mapping | null
  private readonly sink: LogSink
  private readonly refused: RefusedRows
  private parts: { readonly mapping: Mapping; readonly joined: JoinedTables; readonly dates: DateReader } | null = null

  constructor(given: Mapping | null, sink: LogSink, refused: RefusedRows) {
    this.given = given
    this.sink = sink
    this.refused = refused
  }

  async readFile(csv: MeteredCsv, openJoined: CsvSource['openJoined']): Promise<void> {
    const { refused, sink } = this
    const table = await openTable(csv, this.given?.delimiter ?? ',', refused)
    this.parts ??= await this.prepare(this.given ?? guessMapping(table.file, table.header), openJoined)
    const { mapping, joined, dates } = this.parts
    const reader = new RowReader(mapping, new Columns(mapping, table, joined), table.file, dates, sink)
    for await (const row of table.rows) {
      refused.try(row.number, () => reader.read(row))
      csv.readRow()
    }
  }

  header() {
    const { timeZone = 'UTC', name = null, delivers = [] } = this.parts!.mapping
    const notes = this.given ? [] : [guessed(this.parts!.mapping)]
    return { name, timeZone, delivers: delivers.map(stepName), notes }
  }

  private async prepare(mapping: Mapping, openJoined: CsvSource['openJoined']) {
    const dates = new DateReader(mapping.dateFormats ?? ['iso'], mapping.timeZone ?? null)
    return { mapping, dates, joined: await readJoins(mapping, openJoined, this.refused) }
  }
}

/** The tables that a mapping joins, opened by the path as it stands in the mapping. */
export async function readJoins(
  mapping: Mapping,
  open: (path: string) => CsvFile,
  refused: RefusedRows,
): Promise<JoinedTables> {
  const joined = new Map()
  for (const { file, on } of mapping.joins ?? [])
    joined.set(file, joinedTable(await readTable(open(file), mapping.delimiter ?? ',', refused), on))
  return joined
}

function guessed({ columns }: Mapping): string {
  const pairs = Object.entries(columns).map(([word, column]) => `${word} = ${column}`)
  return `guessed from the heading: ${pairs.join(', ')}`
}
