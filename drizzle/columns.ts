import { customType } from 'drizzle-orm/pg-core'

/** Postgres writes `2026-11-22 09:30:00.123+00`; the connection's time zone is UTC on both databases. */
const toInstant = (text: string): number => Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))

/** A `timestamptz` as milliseconds since 1970; what is finer than a millisecond is not kept. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (value) => new Date(value).toISOString(),
  fromDriver: (value) => (typeof value === 'number' ? value : toInstant(String(value))),
})

/** A `date` as RFC 3339 full-date. */
export const calendarDate = customType<{ data: string; driverData: string }>({ dataType: () => 'date' })

/** The number of a transaction (`pg_current_xact_id()`), as text. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })
