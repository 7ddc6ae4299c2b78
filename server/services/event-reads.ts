import { everyEvent } from '../domain/audience.ts'
import type { StoredEvent } from '../domain/event.ts'
import { type EventCriteria, pageEvents } from '../storage/event-queries.ts'
import { visibleTo } from './order-reads.ts'
import { type CursorForm, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'
import { type EventFilter, matchOf } from './watch.ts'

/** The log as far as the viewer sees it and the filter matches, in the order of the feed. */
export async function listEvents(request: Request, filter: EventFilter, args: PageArgs): Promise<Page<StoredEvent>> {
  return pageOfEvents(request, { match: await matchOf(request, filter), orderId: null }, args)
}

/** All that happened to an order, imported facts too. */
export async function eventsOfOrder(request: Request, orderId: number, args: PageArgs): Promise<Page<StoredEvent>> {
  return pageOfEvents(request, { match: { ...everyEvent, includeImported: true }, orderId }, args)
}

async function pageOfEvents(
  request: Request,
  criteria: Omit<EventCriteria, 'visible'>,
  args: PageArgs,
): Promise<Page<StoredEvent>> {
  const seen = { ...criteria, visible: visibleTo(request) }
  return readPage(feedCursors(request), args, {
    rows: async (window) => {
      const found = await pageEvents(request.baton.database.pool, seen, window)
      return found.map((event) => ({ event, place: [event.seq] }))
    },
    nodeOf: ({ event }) => event,
    count: () => Promise.reject(new Error('events are not counted')),
  })
}

/** An event's cursor is its place in the feed, so a page of the log and a watch go on from one another. */
function feedCursors({ baton }: Request): CursorForm {
  return {
    write: ([seq]) => baton.feed.cursorAt(Number(seq)),
    read: async (field, text) => [await baton.feed.placeOf(field, text)],
  }
}
