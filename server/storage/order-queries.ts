import { and, eq, type SQL, sql } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import { orderStep, orders } from '../../drizzle/order-tables.ts'
import { customer } from '../../drizzle/tables.ts'
import type { OrderParts, OrderProperty } from '../domain/order-parts.ts'
import type { Database, Row } from './database.ts'
import { ordering, type Place, type Sort, type Window, within } from './keyset.ts'
import {
  givenBy,
  givenByVisible,
  isCurrent,
  matching,
  type OrderCriteria,
  type QueueCriteria,
  queued,
} from './order-criteria.ts'
import { type OrderShape, type QueuedStep, type ReadOrder, rowsIn, shapeOf } from './order-row.ts'
import { listed, type RowShape } from './row-shape.ts'
import { readShaped } from './statement.ts'

const byId = { column: orders.id, kind: 'number' } as const

export const ORDER_SORTS = {
  PLACED_AT_DESC: {
    name: 'placed',
    property: 'placedAt',
    keys: [
      { column: orders.placedAt, kind: 'instant', isDescending: true },
      { ...byId, isDescending: true },
    ],
  },
  PROMISED_DATE_ASC: {
    name: 'promised',
    property: 'promisedDate',
    keys: [{ column: orders.promisedDate, kind: 'date', isNullable: true }, byId],
  },
} as const satisfies Record<string, Sort & { property: OrderProperty }>

export type OrderSort = keyof typeof ORDER_SORTS

/** Most urgent first: the promised date, then how long it has been ready. */
export const QUEUE_SORT: Sort = {
  name: 'queue',
  keys: [
    { column: orderStep.promisedDate, kind: 'date', isNullable: true },
    { column: orderStep.readyAt, kind: 'instant', isNullable: true },
    { column: orderStep.orderId, kind: 'number' },
    { column: orderStep.position, kind: 'number' },
  ],
}

export function placeOf(head: ReadOrder['head'], sort: OrderSort): Place {
  return [head[ORDER_SORTS[sort].property], head.id]
}

/** The order of that number with what is asked of it, as they stand at one moment. */
export async function orderByNumber(database: Database, number: string, parts: OrderParts): Promise<ReadOrder | null> {
  const shape = shapeOf(parts, ['id', 'repId', 'workflowId'])
  const make = () =>
    sql`select ${columnsOf(shape)} from ${orders} ${buyerOf(parts)} where ${eq(orders.number, sql.placeholder('number'))}`
  const [row] = await readShaped(database, `order ${shape.key}`, make, { number })
  return row ? shape.read(row) : null
}

/** A page of orders with what is asked of each. */
export async function pageOrders(
  database: Database,
  criteria: OrderCriteria,
  sort: OrderSort,
  window: Window,
  parts: OrderParts,
): Promise<ReadOrder[]> {
  const given = givenBy(criteria)
  const by = ORDER_SORTS[sort]
  const shape = shapeOf(parts, ['id', 'workflowId', by.property])
  const make = () => {
    const page = sql`select * from ${orders} where ${and(sql`true`, ...matching(given, criteria.state), within(by, window))}
      ${sorted(by, window)} ${atMost(window)}`
    return asOne(columnsOf(shape), sql`(${page}) ${orders} ${buyerOf(parts)} ${sorted(by, window)}`)
  }
  const key = ['orders', sort, criteria.state, ...Object.keys(given), shape.key]
  const [page] = await readShaped(database, keyWithin(key, window), make, { ...given })
  return rowsIn(page![0]).map((row) => shape.read(row))
}

export async function countOrders(database: Database, criteria: OrderCriteria): Promise<number> {
  const given = givenBy(criteria)
  const make = () => sql`select count(*) from ${orders} where ${and(sql`true`, ...matching(given, criteria.state))}`
  const shape = ['count', criteria.state, ...Object.keys(given)].join(' ')
  return countIn(await readShaped(database, shape, make, { ...given }))
}

