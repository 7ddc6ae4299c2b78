import { and, eq, getTableColumns, inArray, isNull, or } from 'drizzle-orm'
import { orderRequirement, orders } from '../../drizzle/order-tables.ts'
import { requirement } from '../../drizzle/tables.ts'
import { HANDED_IN } from '../domain/requirement.ts'
import type { Actor, Instant } from '../domain/vocabulary.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'
import type { Sort } from './keyset.ts'

/** What one order owes for one requirement, at one step or (`position` null) for the department's work as a whole. */
export type StoredOrderRequirement = {
  readonly id: number
  readonly orderId: number
  readonly requirementId: number
  readonly position: number | null
  readonly satisfiedAt: Instant | null
  readonly satisfiedBy: Actor | null
  readonly waivedAt: Instant | null
  readonly answer: string | null
  readonly evidenceUrl: string | null
  readonly version: number
}

/** What these orders owe, in the order of the steps. */
export async function requirementsOfOrders(tx: Tx, orderIds: readonly number[]): Promise<StoredOrderRequirement[]> {
  const { orderId, position, id } = orderRequirement
  return tx.select().from(orderRequirement).where(anyOf(orderId, orderIds)).orderBy(position, id)
}

export async function orderRequirementsById(tx: Tx, ids: readonly number[]): Promise<StoredOrderRequirement[]> {
  return tx.select().from(orderRequirement).where(anyOf(orderRequirement.id, ids))
}

/** By when they are due, which follows from the plan of the day: no column has it. Those that are never due come last. */
export const DEBT_SORT: Sort = {
  name: 'owes',
  keys: [
    { column: orderRequirement.satisfiedAt, kind: 'instant', isNullable: true },
    { column: orderRequirement.id, kind: 'number' },
  ],
}

/** Who owes: a rep for the own orders, the members of a department what it owes. */
export type Debtor = { readonly personId: number; readonly departmentId: number | null }

/** What is neither handed in nor waived, of open orders. For the other kinds nothing is handed in. */
export async function openDebts(tx: Tx, { personId, departmentId }: Debtor): Promise<StoredOrderRequirement[]> {
  const byRep = and(isNull(requirement.owedById), eq(orders.repId, personId))
  const byDepartment = departmentId === null ? undefined : eq(requirement.owedById, departmentId)
  return tx
    .select(getTableColumns(orderRequirement))
    .from(orderRequirement)
    .innerJoin(orders, and(eq(orders.id, orderRequirement.orderId), eq(orders.state, 'OPEN')))
    .innerJoin(
      requirement,
      and(eq(requirement.id, orderRequirement.requirementId), inArray(requirement.kind, HANDED_IN)),
    )
    .where(and(isNull(orderRequirement.satisfiedAt), isNull(orderRequirement.waivedAt), or(byRep, byDepartment)))
}
