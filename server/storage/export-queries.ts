import { and, asc, eq, getTableColumns, gt, gte, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { apiToken, event } from '../../drizzle/feed-tables.ts'
import { orderLine, orders, stepRun } from '../../drizzle/order-tables.ts'
import { customer, product, requirement, requirementAcknowledgement, workflow } from '../../drizzle/tables.ts'
import type { Actor, EventType, Instant } from '../domain/vocabulary.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'

/** When the orders of an export were placed: from the first instant on, before the second. */
export type Period = { readonly from: Instant | null; readonly until: Instant | null }

export type ExportedOrder = typeof orders.$inferSelect
export type ExportedEvent = typeof event.$inferSelect & {
  readonly orderNumber: string | null
  readonly orderWorkflowId: number | null
}

function isWithin({ from, until }: Period): SQL | undefined {
  return and(
    from === null ? undefined : gte(orders.placedAt, from),
    until === null ? undefined : lt(orders.placedAt, until),
  )
}

/** Events of the period's orders, and those that concern no order. */
function isTold(period: Period): SQL | undefined {
  const within = isWithin(period)
  return within && or(isNull(event.orderId), within)
}

export async function countExported(
  tx: Tx,
  period: Period,
): Promise<{ readonly orders: number; readonly events: number }> {
  const counted = { count: sql<string>`count(*)` }
  const [ofOrders] = await tx.select(counted).from(orders).where(isWithin(period))
  const [ofEvents] = await tx
    .select(counted)
    .from(event)
    .leftJoin(orders, eq(orders.id, event.orderId))
    .where(isTold(period))
  return { orders: Number(ofOrders!.count), events: Number(ofEvents!.count) }
}

/** Each kind of thing that happened, once: by its type, the step it happened to and, of a change of state, the new state. */
export async function kindsOfEvents(
  tx: Tx,
  period: Period,
): Promise<{ type: EventType; workflowId: number | null; position: number | null; to: string | null }[]> {
  const to = sql<string | null>`${event.payload} ->> 'to'`
  const { type, position } = event
  return tx
    .selectDistinct({ type, workflowId: orders.workflowId, position, to })
    .from(event)
    .leftJoin(orders, eq(orders.id, event.orderId))
    .where(isTold(period))
    .orderBy(type, orders.workflowId, position, to)
}

export async function ordersAfter(tx: Tx, period: Period, after: number, limit: number): Promise<ExportedOrder[]> {
  const next = and(gt(orders.id, after), isWithin(period))
  return tx.select().from(orders).where(next).orderBy(asc(orders.id)).limit(limit)
}

/** How many events tell of each of these orders. */
export async function countEventsOf(tx: Tx, orderIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = await tx
    .select({ orderId: event.orderId, count: sql<string>`count(*)` })
    .from(event)
    .where(anyOf(event.orderId, orderIds))
    .groupBy(event.orderId)
  return new Map(found.map(({ orderId, count }) => [orderId!, Number(count)]))
}

/** A place in the order of the feed; what is committed and has no number yet comes last, by id. */
export type FeedPlace = { readonly seq: number | null; readonly id: number }
export const FEED_START: FeedPlace = { seq: 0, id: 0 }

/** The next events of an export in the order of the feed. */
export async function exportedEventsAfter(
  tx: Tx,
  period: Period,
  { seq, id }: FeedPlace,
  limit: number,
): Promise<ExportedEvent[]> {
  const read = (place: SQL | undefined, order: SQL, most: number) =>
    tx
      .select({ ...getTableColumns(event), orderNumber: orders.number, orderWorkflowId: orders.workflowId })
      .from(event)
      .leftJoin(orders, eq(orders.id, event.orderId))
      .where(and(place, isTold(period)))
      .orderBy(order)
      .limit(most)
  const numbered =
    seq === null ? [] : await read(and(isNotNull(event.seq), gt(event.seq, seq)), sql`${event.seq} asc`, limit)
  if (numbered.length === limit) return numbered
  const last = seq === null ? id : 0
  const others = await read(and(isNull(event.seq), gt(event.id, last)), sql`${event.id} asc`, limit - numbered.length)
  return [...numbered, ...others]
}

/** The events of these orders in the order of the feed, or (null) those that concern no order. */
export async function eventsTelling(tx: Tx, orderIds: readonly number[] | null): Promise<ExportedEvent[]> {
  return tx
    .select({ ...getTableColumns(event), orderNumber: orders.number, orderWorkflowId: orders.workflowId })
    .from(event)
    .leftJoin(orders, eq(orders.id, event.orderId))
    .where(orderIds === null ? isNull(event.orderId) : anyOf(event.orderId, orderIds))
    .orderBy(sql`${event.seq} asc nulls last`, asc(event.id))
}

export async function allCustomers(tx: Tx) {
  return tx.select().from(customer).orderBy(asc(customer.id))
}

export async function allProducts(tx: Tx) {
  return tx.select().from(product).orderBy(asc(product.id))
}

/** Tokens that act as nobody, by what tells them apart without their secrets. */
export async function allIntegrations(tx: Tx) {
  const { id, name, createdAt } = apiToken
  return tx.select({ id, name, createdAt }).from(apiToken).where(isNull(apiToken.personId)).orderBy(asc(id))
}

export async function allAcknowledgements(tx: Tx) {
  const { requirementId, personId, at } = requirementAcknowledgement
  return tx.select().from(requirementAcknowledgement).orderBy(asc(requirementId), asc(at), asc(personId))
}

export async function allRequirements(tx: Tx) {
  return tx.select().from(requirement).orderBy(asc(requirement.seriesId), asc(requirement.version))
}

/** Who published each version of a workflow. */
export async function publishersOfWorkflows(tx: Tx): Promise<ReadonlyMap<number, Actor | null>> {
  const { id, publishedBy } = workflow
  const found = await tx.select({ id, publishedBy }).from(workflow)
  return new Map(found.map((row) => [row.id, row.publishedBy]))
}

export async function linesOf(tx: Tx, orderIds: readonly number[]) {
  const { orderId, position } = orderLine
  return tx.select().from(orderLine).where(anyOf(orderId, orderIds)).orderBy(asc(orderId), asc(position))
}

/** The runs of these orders that have begun, of each order in the order in which they began. */
export async function begunRunsOf(tx: Tx, orderIds: readonly number[]) {
  const { orderId, position, number, startedAt, finishedAt } = stepRun
  const begun = or(isNotNull(startedAt), isNotNull(finishedAt))
  const beginning = sql`coalesce(${startedAt}, ${finishedAt})`
  return tx
    .select()
    .from(stepRun)
    .where(and(anyOf(orderId, orderIds), begun))
    .orderBy(asc(orderId), beginning, asc(position), asc(number))
}
