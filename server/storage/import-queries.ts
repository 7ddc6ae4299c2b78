import { type Column, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { orders } from '../../drizzle/order-tables.ts'
import { customer, department, person, product } from '../../drizzle/tables.ts'
import { rows, type Tx } from './database.ts'
import { insertRows } from './rows.ts'

/** Names the lock under which one import at a time is written; no other lock of Baton has this number. */
const IMPORT_LOCK = 6_202_616

/** Waits for the import that is under way, so that two of one log find each other's orders. */
export async function lockImports(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${IMPORT_LOCK})`)
}

/** The orders that exist already of those numbers, with the digest of what an import read; null where none made them. */
export async function fingerprintsOf(tx: Tx, numbers: readonly string[]): Promise<Map<string, string | null>> {
  const found = await rows<{ number: string; fingerprint: string | null }>(
    tx,
    sql`select ${orders.number} as number, ${orders.fingerprint} as fingerprint from ${orders}
      where ${oneOf(orders.number, numbers)}`,
  )
  return new Map(found.map(({ number, fingerprint }) => [number, fingerprint]))
}

/** Things known by a key, as an import needs them: the number behind each key, and how many there were not before. */
export type Keyed = { readonly ids: ReadonlyMap<string, number>; readonly added: number }

export function ensureDepartments(tx: Tx, wanted: readonly (typeof department.$inferInsert)[]): Promise<Keyed> {
  return ensure(tx, department, department.key, wanted, (row) => row.key)
}

export function ensurePeople(tx: Tx, wanted: readonly (typeof person.$inferInsert)[]): Promise<Keyed> {
  return ensure(tx, person, person.key, wanted, (row) => row.key)
}

export function ensureCustomers(tx: Tx, wanted: readonly (typeof customer.$inferInsert)[]): Promise<Keyed> {
  return ensure(tx, customer, customer.key, wanted, (row) => row.key)
}

export function ensureProducts(tx: Tx, wanted: readonly (typeof product.$inferInsert)[]): Promise<Keyed> {
  return ensure(tx, product, product.sku, wanted, (row) => row.sku)
}

/** Adds those that are not there; the others stay as they are. */
async function ensure<T extends PgTable, Row extends T['$inferInsert']>(
  tx: Tx,
  table: T,
  key: Column,
  wanted: readonly Row[],
  keyOf: (row: Row) => string,
): Promise<Keyed> {
  const keys = wanted.map(keyOf)
  const known = await idsByKey(tx, table, key, keys)
  const missing = wanted.filter((row) => !known.has(keyOf(row)))
  await insertRows(tx, table, missing)
  return { ids: await idsByKey(tx, table, key, keys), added: missing.length }
}

async function idsByKey(tx: Tx, table: PgTable, key: Column, keys: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ id: string | number; key: string }>(
    tx,
    sql`select id, ${key} as key from ${table} where ${oneOf(key, keys)}`,
  )
  return new Map(found.map((row) => [row.key, Number(row.id)]))
}

/** One parameter however many texts there are. */
function oneOf(column: Column, texts: readonly string[]) {
  return sql`${column} in (select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`
}