/** A page of a department's work at hand, each step with what is asked of its order. */
export async function pageQueue(
  database: Database,
  { visible, departmentId, states }: QueueCriteria,
  window: Window,
  parts: OrderParts,
): Promise<{ order: ReadOrder; step: QueuedStep }[]> {
  const given = givenByVisible(visible)
  const shape = shapeOf(parts, ['id', 'workflowId', 'promisedDate'])
  const ofOrder = sql`join ${orders} on ${eq(orders.id, orderStep.orderId)}`
  const make = () => {
    const page = sql`select ${orderStep}.* from ${orderStep} ${visible.all ? sql`` : ofOrder}
      where ${and(...queued(given, states), within(QUEUE_SORT, window))} ${sorted(QUEUE_SORT, window)} ${atMost(window)}`
    const columns = sql`${listed(shape.queued.columns)}, ${columnsOf(shape)}`
    return asOne(columns, sql`(${page}) ${orderStep} ${ofOrder} ${buyerOf(parts)} ${sorted(QUEUE_SORT, window)}`)
  }
  const key = ['queue', ...states, ...Object.keys(given), shape.queued.key, shape.key]
  const [page] = await readShaped(database, keyWithin(key, window), make, { ...given, departmentId })
  return rowsIn(page![0]).map((row) => ({ step: shape.queued.read(row), order: shape.read(row, shape.queued.size) }))
}

export async function countQueue(
  database: Database,
  { visible, departmentId, states }: QueueCriteria,
): Promise<number> {
  const given = givenByVisible(visible)
  const make = () => sql`select count(*) from ${orderStep} join ${orders} on ${eq(orders.id, orderStep.orderId)}
    where ${and(...queued(given, states))}`
  const shape = ['count queue', ...states, ...Object.keys(given)].join(' ')
  return countIn(await readShaped(database, shape, make, { ...given, departmentId }))
}

function countIn([row]: readonly Row[]): number {
  return Number(row![0])
}

/** With all that changes the text; null for a page that begins or ends at a place, since its values stand in the text. */
function keyWithin(key: readonly unknown[], { limit, isBackward, after, before }: Window): string | null {
  return after || before ? null : [...key, limit, isBackward].join(' ')
}

/** All rows as one value: for the driver it takes half as long to read as rows and columns by themselves. */
function asOne(columns: SQL, source: SQL): SQL {
  return sql`select json_agg(found) from (select json_build_array(${columns}) found from ${source}) page`
}

function sorted(sort: Sort, window: Window): SQL {
  return sql`order by ${listed(ordering(sort, window))}`
}

/** The limit is written out: PostgreSQL plans a page of 51 otherwise than one that may be of any size. */
function atMost({ limit }: Pick<Window, 'limit'>): SQL {
  return sql.raw(`limit ${limit}`)
}

/** One by one for each order of a page: joined at large, PostgreSQL would go through all customers for 51 of them. */
function buyerOf({ customer: withCustomer }: OrderParts): SQL {
  if (!withCustomer) return sql``
  const one = sql`select * from ${customer} where ${eq(customer.id, orders.customerId)} limit 1`
  return sql`left join lateral (${one}) ${customer} on true`
}

function columnsOf(shape: OrderShape): SQL {
  return shape.columns(stepsOf(shape), eventsOf(shape))
}

function stepsOf({ parts, step }: OrderShape): SQL {
  const condition = and(eq(orderStep.orderId, orders.id), parts.steps === 'current' ? isCurrent() : undefined)
  return sql`(select ${rowsOf(step)} order by ${orderStep.position}) from ${orderStep} where ${condition})`
}

/** Numbered events alone: what has no number yet is in the feed a moment later. */
function eventsOf({ parts, event: shape }: OrderShape): SQL {
  if (!parts.events) return sql``
  const direction = parts.events.isBackward ? sql`desc` : sql`asc`
  const page = sql`select * from ${event} where ${event.orderId} = ${orders.id} and ${event.seq} is not null
    order by ${event.seq} ${direction} ${atMost(parts.events)}`
  return sql`(select ${rowsOf(shape)} order by ${event.seq} ${direction}) from (${page}) ${event})`
}

/** All rows as one value; an order for them, and the closing bracket, are to follow. */
function rowsOf(shape: RowShape<unknown>): SQL {
  return sql`json_agg(json_build_array(${listed(shape.columns)})`
}
