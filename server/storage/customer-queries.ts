import { and, eq, ilike, inArray, ne, or, type SQL } from 'drizzle-orm'
import { orders } from '../../drizzle/order-tables.ts'
import { customer } from '../../drizzle/tables.ts'
import type { Customer } from '../domain/directory.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'
import { ordering, type Place, type Sort, type Window, within } from './keyset.ts'
import { containing } from './search.ts'

export const CUSTOMER_SORT: Sort = {
  name: 'customer',
  keys: [
    { column: customer.name, kind: 'text' },
    { column: customer.id, kind: 'number' },
  ],
}

export async function customersById(tx: Tx, ids: readonly number[]): Promise<Customer[]> {
  return tx.select().from(customer).where(anyOf(customer.id, ids))
}

export async function customerByKey(tx: Tx, key: string): Promise<Customer | null> {
  const [found] = await tx.select().from(customer).where(eq(customer.key, key))
  return found ?? null
}

/** Those whose name or key holds `search`, by name. */
export async function pageCustomers(
  tx: Tx,
  search: string | null,
  window: Window,
): Promise<(Customer & { place: Place })[]> {
  const found = await tx
    .select()
    .from(customer)
    .where(and(isFound(search), within(CUSTOMER_SORT, window)))
    .orderBy(...ordering(CUSTOMER_SORT, window))
    .limit(window.limit)
  return found.map((one) => ({ ...one, place: [one.name, one.id] }))
}

export async function countCustomers(tx: Tx, search: string | null): Promise<number> {
  return tx.$count(customer, isFound(search))
}

/** Which of these customers have placed an order that was not cancelled. */
export async function customersWithOrders(tx: Tx, ids: readonly number[]): Promise<Set<number>> {
  const found = await tx
    .selectDistinct({ id: orders.customerId })
    .from(orders)
    .where(and(anyOf(orders.customerId, ids), ne(orders.state, 'CANCELLED')))
  return new Set(found.map((row) => row.id!))
}

function isFound(search: string | null): SQL | undefined {
  if (!search) return undefined
  return or(ilike(customer.name, containing(search)), ilike(customer.key, containing(search)))
}

/** The ids behind several keys; a key that is nobody's is left out. */
export async function customersByKey(tx: Tx, keys: readonly string[]): Promise<Map<string, number>> {
  const found = await tx
    .select()
    .from(customer)
    .where(inArray(customer.key, [...keys]))
  return new Map(found.map((one) => [one.key, one.id]))
}
