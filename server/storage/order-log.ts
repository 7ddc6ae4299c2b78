import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import { orders } from '../../drizzle/order-tables.ts'
import type { NewEvent } from '../domain/event.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { rows, type Tx } from './database.ts'
import { anyOf } from './ids.ts'

export type OrderEvent = Pick<NewEvent, 'type' | 'at' | 'reason' | 'payload'> & { readonly orderId: number }

/** Facts that change an order; the others about it (what is owed, say) are not folded. */
const FOLDED = sql`${event.type} in ('ORDER_PLACED', 'ORDER_DELIVERED', 'ORDER_CLOSED', 'ORDER_CANCELLED', 'PROMISE_CHANGED',
  'STEP_CHANGED', 'STEP_ASSIGNED', 'STEP_RETURNED', 'HOLD_PLACED', 'HOLD_RELEASED')`

/** The facts of these orders in the order of the feed; what is committed and has no number yet comes last. */
export async function readOrderLogs(tx: Tx, orderIds: readonly number[]): Promise<Map<number, OrderEvent[]>> {
  const { type, at, reason, payload, orderId } = event
  const found = await tx
    .select({ type, at, reason, payload, orderId })
    .from(event)
    .where(and(anyOf(orderId, orderIds), FOLDED))
    .orderBy(sql`${event.seq} asc nulls last`, asc(event.id))
  return Map.groupBy(found as OrderEvent[], (row) => row.orderId)
}

/** When the latest of the facts that have changed an order happened, whenever it was told; null where there is none. */
export async function latestFactAt(tx: Tx, orderId: number): Promise<Instant | null> {
  const [row] = await tx
    .select({ at: event.at })
    .from(event)
    .where(and(eq(event.orderId, orderId), FOLDED))
    .orderBy(desc(event.at))
    .limit(1)
  return row?.at ?? null
}

/** The next orders after `after`, by id. */
export async function orderIdsAfter(tx: Tx, after: number, limit: number): Promise<number[]> {
  const found = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(gt(orders.id, after))
    .orderBy(asc(orders.id))
    .limit(limit)
  return found.map((row) => row.id)
}

export async function countOrders(tx: Tx): Promise<number> {
  return tx.$count(orders)
}

/** How many events have a number, and the highest: the same when the feed has no gap and no repeat. */
export async function countNumbered(tx: Tx): Promise<{ readonly count: number; readonly highest: number }> {
  const query = sql`select count(seq) as count, coalesce(max(seq), 0) as highest from event`
  const [row] = await rows<{ count: string | number; highest: string | number }>(tx, query)
  return { count: Number(row!.count), highest: Number(row!.highest) }
}
