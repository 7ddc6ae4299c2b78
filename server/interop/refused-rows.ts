import { badInput, Refusal, type RefusalCode } from '../domain/refusal.ts'
import type { Origin } from './activity-log.ts'

/** One reason why nothing of a log was taken. `row` is null where it concerns no single row. */
export type RefusedRow = { readonly row: number | null; readonly code: RefusalCode; readonly message: string }

/** A refusal that knows its row. */
export class RowRefusal extends Refusal {
  readonly row: number

  constructor(row: number, refusal: Refusal) {
    super(refusal.code, refusal.message, refusal.details)
    this.row = row
  }
}

/** Names a field of a row in refusals, e.g. `orders.csv row 12, status_changed_at`. */
export function fieldOf({ file, row }: Origin, column: string): string {
  return `${file} row ${row}, ${column}`
}

/** BAD_USER_INPUT naming the file, the row and what is wrong there; `column` null where it is the whole row. */
export function refuseRow(origin: Origin, column: string | null, problem: string, value?: unknown): RowRefusal {
  const field = column === null ? `${origin.file} row ${origin.row}` : fieldOf(origin, column)
  return new RowRefusal(origin.row, badInput(field, problem, value))
}

/** What is kept word for word; beyond it refusals are only counted. */
const KEPT = 1_000

/** Every refusal of one import, so that whoever mends the file sees them all at once. */
export class RefusedRows {
  readonly rows: RefusedRow[] = []
  count = 0

  add(row: number | null, { code, message }: { code: RefusalCode; message: string }): void {
    this.count += 1
    if (this.rows.length < KEPT) this.rows.push({ row, code, message })
  }

  /** What `read` gives, or null where it refused; a defect goes on up. */
  try<T>(row: number | null, read: () => T): T | null {
    try {
      return read()
    } catch (error) {
      return this.put(row, error)
    }
  }

  /** As `try`, for what takes its time. */
  async await<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read()
    } catch (error) {
      return this.put(null, error)
    }
  }

  private put(row: number | null, error: unknown): null {
    if (!(error instanceof Refusal)) throw error
    this.add(error instanceof RowRefusal ? error.row : row, error)
    return null
  }
}
