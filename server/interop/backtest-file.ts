import { basename, dirname, resolve } from 'node:path'
import { type Delivery, dayNumber } from '../domain/backtest-order.ts'
import { badInput } from '../domain/refusal.ts'
import { type Column, Columns } from './columns.ts'
import { openTable, type TableRow } from './csv.ts'
import { readJoins } from './csv-log.ts'
import { DateReader } from './date-pattern.ts'
import { csvAt, meteredCsv, readMapping } from './log-files.ts'
import type { Progress } from './log-sink.ts'
import { formatOf } from './log-source.ts'
import type { Mapping } from './mapping.ts'
import { RefusedRows, refuseRow } from './refused-rows.ts'

/** Each attribute and each pair of them has experts of its own. */
const MOST_ATTRIBUTES = 8

/** What a table told of deliveries. What could not be used is counted: rows refused, orders not delivered, orders nothing was quoted for. */
export type DeliveryTable = {
  readonly deliveries: readonly Delivery[]
  /** The columns whose values are the deliveries' `values`. */
  readonly attributes: readonly string[]
  readonly refused: RefusedRows
  readonly undelivered: number
  readonly unquoted: number
}
/** Paths, absolute, and the attributes as they were asked for: columns, or words of the mapping; null: those of the mapping. */
export type DeliveryFile = {
  readonly file: string
  readonly map: string
  readonly attributes: readonly string[] | null
}

/**
 * Reads a table with a row an order, or a line of one. Rows that cannot be read are put down in `refused`; a file, a mapping or an attribute
 * that cannot be used at all is thrown, as is a table of which no row is left.
 */
export async function readDeliveries(
  { file, map, attributes: asked }: DeliveryFile,
  progress: Progress,
  clock: () => number,
): Promise<DeliveryTable> {
  if (formatOf(file) !== 'csv')
    throw badInput('FILE', 'is no table: backtest reads CSV', basename(file), ['csv', 'csv.gz'])
  const mapping = readMapping(map, 'deliveries')
  const attributes = attributesOf(mapping, asked)
  const refused = new RefusedRows()
  const csv = meteredCsv(file, progress, clock)
  const table = await openTable(csv, mapping.delimiter ?? ',', refused)
  const joined = await readJoins(mapping, (path) => csvAt(resolve(dirname(map), path)), refused)
  const columns = new Columns(mapping, table, joined)
  const reader = new DeliveryReader(mapping, columns, table.file, attributes)
  for await (const row of table.rows) {
    refused.try(row.number, () => reader.read(row))
    csv.readRow()
  }
  const { deliveries, undelivered, unquoted } = reader
  if (deliveries.length === 0) throw nothingLeft(table.file, refused, reader)
  return { deliveries, attributes, refused, undelivered, unquoted }
}

class DeliveryReader {
  readonly deliveries: Delivery[] = []
  undelivered = 0
  unquoted = 0
  private readonly columns: Columns
  private readonly file: string
  private readonly dates: DateReader
  private readonly attributes: readonly Column[]

  constructor(mapping: Mapping, columns: Columns, file: string, attributes: readonly string[]) {
    this.columns = columns
    this.file = file
    this.dates = new DateReader(mapping.dateFormats ?? ['iso'], mapping.timeZone ?? null)
    this.attributes = attributes.map((name) => columns.named(name, '--attributes'))
  }

  read(row: TableRow): void {
    const order = this.columns.requiredKey(row, 'order')
    const [placed, quoted, delivered] = [this.day(row, 'placed'), this.day(row, 'promised'), this.day(row, 'delivered')]
    if (placed !== null && delivered !== null && delivered < placed)
      throw refuseRow({ file: this.file, row: row.number }, null, 'is delivered before it is placed')
    if (quoted === null) this.unquoted += 1
    else if (delivered === null) this.undelivered += 1
    else this.deliveries.push({ order, placed, quoted, delivered, values: this.valuesOf(row) })
  }

  private day(row: TableRow, word: 'placed' | 'promised' | 'delivered'): number | null {
    return this.columns.value(row, word, (field, text) => dayNumber(this.dates.date(field, text)))
  }

  private valuesOf(row: TableRow): (string | null)[] {
    return this.attributes.map((column) => column.cell(row))
  }
}

/** The columns that are meant, the mapping's own where none were asked for. */
function attributesOf({ columns, attributes = [] }: Mapping, asked: readonly string[] | null): string[] {
  const field = '--attributes'
  const names = (asked ?? attributes).map((name) => columns[name.trim() as keyof typeof columns] ?? name.trim())
  const repeated = names.find((name, index) => names.indexOf(name) < index)
  if (names.includes('')) throw badInput(field, 'names an attribute without a name', (asked ?? attributes).join(','))
  if (repeated !== undefined) throw badInput(field, `names ${repeated} twice`, repeated)
  if (names.length > MOST_ATTRIBUTES)
    throw badInput(field, `names ${names.length} columns; at most ${MOST_ATTRIBUTES}`, names.length, MOST_ATTRIBUTES)
  return names
}

function nothingLeft(file: string, refused: RefusedRows, { undelivered, unquoted }: DeliveryReader): Error {
  const counts = `${refused.count} cannot be read, ${unquoted} have no quoted date, ${undelivered} are not delivered`
  const [first] = refused.rows
  return badInput(file, `no order is left to forecast: ${counts}${first ? ` (${first.message})` : ''}`)
}
