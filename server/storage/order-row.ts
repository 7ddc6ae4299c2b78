import { event } from '../../drizzle/feed-tables.ts'
import { orderStep, orders } from '../../drizzle/order-tables.ts'
import { customer } from '../../drizzle/tables.ts'
import type { Customer } from '../domain/directory.ts'
import type { StoredEvent } from '../domain/event.ts'
import type { Order, OrderStep } from '../domain/order.ts'
import type { OrderParts } from '../domain/order-parts.ts'
import type { Row } from './database.ts'
import { instantIn, numberIn } from './row-values.ts'

/** The columns that are read of a thing, in the order in which they are taken from a row below. */
export const HEAD_COLUMNS = [
  orders.id,
  orders.number,
  orders.customerId,
  orders.repId,
  orders.channel,
  orders.circumstances,
  orders.attributes,
  orders.state,
  orders.workflowId,
  orders.timeZone,
  orders.placedAt,
  orders.requestedDate,
  orders.promisedDate,
  orders.deliveredAt,
  orders.closedAt,
  orders.version,
] as const
export const CUSTOMER_COLUMNS = [customer.key, customer.name, customer.accountManagerId] as const
export const STEP_COLUMNS = [
  orderStep.position,
  orderStep.state,
  orderStep.holderId,
  orderStep.blockedFrom,
  orderStep.returns,
  orderStep.version,
  orderStep.readyAt,
  orderStep.firstReadyAt,
  orderStep.startedAt,
  orderStep.finishedAt,
] as const
export const EVENT_COLUMNS = [
  event.id,
  event.seq,
  event.transactionId,
  event.type,
  event.at,
  event.recordedAt,
  event.actor,
  event.reason,
  event.orderId,
  event.position,
  event.departmentId,
  event.imported,
  event.payloadVersion,
] as const

export type ReadHead = Omit<Order, 'externalIds' | 'lines' | 'steps'>
/** A step but for its key, which its workflow tells. `sortedAt`: when its latest run became ready. */
export type ReadStep = Omit<OrderStep, 'key' | 'runs' | 'holds'> & {
  readonly sortedAt: number | null
  readonly readyAt: number | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
}
/** What was asked for; `steps` and `events` are null, and `customer` undefined, where they were not. */
export type ReadOrder = {
  readonly head: ReadHead
  readonly customer: Customer | null | undefined
  readonly steps: readonly ReadStep[] | null
  readonly events: readonly StoredEvent[] | null
}

export function readOrder(row: Row, parts: OrderParts): ReadOrder {
  const head = readHead(row)
  let place = HEAD_COLUMNS.length
  const known = parts.customer ? readCustomer(head.customerId, row, place) : undefined
  if (parts.customer) place += CUSTOMER_COLUMNS.length
  const steps = parts.steps === 'none' ? null : rowsIn(row[place++]).map(readStep)
  const events = parts.events ? rowsIn(row[place]).map(readEvent) : null
  return { head, customer: known, steps, events }
}

export function readStep(row: Row): ReadStep {
  return {
    position: Number(row[0]),
    state: row[1] as OrderStep['state'],
    holderId: numberIn(row[2]),
    blockedFrom: row[3] as OrderStep['blockedFrom'],
    returns: Number(row[4]),
    version: Number(row[5]),
    sortedAt: instantIn(row[6]),
    readyAt: instantIn(row[7]),
    startedAt: instantIn(row[8]),
    finishedAt: instantIn(row[9]),
  }
}

function readHead(row: Row): ReadHead {
  return {
    id: Number(row[0]),
    number: row[1] as string,
    customerId: numberIn(row[2]),
    repId: numberIn(row[3]),
    channel: row[4] as string | null,
    circumstances: row[5] as string[],
    attributes: row[6] as Record<string, string>,
    state: row[7] as Order['state'],
    workflowId: Number(row[8]),
    timeZone: row[9] as string,
    placedAt: instantIn(row[10])!,
    requestedDate: row[11] as string | null,
    promisedDate: row[12] as string | null,
    deliveredAt: instantIn(row[13]),
    closedAt: instantIn(row[14]),
    version: Number(row[15]),
  }
}

function readCustomer(id: number | null, row: Row, place: number): Customer | null {
  if (id === null) return null
  return { id, key: row[place] as string, name: row[place + 1] as string, accountManagerId: numberIn(row[place + 2]) }
}

function readEvent(row: Row): StoredEvent {
  return {
    id: Number(row[0]),
    seq: Number(row[1]),
    transactionId: String(row[2]),
    type: row[3] as StoredEvent['type'],
    at: instantIn(row[4])!,
    recordedAt: instantIn(row[5])!,
    actor: row[6] as StoredEvent['actor'],
    reason: row[7] as string | null,
    orderId: numberIn(row[8]),
    position: numberIn(row[9]),
    departmentId: numberIn(row[10]),
    imported: row[11] as boolean,
    payloadVersion: Number(row[12]),
    payload: row[13] as StoredEvent['payload'],
  }
}

/** What `json_agg` made of rows; of none it makes null. */
function rowsIn(value: unknown): readonly Row[] {
  return (value as readonly Row[] | null) ?? []
}
