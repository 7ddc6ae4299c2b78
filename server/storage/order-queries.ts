import { and, type Column, eq, type SQL, sql } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import { orderStep, orders } from '../../drizzle/order-tables.ts'
import { customer } from '../../drizzle/tables.ts'
import type { OrderParts } from '../domain/order-parts.ts'
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
import {
  CUSTOMER_COLUMNS,
  EVENT_COLUMNS,
  HEAD_COLUMNS,
  type ReadOrder,
  type ReadStep,
  readOrder,
  readStep,
  STEP_COLUMNS,
} from './order-row.ts'
import { readShaped } from './statement.ts'

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

export function placeOf({ id, placedAt, promisedDate }: ReadOrder['head'], sort: OrderSort): Place {
  return [sort === 'PLACED_AT_DESC' ? placedAt : promisedDate, id]
}

/** The order of that number with what is asked of it, as they stand at one moment. */
export async function orderByNumber(database: Database, number: string, parts: OrderParts): Promise<ReadOrder | null> {
  const make = () =>
    sql`select ${columnsOf(parts)} from ${source(parts)} where ${eq(orders.number, sql.placeholder('number'))}`
  const [row] = await readShaped(database, `order ${shapeOf(parts)}`, make, { number })
  return row ? readOrder(row, parts) : null
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
  const make = () => sql`select ${columnsOf(parts)} from ${source(parts)}
    where ${and(sql`true`, ...matching(given, criteria.state), within(by, window))} ${sorted(by, window)}`
  const shape = ['orders', sort, criteria.state, ...Object.keys(given), shapeOf(parts)]
  const rows = await readShaped(database, shapeWithin(shape, window), make, { ...given })
  return rows.map((row) => readOrder(row, parts))
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
): Promise<{ order: ReadOrder; step: ReadStep }[]> {
  const given = givenByVisible(visible)
  const make = () => sql`select ${stepColumns()}, ${columnsOf(parts)}
    from ${orderStep} join ${source(parts)} on ${eq(orders.id, orderStep.orderId)}
    where ${and(...queued(given, states), within(QUEUE_SORT, window))} ${sorted(QUEUE_SORT, window)}`
  const shape = ['queue', ...states, ...Object.keys(given), shapeOf(parts)]
  const rows = await readShaped(database, shapeWithin(shape, window), make, { ...given, departmentId })
  return rows.map((row) => ({ step: readStep(row), order: readOrder(row.slice(STEP_COLUMNS.length), parts) }))
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
function shapeWithin(shape: readonly unknown[], { limit, isBackward, after, before }: Window): string | null {
  return after || before ? null : [...shape, limit, isBackward].join(' ')
}

function shapeOf({ customer: withCustomer, steps, events }: OrderParts): string {
  return `${withCustomer} ${steps} ${events && [events.limit, events.isBackward, events.withPayload]}`
}

/** The limit is written out: PostgreSQL plans a page of 51 otherwise than one that may be of any size. */
function sorted(sort: Sort, window: Window): SQL {
  return sql`order by ${sql.join(ordering(sort, window), sql`, `)} limit ${sql.raw(String(window.limit))}`
}

function source({ customer: withCustomer }: OrderParts): SQL {
  return withCustomer ? sql`${orders} left join ${customer} on ${eq(customer.id, orders.customerId)}` : sql`${orders}`
}

/** In the order in which `readOrder` takes them. */
function columnsOf({ customer: withCustomer, steps, events }: OrderParts): SQL {
  return list([
    ...HEAD_COLUMNS,
    ...(withCustomer ? CUSTOMER_COLUMNS : []),
    ...(steps === 'none' ? [] : [stepsOf(steps)]),
    ...(events ? [eventsOf(events)] : []),
  ])
}

function stepColumns(): SQL {
  return list(STEP_COLUMNS)
}

function stepsOf(which: 'current' | 'all'): SQL {
  const condition = and(eq(orderStep.orderId, orders.id), which === 'current' ? isCurrent() : undefined)
  return sql`(select json_agg(json_build_array(${stepColumns()}) order by ${orderStep.position}) from ${orderStep} where ${condition})`
}

/** Numbered events alone: what has no number yet is in the feed a moment later. */
function eventsOf({ limit, isBackward, withPayload }: Exclude<OrderParts['events'], null>): SQL {
  const payload = withPayload ? event.payload : sql`null`
  const direction = isBackward ? sql`desc` : sql`asc`
  const page = sql`select * from ${event} where ${event.orderId} = ${orders.id} and ${event.seq} is not null
    order by ${event.seq} ${direction} limit ${sql.raw(String(limit))}`
  return sql`(select json_agg(json_build_array(${list([...EVENT_COLUMNS, payload])}) order by ${event.seq} ${direction}) from (${page}) ${event})`
}

function list(columns: readonly (SQL | Column)[]): SQL {
  return sql.join(
    columns.map((column) => sql`${column}`),
    sql`, `,
  )
}
