import { and, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import { orders } from '../../drizzle/order-tables.ts'
import type { EventMatch } from '../domain/audience.ts'
import type { StoredEvent } from '../domain/event.ts'
import type { VisibleOrders } from '../domain/visibility.ts'
import type { Tx } from './database.ts'
import { storedEvent } from './feed-log.ts'
import { anyOf } from './ids.ts'
import { ordering, type Sort, type Window, within } from './keyset.ts'
import { isVisible } from './order-criteria.ts'

/** Which events are meant. `orderId` null: of every order that is visible, and those that concern none. */
export type EventCriteria = {
  readonly visible: VisibleOrders
  readonly match: EventMatch
  readonly orderId: number | null
}

/** The order of the feed. */
export const EVENT_SORT: Sort = { name: 'event', keys: [{ column: event.seq, kind: 'number' }] }

/** Numbered events alone: what has no number yet is in the feed a moment later. */
export async function pageEvents(tx: Tx, criteria: EventCriteria, window: Window): Promise<StoredEvent[]> {
  const found = await tx
    .select({ event })
    .from(event)
    .leftJoin(orders, eq(orders.id, event.orderId))
    .where(and(isNotNull(event.seq), ...matching(criteria), within(EVENT_SORT, window)))
    .orderBy(...ordering(EVENT_SORT, window))
    .limit(window.limit)
  return found.map((row) => storedEvent(row.event))
}

function matching({ visible, match, orderId }: EventCriteria): (SQL | undefined)[] {
  const seen = isVisible(visible)
  return [
    orderId === null ? undefined : eq(event.orderId, orderId),
    seen && or(isNull(event.orderId), seen),
    match.includeImported ? undefined : eq(event.imported, false),
    match.types && sql`${event.type}::text in (${texts(match.types)})`,
    match.departments && anyOf(event.departmentId, [...match.departments]),
    match.orders && sql`${orders.number} in (${texts(match.orders)})`,
    match.customers && anyOf(orders.customerId, [...match.customers]),
    match.reps && anyOf(orders.repId, [...match.reps]),
  ].map((condition) => condition ?? undefined)
}

/** One parameter for any number of texts. */
function texts(values: Iterable<string>): SQL {
  return sql`select jsonb_array_elements_text(${JSON.stringify([...values])}::jsonb)`
}
