import { fillPlaceholders, type SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Database, Row } from './database.ts'

const dialect = new PgDialect({ casing: 'snake_case' })

/** A statement's text and its parameters, in which placeholders stand for what changes. */
type Statement = { readonly sql: string; readonly params: readonly unknown[] }

/** How many statements are kept; there are only so many shapes, this bounds what odd questions would keep. */
const KEPT = 500
const statements = new Map<string, Statement>()

/**
 * Reads with a statement that is put together once for each `shape`: to make its text takes as long as to run it. What `make` gives may
 * differ by nothing but the shape, and `values` fill its placeholders. Null: it is put together anew.
 */
export function readShaped(
  database: Database,
  shape: string | null,
  make: () => SQL,
  values: Record<string, unknown>,
): Promise<Row[]> {
  const { sql, params } = shape === null ? dialect.sqlToQuery(make()) : shaped(shape, make)
  return database.read(sql, fillPlaceholders([...params], values))
}

/** Of what has no parameters. */
export function textOf(part: SQL): string {
  return dialect.sqlToQuery(part).sql
}

function shaped(shape: string, make: () => SQL): Statement {
  const known = statements.get(shape)
  if (known) return known
  const statement = dialect.sqlToQuery(make())
  if (statements.size >= KEPT) statements.clear()
  statements.set(shape, statement)
  return statement
}
