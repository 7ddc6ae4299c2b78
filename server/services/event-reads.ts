import { everyEvent } from '../domain/audience.ts'
import type { StoredEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import { type EventCriteria, pageEvents } from '../storage/event-queries.ts'
import type { Place, Window } from '../storage/keyset.ts'
import { visibleTo } from './order-reads.ts'
import { type CursorForm, type Page, type PageArgs, readPage, type Source } from './paging.ts'
import type { Request } from './request.ts'
import { type EventFilter, matchOf } from './watch.ts'

type EventRow = { readonly event: StoredEvent; readonly place: Place }

/** The log as far as the viewer sees it and the filter matches, in the order of the feed. */
export async function listEvents(request: Request, filter: EventFilter, args: PageArgs): Promise<Page<StoredEvent>> {
  return pageOfEvents(request, { match: await matchOf(request, filter), orderId: null }, args)
}

/** All that happened to an order, imported facts too. */
export async function eventsOfOrder(request: Request, order: Order, args: PageArgs): Promise<Page<StoredEvent>> {
  const read = request.loaders.along.events.get(order)
  if (read)
    return readPage(
      feedCursors(request),
      args,
      sourceOf(async () => read),
    )
  return pageOfEvents(request, { match: { ...everyEvent, includeImported: true }, orderId: order.id }, args)
}

async function pageOfEvents(
  request: Request,
  criteria: Omit<EventCriteria, 'visible'>,
  args: PageArgs,
): Promise<Page<StoredEvent>> {
  const seen = { ...criteria, visible: visibleTo(request) }
  const events = (window: Window) => pageEvents(request.baton.database.pool, seen, window)
  return readPage(feedCursors(request), args, sourceOf(events))
}

function sourceOf(read: (window: Window) => Promise<readonly StoredEvent[]>): Source<EventRow, StoredEvent> {
  return {
    rows: async (window) => (await read(window)).map((event) => ({ event, place: [event.seq] })),
    nodeOf: ({ event }) => event,
    count: () => Promise.reject(new Error('events are not counted')),
  }
}

/** An event's cursor is its place in the feed, so a page of the log and a watch go on from one another. */
function feedCursors({ baton }: Request): CursorForm {
  return {
    write: ([seq]) => baton.feed.cursorAt(Number(seq)),
    read: async (field, text) => [await baton.feed.placeOf(field, text)],
  }
}
