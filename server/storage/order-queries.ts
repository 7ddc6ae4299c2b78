import { and, eq, exists, gte, ilike, lt, or, type SQL, sql } from 'drizzle-orm'
import { orderExternalId, orderRequirement, orderStep, orders } from '../../drizzle/order-tables.ts'
import { customer } from '../../drizzle/tables.ts'
import type { VisibleOrders } from '../domain/visibility.ts'
import type { Instant, OrderState, StepState } from '../domain/vocabulary.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'
import { ordering, type Place, type Sort, type Window, within } from './keyset.ts'
import { containing } from './search.ts'

/** Which orders are meant; whatever is left out does not narrow. */
export type OrderCriteria = {
  readonly visible: VisibleOrders
  readonly state?: OrderState | null
  readonly repId?: number | null
  readonly customerId?: number | null
  /** Workflow versions, of which the order has one. */
  readonly workflowIds?: readonly number[] | null
  readonly channel?: string | null
  /** All of them. */
  readonly circumstances?: readonly string[] | null
  /** In the number, an external id or the customer's name. */
  readonly search?: string | null
  /** From this instant on. */
  readonly placedFrom?: Instant | null
  /** Before this instant. */
  readonly placedTo?: Instant | null
  /** A requirement that it owes. */
  readonly requirementId?: number | null
}

const byId = { column: orders.id, kind: 'number' } as const

export const ORDER_SORTS = {
  PLACED_AT_DESC: {
    name: 'placed',
    keys: [
      { column: orders.placedAt, kind: 'instant', isDescending: true },
      { ...byId, isDescending: true },
    ],
  },
  PROMISED_DATE_ASC: {
    name: 'promised',
    keys: [{ column: orders.promisedDate, kind: 'date', isNullable: true }, byId],
  },
} as const satisfies Record<string, Sort>

export type OrderSort = keyof typeof ORDER_SORTS

export async function pageOrders(
  tx: Tx,
  criteria: OrderCriteria,
  sort: OrderSort,
  window: Window,
): Promise<{ orderId: number; place: Place }[]> {
  const found = await tx
    .select({ id: orders.id, placedAt: orders.placedAt, promisedDate: orders.promisedDate })
    .from(orders)
    .where(and(...matching(criteria), within(ORDER_SORTS[sort], window)))
    .orderBy(...ordering(ORDER_SORTS[sort], window))
    .limit(window.limit)
  return found.map(({ id, placedAt, promisedDate }) => ({
    orderId: id,
    place: [sort === 'PLACED_AT_DESC' ? placedAt : promisedDate, id],
  }))
}

export async function countOrders(tx: Tx, criteria: OrderCriteria): Promise<number> {
  return tx.$count(orders, and(...matching(criteria)))
}

/** Work that a department has before it. */
export type QueueCriteria = {
  readonly visible: VisibleOrders
  readonly departmentId: number
  readonly states: readonly StepState[]
}

/** Most urgent first: the promised date, then how long it has been ready. */
export const QUEUE_SORT: Sort = {
  name: 'queue',
  keys: [
    { column: orders.promisedDate, kind: 'date', isNullable: true },
    { column: orderStep.readyAt, kind: 'instant', isNullable: true },
    { column: orderStep.orderId, kind: 'number' },
    { column: orderStep.position, kind: 'number' },
  ],
}

export async function pageQueue(
  tx: Tx,
  criteria: QueueCriteria,
  window: Window,
): Promise<{ orderId: number; position: number; place: Place }[]> {
  const { orderId, position, readyAt } = orderStep
  const found = await tx
    .select({ orderId, position, readyAt, promisedDate: orders.promisedDate })
    .from(orderStep)
    .innerJoin(orders, eq(orders.id, orderStep.orderId))
    .where(and(...queued(criteria), within(QUEUE_SORT, window)))
    .orderBy(...ordering(QUEUE_SORT, window))
    .limit(window.limit)
  return found.map(({ promisedDate, ...row }) => ({
    ...row,
    place: [promisedDate, row.readyAt, row.orderId, row.position],
  }))
}

export async function countQueue(tx: Tx, criteria: QueueCriteria): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(orderStep)
    .innerJoin(orders, eq(orders.id, orderStep.orderId))
    .where(and(...queued(criteria)))
  return row!.count
}

/** What `VisibleOrders` says, over the columns of `orders`. */
export function isVisible(visible: VisibleOrders): SQL | undefined {
  if (visible.all) return undefined
  const own = visible.repId === null ? sql`false` : eq(orders.repId, visible.repId)
  return or(own, anyOf(orders.workflowId, visible.workflowIds))
}

function queued({ visible, departmentId, states }: QueueCriteria): (SQL | undefined)[] {
  return [
    eq(orderStep.departmentId, departmentId),
    sql`${orderStep.state} in ('READY', 'IN_PROGRESS', 'BLOCKED')`,
    states.length === 3 ? undefined : or(...states.map((state) => eq(orderStep.state, state))),
    isVisible(visible),
  ]
}

function matching({ visible, ...criteria }: OrderCriteria): (SQL | undefined)[] {
  const { state, repId, customerId, workflowIds, channel, circumstances, placedFrom, placedTo } = criteria
  return [
    isVisible(visible),
    state ? eq(orders.state, state) : undefined,
    repId ? eq(orders.repId, repId) : undefined,
    customerId ? eq(orders.customerId, customerId) : undefined,
    workflowIds ? anyOf(orders.workflowId, workflowIds) : undefined,
    typeof channel === 'string' ? eq(orders.channel, channel) : undefined,
    circumstances?.length ? sql`${orders.circumstances} @> ${textArray(circumstances)}` : undefined,
    typeof placedFrom === 'number' ? gte(orders.placedAt, placedFrom) : undefined,
    typeof placedTo === 'number' ? lt(orders.placedAt, placedTo) : undefined,
    criteria.search ? isFound(criteria.search) : undefined,
    criteria.requirementId ? owes(criteria.requirementId) : undefined,
  ]
}

/** One parameter for any number of texts. */
function textArray(texts: readonly string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`
}

function isFound(search: string): SQL | undefined {
  const pattern = containing(search)
  const named = sql`select ${orderExternalId.orderId} from ${orderExternalId} where ${ilike(orderExternalId.externalId, pattern)}`
  const bought = sql`select ${customer.id} from ${customer} where ${ilike(customer.name, pattern)}`
  return or(ilike(orders.number, pattern), sql`${orders.id} in (${named})`, sql`${orders.customerId} in (${bought})`)
}

function owes(requirementId: number): SQL {
  return exists(
    sql`(select 1 from ${orderRequirement} where ${orderRequirement.orderId} = ${orders.id} and ${orderRequirement.requirementId} = ${requirementId})`,
  )
}
