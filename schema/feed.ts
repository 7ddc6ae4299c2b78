import type { Frame } from '../server/services/frame.ts'
import { feedEnds, watchEvents, watchMine, watchOrder } from '../server/services/watch.ts'
import { builder } from './builder.ts'
import { Event } from './event.ts'
import { EventFilter } from './event-filter.ts'

const Feed = builder.objectRef<{ readonly head: string; readonly oldest: string }>('Feed')
Feed.implement({
  description:
    '`head` is read before anything else in the request: read state and head together, then watch from head, and nothing is missed.',
  fields: (t) => ({
    head: t.exposeString('head', { description: 'The cursor of the last event.' }),
    oldest: t.exposeString('oldest', { description: 'The cursor before the first event that is kept.' }),
  }),
})

builder.queryField('feed', (t) => t.field({ type: Feed, resolve: (_, __, request) => feedEnds(request, request.head) }))

const FeedFrame = builder.objectRef<Frame>('FeedFrame')
FeedFrame.implement({
  description: 'What a watcher gets at once.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Go on from here. Advances at least every 30 s even if nothing matched.',
    }),
    isLive: t.exposeBoolean('isLive', { description: 'False while the past is being replayed.' }),
    events: t.field({
      type: [Event],
      description: 'The matching events of one transaction, in order.',
      resolve: ({ events }) => [...events],
    }),
  }),
})

const after = { description: 'The cursor of the last frame or event that was seen; from now on if left out.' }

builder.subscriptionFields((t) => ({
  events: t.field({
    type: FeedFrame,
    description: 'Everything that the viewer may see and the filter matches.',
    args: { filter: t.arg({ type: EventFilter }), after: t.arg.string(after) },
    subscribe: (_, args, request) => watchEvents(request, args.filter ?? null, args.after ?? null),
    resolve: (frame) => frame,
  }),
  orderEvents: t.field({
    type: FeedFrame,
    description: "One order's events; ends with NOT_FOUND when the viewer may no longer see it.",
    args: { number: t.arg.string({ required: true }), after: t.arg.string(after) },
    subscribe: (_, args, request) => watchOrder(request, args.number, args.after ?? null),
    resolve: (frame) => frame,
  }),
  myEvents: t.field({
    type: FeedFrame,
    description: "Events of every order of the viewer (a rep's own, a department's).",
    args: { after: t.arg.string(after) },
    subscribe: (_, args, request) => watchMine(request, args.after ?? null),
    resolve: (frame) => frame,
  }),
}))
