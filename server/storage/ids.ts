import { type Column, type SQL, sql } from 'drizzle-orm'

/** `column` is one of `ids`; one parameter however many there are, so that the statement stays the same. */
export function anyOf(column: Column, ids: readonly number[]): SQL {
  return sql`${column} = any(${`{${ids.join(',')}}`}::text::bigint[])`
}
