import { formatInstant } from '../../domain/time.ts'
import type { Instant } from '../../domain/vocabulary.ts'
import { guardCell, RUN_COLUMNS } from './csv-cells.ts'
import type { OrderRuns } from './run-row.ts'

type Row = Readonly<Partial<Record<string, string | null>>>

/** The runs as CSV, in pieces: a row a run. Where an order has more lines than runs, a row without a step says the others. */
export async function* writeRunsCsv(chunks: AsyncIterable<readonly OrderRuns[]>): AsyncGenerator<string> {
  yield `${RUN_COLUMNS.join(',')}\r\n`
  for await (const orders of chunks) yield orders.flatMap(rowsOf).map(written).join('')
}

function rowsOf({ runs, lines, circumstances, placed, delivered, ...order }: OrderRuns): Row[] {
  const facts = {
    ...order,
    placed: instant(placed),
    delivered: instant(delivered),
    circumstances: circumstances.join(';'),
  }
  const count = Math.max(runs.length, lines.length, 1)
  return Array.from({ length: count }, (_, index) => {
    const { number: __, start, finish, ...run } = runs[index] ?? { number: 0, start: null, finish: null }
    return { ...facts, ...lines[index], ...run, start: instant(start), finish: instant(finish) }
  })
}

function instant(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at)
}

function written(row: Row): string {
  return `${RUN_COLUMNS.map((name) => quoted(guardCell(row[name] ?? ''))).join(',')}\r\n`
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
