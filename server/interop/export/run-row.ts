import type { CalendarDate, Decimal, Instant } from '../../domain/vocabulary.ts'

/** An order with the runs that have begun, in the order in which they began, as formats without events carry it; all is named by its key. */
export type OrderRuns = {
  readonly order: string
  readonly customer: string | null
  readonly rep: string | null
  readonly channel: string | null
  readonly circumstances: readonly string[]
  readonly placed: Instant
  readonly promised: CalendarDate | null
  readonly delivered: Instant | null
  readonly lines: readonly { readonly product: string; readonly quantity: Decimal }[]
  readonly runs: readonly Run[]
}
export type Run = {
  readonly step: string
  readonly number: number
  readonly start: Instant | null
  readonly finish: Instant | null
  readonly holder: string | null
  readonly holderName: string | null
  /** Of the step. */
  readonly department: string
  readonly departmentName: string
}
