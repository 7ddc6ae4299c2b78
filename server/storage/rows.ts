import { type Column, getTableColumns, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './database.ts'

/** Rows a statement; one parameter holds them all, so only their size in bytes bounds it. */
const CHUNK = 5_000

/**
 * Inserts any number of rows, set-based: one statement for each 5,000, whatever the number of columns. Columns that the first
 * row leaves out get their default in every row.
 */
export async function insertRows<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly Partial<T['$inferInsert']>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK)
    await insertChunk(tx, table, rows.slice(start, start + CHUNK))
}

/** As `insertRows`, but a row that stands there already by `key` is overwritten; for changed parts of an order. */
export async function upsertRows<T extends PgTable>(
  tx: Tx,
  table: T,
  key: readonly (keyof T['$inferInsert'] & string)[],
  rows: readonly Partial<T['$inferInsert']>[],
): Promise<void> {
  if (rows.length === 0) return
  const changed = Object.keys(rows[0] as object).filter((name) => !key.includes(name as never))
  const columns = (names: readonly string[]) =>
    sql.join(
      names.map((name) => sql.identifier(toSnakeCase(name))),
      sql`, `,
    )
  const assignments = changed.map(
    (name) => sql`${sql.identifier(toSnakeCase(name))} = excluded.${sql.identifier(toSnakeCase(name))}`,
  )
  await tx.execute(
    sql`${insertion(table, rows)} on conflict (${columns(key)}) do update set ${sql.join(assignments, sql`, `)}`,
  )
}

/** Rows as a statement holds them, for those that are kept somewhere before they are inserted. All have the columns of the first. */
export function rowTexts(table: PgTable, rows: readonly object[]): string[] {
  const used = usedBy(table, rows[0] ?? {})
  return rows.map((row) => textOf(used, row))
}

/** Inserts rows made by `rowTexts`, all with the same columns, in one statement. */
export async function insertRowTexts(tx: Tx, table: PgTable, texts: readonly string[]): Promise<void> {
  if (texts.length > 0) await tx.execute(insertionOf(table, Object.keys(JSON.parse(texts[0]!)), texts))
}

async function insertChunk(tx: Tx, table: PgTable, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await tx.execute(insertion(table, rows))
}

function insertion(table: PgTable, rows: readonly object[]) {
  const columns = usedBy(table, rows[0] as object).map(({ column }) => column)
  return insertionOf(table, columns, rowTexts(table, rows))
}

function insertionOf(table: PgTable, columns: readonly string[], texts: readonly string[]) {
  const names = sql.join(
    columns.map((name) => sql.identifier(name)),
    sql`, `,
  )
  const json = `[${texts.join()}]`
  return sql`insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, ${json}::jsonb)`
}

type Used = { readonly name: string; readonly column: string; readonly of: Column }

/** The columns of the table that a row has. */
function usedBy(table: PgTable, row: object): Used[] {
  const all = Object.entries(getTableColumns(table))
  return all.filter(([name]) => name in row).map(([name, of]) => ({ name, column: toSnakeCase(name), of }))
}

function textOf(used: readonly Used[], row: object): string {
  return JSON.stringify(Object.fromEntries(used.map(({ name, column, of }) => [column, stored(of, row, name)])))
}

/** A JSON column stands in the parameter as it is; every other value as its driver would send it. */
function stored(column: Column, row: object, name: string): unknown {
  const value = (row as Record<string, unknown>)[name]
  if (value === null || value === undefined || column.dataType === 'json' || Array.isArray(value)) return value ?? null
  return column.mapToDriverValue(value)
}
