import { CsvError, parse } from 'csv-parse/sync'
import { badInput, Refusal } from '../domain/refusal.ts'
import { type RefusedRows, refuseRow } from './refused-rows.ts'
import { decodeText } from './text-decoding.ts'

/** A table as a CSV file holds it. Every row has as many cells as the heading; `number` counts from 1, the heading included. */
export type Table = { readonly file: string; readonly header: readonly string[]; readonly rows: readonly TableRow[] }
export type TableRow = { readonly number: number; readonly cells: readonly string[] }
export type CsvFile = { readonly name: string; readonly bytes: Uint8Array }

/** Names that would reach into the prototype of an object made of a row. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])
const BYTES = 256 * 1024 * 1024

/**
 * Reads a whole CSV file. Lines may end in LF, CRLF or CR; blank ones are passed over. A row with another number of cells than the heading is put down in
 * `refused`; what makes the file unreadable is thrown: bytes that are no text, an unterminated quote, a heading with a
 * name twice or with `__proto__` and its like, no rows.
 */
export function readTable({ name: file, bytes }: CsvFile, delimiter: string, refused: RefusedRows): Table {
  if (bytes.length > BYTES) throw tooLarge(file, bytes.length)
  const [header = [], ...records] = recordsOf(file, decodeText(file, bytes), delimiter)
  if (header.join('').trim() === '') throw badInput(file, 'is empty: no heading and no rows')
  const rows = records.map((cells, index) => ({ number: index + 2, cells })).filter(({ cells }) => !isBlank(cells))
  if (rows.length === 0) throw badInput(file, 'holds a heading but no rows')
  return { file, header: headerOf(file, header), rows: rows.filter((row) => isWhole(file, header, row, refused)) }
}

function recordsOf(file: string, text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const row = Number(error.records ?? 0) + 1
    throw refuseRow({ file, row }, null, problems[error.code] ?? `is not CSV: ${error.message}`)
  }
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

function isWhole(file: string, header: readonly string[], { number, cells }: TableRow, refused: RefusedRows): boolean {
  if (cells.length === header.length) return true
  const problem = `has ${cells.length} cells where the heading has ${header.length}`
  refused.add(number, refuseRow({ file, row: number }, null, problem))
  return false
}

function tooLarge(file: string, actual: number): Refusal {
  const message = `${file}: ${actual} bytes are more than ${BYTES}`
  return new Refusal('LIMIT_EXCEEDED', message, { field: file, limit: BYTES, actual })
}
