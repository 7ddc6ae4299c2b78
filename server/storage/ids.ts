import { type Column, type Placeholder, type SQL, sql } from 'drizzle-orm'

/** `column` is one of `ids`; one parameter however many there are, so that the statement stays the same. */
export function anyOf(column: Column, ids: readonly number[] | Placeholder): SQL {
  return sql`${column} = any(${Array.isArray(ids) ? idList(ids) : ids}::text::bigint[])`
}

/** What fills a placeholder of `anyOf`. */
export function idList(ids: readonly number[]): string {
  return `{${ids.join(',')}}`
}
