import { orderRequirement } from '../../drizzle/order-tables.ts'
import type { Actor, Instant } from '../domain/vocabulary.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'

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
