import { pipeline } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import { badInput, Refusal } from '../domain/refusal.ts'
import { isOwnHeading, unguardCell } from './export/csv-cells.ts'
import { type RefusedRows, refuseRow } from './refused-rows.ts'
import { decodeTexts } from './text-decoding.ts'

/** What a CSV file is read from. */
export type CsvFile = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }
type Heading = { readonly file: string; readonly header: readonly string[] }
/** A table as a CSV file holds it. Every row has as many cells as the heading; `number` counts from 1, the heading included. */
export type Table = Heading & { readonly rows: readonly TableRow[] }
/** As `Table`, its rows read as they are asked for, once. */
export type OpenTable = Heading & { readonly rows: AsyncIterable<TableRow> }
export type TableRow = { readonly number: number; readonly cells: readonly string[] }

/** Names that would reach into the prototype of an object made of a row. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])
/** Characters of one row; more come of a quote that is never closed, or of a file that is no table. */
const ROW_LENGTH = 1024 * 1024

/**
 * Opens a CSV file of any length. Lines may end in LF, CRLF or CR; blank ones are passed over. A row with another number of cells than
 * the heading is put down in `refused`; what makes the file unreadable is thrown: bytes that are no text, an unterminated quote, a row of
 * more than a million characters, a heading with a name twice or with `__proto__` and its like, no rows.
 */
export async function openTable(csv: CsvFile, delimiter: string, refused: RefusedRows): Promise<OpenTable> {
  const records = recordsOf(csv, delimiter)
  const first = await records.next()
  const cells = first.done ? [] : first.value
  if (cells.join('').trim() === '') throw badInput(csv.name, 'is empty: no heading and no rows')
  const heading = { file: csv.name, header: headerOf(csv.name, cells) }
  return { ...heading, rows: rowsOf(heading, records, refused) }
}

/** As `openTable`, all of it in memory. */
export async function readTable(csv: CsvFile, delimiter: string, refused: RefusedRows): Promise<Table> {
  const table = await openTable(csv, delimiter, refused)
  return { ...table, rows: await Array.fromAsync(table.rows) }
}

/** Cells that Baton wrote so that no spreadsheet runs them are as they were before; those of other systems stay as they are. */
async function* rowsOf(heading: Heading, records: AsyncGenerator<string[]>, refused: RefusedRows) {
  const read = isOwnHeading(heading.header) ? unguardCell : (cell: string) => cell
  let number = 1
  let isEmpty = true
  for await (const cells of records) {
    number += 1
    if (isBlank(cells)) continue
    isEmpty = false
    if (isWhole(heading, { number, cells }, refused)) yield { number, cells: cells.map(read) }
  }
  if (isEmpty) throw badInput(heading.file, 'holds a heading but no rows')
}

async function* recordsOf({ name, bytes }: CsvFile, delimiter: string): AsyncGenerator<string[]> {
  const ends = ['\r\n', '\n', '\r']
  const options: Options = {
    delimiter,
    record_delimiter: ends,
    relax_column_count: true,
    max_record_size: ROW_LENGTH,
  }
  const parser = parse(options)
  const ended = Promise.withResolvers<void>()
  pipeline(decodeTexts(name, bytes), parser, () => ended.resolve())
  try {
    yield* parser as AsyncIterable<string[]>
  } catch (error) {
    throw error instanceof CsvError ? inWords(name, error) : error
  } finally {
    parser.destroy()
    await ended.promise
  }
}

function inWords(file: string, error: CsvError): Refusal {
  const row = Number(error.records ?? 0) + 1
  if (error.code !== 'CSV_MAX_RECORD_SIZE')
    return refuseRow({ file, row }, null, problems[error.code] ?? `is not CSV: ${error.message}`)
  const field = `${file} row ${row}`
  const problem = `is longer than ${ROW_LENGTH} characters; is a quote never closed?`
  return new Refusal('LIMIT_EXCEEDED', `${field}: ${problem}`, { field, limit: ROW_LENGTH })
}

const problems: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'begins a quote that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'goes on after a closing quote',
  INVALID_OPENING_QUOTE: 'has a quote inside of a cell that does not begin with one',
}

function headerOf(file: string, cells: readonly string[]): string[] {
  const header = cells.map((cell) => cell.trim())
  const origin = { file, row: 1 }
  for (const name of header) if (FORBIDDEN.has(name)) throw refuseRow(origin, name, 'is no name for a column', name)
  const repeated = header.find((name, index) => header.indexOf(name) < index)
  if (repeated === undefined) return header
  throw refuseRow(origin, repeated || '(no name)', 'is the name of two columns', repeated)
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === ''
}

function isWhole({ file, header }: Heading, { number, cells }: TableRow, refused: RefusedRows): boolean {
  if (cells.length === header.length) return true
  const problem = `has ${cells.length} cells where the heading has ${header.length}`
  refused.add(number, refuseRow({ file, row: number }, null, problem))
  return false
}
