import { badInput } from './refusal.ts'

/** The things that have an id of the whole API (`Node`, and holds). What belongs to an order is keyed by it and its place there. */
export type GlobalType =
  | 'Customer'
  | 'Department'
  | 'Event'
  | 'Hold'
  | 'Integration'
  | 'Order'
  | 'OrderRequirement'
  | 'OrderStep'
  | 'Person'
  | 'Product'
  | 'Requirement'
  | 'Workflow'
  | 'WorkflowStep'

/** How many numbers make a key: an order step is `order:position`, a hold `order:position:number`. */
const PARTS: Readonly<Record<GlobalType, number>> = {
  Customer: 1,
  Department: 1,
  Event: 1,
  Hold: 3,
  Integration: 1,
  Order: 1,
  OrderRequirement: 1,
  OrderStep: 2,
  Person: 1,
  Product: 1,
  Requirement: 1,
  Workflow: 1,
  WorkflowStep: 2,
}

/** What can be read as of an instant: one more number, last, says which, in milliseconds since 1970. */
const SNAPSHOTS: ReadonlySet<GlobalType> = new Set(['Order', 'OrderStep', 'Hold'])

const FORM = /^([A-Za-z]{1,40}):(\d{1,15}(?::\d{1,15}){0,3})$/

/** A list of rows has one in each, so it is put together piece by piece: that takes half as long as joining them. */
export function globalId(type: GlobalType, ...key: readonly number[]): string {
  let text: string = type
  for (const number of key) text += `:${number}`
  return btoa(text)
}

/** The id of an order, or of a part of it; of a snapshot where the order is one. */
export function orderGlobalId(
  type: 'Order' | 'OrderStep' | 'Hold',
  order: { readonly id: number; readonly asOf?: number },
  ...place: readonly number[]
): string {
  return order.asOf === undefined ? globalId(type, order.id, ...place) : globalId(type, order.id, ...place, order.asOf)
}

/** Reads a global id back. BAD_USER_INPUT for whatever `globalId` did not make; the thing itself may not exist. */
export function readGlobalId(
  field: string,
  text: string,
): { readonly type: GlobalType; readonly key: readonly number[] } {
  const decoded = Buffer.from(text, 'base64').toString('latin1')
  const [, type, numbers] = FORM.exec(decoded) ?? []
  const key = (numbers ?? '').split(':').map(Number)
  if (!isType(type) || !fits(type, key.length) || globalId(type, ...key) !== text)
    throw badInput(field, 'is no id that Baton gave out', text)
  return { type, key }
}

/** As `readGlobalId`, for a place that takes the ids of one type alone. */
export function readIdOf(type: GlobalType, field: string, text: string): readonly number[] {
  const id = readGlobalId(field, text)
  if (id.type !== type) throw badInput(field, `is the id of a ${id.type}, not of a ${type}`, text)
  return id.key
}

function fits(type: GlobalType, length: number): boolean {
  return length === PARTS[type] || (SNAPSHOTS.has(type) && length === PARTS[type] + 1)
}

function isType(type: string | undefined): type is GlobalType {
  return type !== undefined && Object.hasOwn(PARTS, type)
}
