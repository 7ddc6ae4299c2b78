import type { SQL } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import { orderStep, orders } from '../../drizzle/order-tables.ts'
import { customer } from '../../drizzle/tables.ts'
import type { Customer } from '../domain/directory.ts'
import type { StoredEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import type { EventProperty, OrderParts, OrderProperty, ReadStep, StepProperty } from '../domain/order-parts.ts'
import type { Row } from './database.ts'
import { type Cell, listed, RowShape } from './row-shape.ts'
import { asItIs, instantIn, numberIn } from './row-values.ts'

const ORDER: Readonly<Record<OrderProperty, Cell>> = {
  id: [orders.id, Number],
  number: [orders.number, asItIs],
  customerId: [orders.customerId, numberIn],
  repId: [orders.repId, numberIn],
  channel: [orders.channel, asItIs],
  circumstances: [orders.circumstances, asItIs],
  attributes: [orders.attributes, asItIs],
  state: [orders.state, asItIs],
  workflowId: [orders.workflowId, Number],
  timeZone: [orders.timeZone, asItIs],
  placedAt: [orders.placedAt, instantIn],
  requestedDate: [orders.requestedDate, asItIs],
  promisedDate: [orders.promisedDate, asItIs],
  deliveredAt: [orders.deliveredAt, instantIn],
  closedAt: [orders.closedAt, instantIn],
  version: [orders.version, Number],
}
/** What a step says by itself, without its runs. */
export const STEP_ITSELF = {
  position: [orderStep.position, Number],
  state: [orderStep.state, asItIs],
  holderId: [orderStep.holderId, numberIn],
  blockedFrom: [orderStep.blockedFrom, asItIs],
  returns: [orderStep.returns, Number],
  version: [orderStep.version, Number],
} as const satisfies Readonly<Record<string, Cell>>
const STEP: Readonly<Record<StepProperty | 'sortedAt', Cell>> = {
  ...STEP_ITSELF,
  readyAt: [orderStep.firstReadyAt, instantIn],
  startedAt: [orderStep.startedAt, instantIn],
  finishedAt: [orderStep.finishedAt, instantIn],
  sortedAt: [orderStep.readyAt, instantIn],
}
const EVENT: Readonly<Record<EventProperty, Cell>> = {
  id: [event.id, Number],
  seq: [event.seq, Number],
  transactionId: [event.transactionId, String],
  type: [event.type, asItIs],
  at: [event.at, instantIn],
  recordedAt: [event.recordedAt, instantIn],
  actor: [event.actor, asItIs],
  reason: [event.reason, asItIs],
  orderId: [event.orderId, numberIn],
  position: [event.position, numberIn],
  departmentId: [event.departmentId, numberIn],
  imported: [event.imported, asItIs],
  payloadVersion: [event.payloadVersion, Number],
  payload: [event.payload, asItIs],
}
const CUSTOMER: Readonly<Record<'key' | 'name' | 'accountManagerId', Cell>> = {
  key: [customer.key, asItIs],
  name: [customer.name, asItIs],
  accountManagerId: [customer.accountManagerId, numberIn],
}

/** A step at its place in a queue; `sortedAt`: when its latest run became ready. */
export type QueuedStep = ReadStep & { readonly sortedAt: number | null }
/** What was asked for; `steps` and `events` are null, and `customer` undefined, where they were not. */
export type ReadOrder = {
  readonly head: Pick<Order, OrderProperty>
  readonly customer: Customer | null | undefined
  readonly steps: readonly ReadStep[] | null
  readonly events: readonly StoredEvent[] | null
}

const wholeCustomer = new RowShape<Omit<Customer, 'id'>>(CUSTOMER, new Set(Object.keys(CUSTOMER)))
/** Every column. */
export const wholeOrder = new RowShape<ReadOrder['head']>(ORDER, new Set(Object.keys(ORDER)))
export const wholeEvent = new RowShape<StoredEvent>(EVENT, new Set(Object.keys(EVENT)))

/** Which columns of orders and of what belongs to them are read, and what is made of their rows. */
export class OrderShape {
  /** The same for the same columns. */
  readonly key: string
  readonly parts: OrderParts
  readonly step: RowShape<ReadStep>
  readonly event: RowShape<StoredEvent>
  /** A step in a queue: with what its place there is by. */
  readonly queued: RowShape<QueuedStep>
  private readonly order: RowShape<ReadOrder['head']>

  /** `always`: what of an order is read beside what is asked for. */
  constructor(parts: OrderParts, always: readonly OrderProperty[]) {
    const { order, customer: withCustomer, steps, step, events, event } = parts
    const names = new Set([...order, ...always, ...(withCustomer ? (['customerId'] as const) : [])])
    this.parts = parts
    this.order = new RowShape(ORDER, names, ['externalIds', 'lines', ...(steps === 'none' ? ['steps'] : [])])
    this.step = new RowShape(STEP, new Set([...step, 'position', 'state']))
    this.queued = new RowShape(STEP, new Set([...step, 'position', 'state', 'sortedAt']))
    this.event = new RowShape(EVENT, new Set(event === 'all' ? Object.keys(EVENT) : [...event, 'id', 'seq']))
    const page = events && `${events.limit} ${events.isBackward} ${this.event.key}`
    this.key = `${this.order.key} ${withCustomer} ${steps !== 'none' && `${steps} ${this.step.key}`} ${page}`
  }

  /** In the order in which they are read; those of steps and events are rows in JSON. */
  columns(steps: SQL, events: SQL): SQL {
    const { customer: withCustomer, steps: which, events: page } = this.parts
    const all = [
      ...this.order.columns,
      ...(withCustomer ? wholeCustomer.columns : []),
      ...(which === 'none' ? [] : [steps]),
      ...(page ? [events] : []),
    ]
    return listed(all)
  }

  /** What stands in the row from this place on. */
  read(row: Row, from = 0): ReadOrder {
    const head = this.order.read(row, from)
    let place = from + this.order.size
    const buyer = this.parts.customer ? readCustomer(head.customerId, row, place) : undefined
    if (this.parts.customer) place += wholeCustomer.size
    const steps = this.parts.steps === 'none' ? null : rowsIn(row[place++]).map((one) => this.step.read(one))
    const events = this.parts.events ? rowsIn(row[place]).map((one) => this.event.read(one)) : null
    return { head, customer: buyer, steps, events }
  }
}

function readCustomer(id: number | null, row: Row, place: number): Customer | null {
  return id === null ? null : Object.assign(wholeCustomer.read(row, place), { id })
}

const shapes = new WeakMap<OrderParts, Map<string, OrderShape>>()
/** How many selections of columns are told apart: the connections keep a prepared statement for each. What comes later reads every column. */
const MOST = 200
const known = new Set<string>()

/** The shape of these parts, made once for each object of them. */
export function shapeOf(parts: OrderParts, always: readonly OrderProperty[]): OrderShape {
  const made = shapes.get(parts) ?? new Map<string, OrderShape>()
  const name = always.join()
  const shape = made.get(name) ?? fresh(parts, always)
  shapes.set(parts, made.set(name, shape))
  return shape
}

function fresh(parts: OrderParts, always: readonly OrderProperty[]): OrderShape {
  const shape = new OrderShape(parts, always)
  if (known.size >= MOST && !known.has(shape.key)) return new OrderShape({ ...parts, ...EVERYTHING }, always)
  known.add(shape.key)
  return shape
}

const EVERYTHING = {
  order: Object.keys(ORDER) as OrderProperty[],
  step: Object.keys(STEP) as StepProperty[],
  event: 'all',
} as const

/** What `json_agg` made of rows; of none it makes null. */
export function rowsIn(value: unknown): readonly Row[] {
  return (value as readonly Row[] | null) ?? []
}
