import type { StoredEvent } from './event.ts'
import { seesOrder, seesReference, type Viewer } from './visibility.ts'
import type { EventType } from './vocabulary.ts'

/** What is asked of an event's order when it is decided who gets the event. None of it changes once the order is placed. */
export type EventOrder = {
  readonly id: number
  readonly number: string
  readonly repId: number | null
  readonly customerId: number | null
  readonly departments: ReadonlySet<number>
}

/** Values of a list are alternatives; fields must all hold; null asks nothing. */
export type EventMatch = {
  readonly types: ReadonlySet<EventType> | null
  readonly orders: ReadonlySet<string> | null
  readonly departments: ReadonlySet<number> | null
  readonly customers: ReadonlySet<number> | null
  readonly reps: ReadonlySet<number> | null
  readonly includeImported: boolean
}

export const everyEvent: EventMatch = {
  types: null,
  orders: null,
  departments: null,
  customers: null,
  reps: null,
  includeImported: false,
}

/** An event about an order is seen by who sees the order; any other by everyone who is signed in. */
export function seesEvent(viewer: Viewer, order: EventOrder | null): boolean {
  return order ? seesOrder(viewer, order) : seesReference(viewer)
}

export function matches(match: EventMatch, event: StoredEvent, order: EventOrder | null): boolean {
  if (event.imported && !match.includeImported) return false
  return (
    holds(match.types, event.type) &&
    holds(match.departments, event.departmentId) &&
    holds(match.orders, order?.number) &&
    holds(match.customers, order?.customerId) &&
    holds(match.reps, order?.repId)
  )
}

function holds<T>(wanted: ReadonlySet<T> | null, value: T | null | undefined): boolean {
  return wanted === null || (value !== null && value !== undefined && wanted.has(value))
}

/** "Every order of the viewer": a rep's own, a department's. */
export function isMine({ person }: Viewer, order: EventOrder | null): boolean {
  if (!person || !order) return false
  return order.repId === person.id || (person.departmentId !== null && order.departments.has(person.departmentId))
}
