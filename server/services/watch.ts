import { type EventMatch, everyEvent, isMine, matches } from '../domain/audience.ts'
import { badInput, notFound } from '../domain/refusal.ts'
import { requireKnown, requirePerson, requireSeen, seesOrder } from '../domain/visibility.ts'
import type { EventType } from '../domain/vocabulary.ts'
import { customersByKey } from '../storage/customer-queries.ts'
import { orderIdByNumber } from '../storage/order-load.ts'
import type { Asker } from './mutate.ts'
import type { Watching } from './watching.ts'

/** The contract's `EventFilter`: natural keys; a list that is left out asks nothing. */
export type EventFilter = {
  readonly types?: readonly EventType[] | null | undefined
  readonly orders?: readonly string[] | null | undefined
  readonly departments?: readonly string[] | null | undefined
  readonly customers?: readonly string[] | null | undefined
  readonly reps?: readonly string[] | null | undefined
  readonly includeImported?: boolean | null | undefined
}

/** The places where the feed ends now and where it begins; read state and head together, then watch from head. */
export function feedEnds({ baton, viewer }: Asker, head = baton.feed.tail.head): { head: string; oldest: string } {
  requireKnown(viewer)
  return { head: baton.feed.cursorAt(head), oldest: baton.feed.cursorAt(0) }
}

/** Every event that the viewer may see and the filter matches. Without `after` it starts now. */
export async function watchEvents(asker: Asker, filter: EventFilter | null, after: string | null): Promise<Watching> {
  requireKnown(asker.viewer)
  const match = await matchOf(asker, filter ?? {})
  const place = await placeOf(asker, after)
  return asker.baton.feed.watch(asker.viewer, {
    after: place,
    key: `events ${JSON.stringify(match, (_, value) => (value instanceof Set ? [...value].sort() : value))}`,
    imported: match.includeImported,
    wants: (event, order) => matches(match, event, order),
  })
}

/** One order's events, imported ones too. Ends with NOT_FOUND when the viewer may no longer see the order. */
export async function watchOrder(asker: Asker, number: string, after: string | null): Promise<Watching> {
  const { baton, viewer } = asker
  requireKnown(viewer)
  const id = await orderIdByNumber(baton.database.pool, number)
  const order = id === null ? undefined : (await baton.feed.audience.of([id])).get(id)
  const check: (now: typeof viewer) => void = (now) =>
    requireSeen(order !== undefined && seesOrder(now, order), 'number', number)
  check(viewer)
  const place = await placeOf(asker, after)
  return baton.feed.watch(viewer, {
    after: place,
    key: `order ${id}`,
    imported: true,
    wants: (event) => event.orderId === id,
    check,
  })
}

/** The events of every order of the viewer: a rep's own, a department's. */
export async function watchMine(asker: Asker, after: string | null): Promise<Watching> {
  requireKnown(asker.viewer)
  requirePerson(asker.viewer)
  const place = await placeOf(asker, after)
  return asker.baton.feed.watch(asker.viewer, {
    after: place,
    key: 'mine',
    imported: false,
    wants: (event, order) => !event.imported && order !== null,
    concerns: isMine,
  })
}

async function placeOf({ baton }: Asker, after: string | null): Promise<number> {
  return after === null ? baton.feed.tail.head : baton.feed.placeOf('after', after)
}

/** A filter with its keys looked up. NOT_FOUND for a key that is nobody's, BAD_USER_INPUT for an empty list. */
export async function matchOf({ baton }: Asker, filter: EventFilter): Promise<EventMatch> {
  const { departments, people } = baton.directory
  const customers = wanted('customers', filter.customers)
  const ids = customers && (await customersByKey(baton.database.pool, customers))
  return {
    ...everyEvent,
    types: setOf(wanted('types', filter.types)),
    orders: setOf(wanted('orders', filter.orders)),
    departments: found('departments', filter.departments, (key) => departments.byKey(key)?.id),
    customers: found('customers', customers, (key) => ids?.get(key)),
    reps: found('reps', filter.reps, (key) => people.byKey(key)?.id),
    includeImported: filter.includeImported ?? false,
  }
}

type List<T> = readonly T[] | null | undefined

function wanted<T>(field: string, list: List<T>): readonly T[] | null {
  if (list?.length === 0) throw badInput(`filter.${field}`, 'is empty: leave it out to ask nothing', [])
  return list ?? null
}

function setOf<T>(list: readonly T[] | null): ReadonlySet<T> | null {
  return list && new Set(list)
}

function found(
  field: string,
  list: List<string>,
  idOf: (key: string) => number | undefined,
): ReadonlySet<number> | null {
  const ids = wanted(field, list)?.map((key) => {
    const id = idOf(key)
    if (id === undefined) throw notFound(`filter.${field}`, key)
    return id
  })
  return ids ? new Set(ids) : null
}
