import type { CalendarDate, Decimal, Instant } from '../domain/vocabulary.ts'

/**
 * A log of orders and of what was done for each, as every reader of this folder hands it on, whatever the file was. People, departments,
 * customers and products are named by their keys.
 */
export type ActivityLog = {
  readonly name: string
  readonly timeZone: string
  /** In the order in which the log first names them; read anew each time, since they are more than memory may hold. */
  readonly orders: Iterable<LoggedOrder>
  readonly orderCount: number
  readonly activityCount: number
  readonly people: ReadonlyMap<string, LoggedPerson>
  readonly departments: ReadonlyMap<string, LoggedDepartment>
  /** Names of the steps with which the goods are the customer's; empty where nobody said. */
  readonly delivers: readonly string[]
}

export type LoggedOrder = {
  readonly number: string
  readonly origin: Origin
  readonly customer: string | null
  readonly rep: string | null
  readonly channel: string | null
  readonly circumstances: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly lines: readonly LoggedLine[]
  /** Never after anything else that the log tells of the order. */
  readonly placedAt: Instant
  readonly promisedDate: CalendarDate | null
  readonly deliveredAt: Instant | null
  /** As they stand in the log. */
  readonly activities: readonly LoggedActivity[]
}

/** One going-through of a step. At least one instant is known, and the finish is not before the start. */
export type LoggedActivity = {
  readonly step: string
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
  readonly holder: string | null
  readonly department: string | null
  readonly origin: Origin
}

export type LoggedLine = { readonly sku: string; readonly quantity: Decimal }
export type LoggedPerson = { readonly key: string; readonly name: string; readonly department: string | null }
export type LoggedDepartment = { readonly key: string; readonly name: string }

/** Where in which file something was read; `row` counts from 1, a heading included. */
export type Origin = { readonly file: string; readonly row: number }
