import type { StoredEvent } from '../server/domain/event.ts'
import { globalId } from '../server/domain/global-id.ts'
import { actorOf } from '../server/services/actor-reads.ts'
import { listEvents } from '../server/services/event-reads.ts'
import { orderById } from '../server/services/order-reads.ts'
import { stepAt } from '../server/services/order-step-reads.ts'
import { Actor } from './actor.ts'
import { needs } from './asked.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { EventType } from './enums.ts'
import { EventFilter } from './event-filter.ts'
import { typeNameOf } from './event-names.ts'
import { Order } from './order.ts'
import { OrderStep } from './order-step.ts'
import { connectionOf, pageArgs } from './paging.ts'

export const Event = builder.interfaceRef<StoredEvent>('Event')
export const EventConnection = connectionOf<StoredEvent>(Event, 'Event')

Event.implement({
  description:
    'One fact of the append-only log. Its own fields are as recorded; `order`, `step` and the like are read now.',
  resolveType: typeNameOf,
  fields: (t) => ({
    id: t.id({ ...needs('id'), resolve: ({ id }) => globalId('Event', id) }),
    cursor: t.string({
      ...needs('seq'),
      description: 'Place in the feed: pass it as `after` to go on from here. Total order; never reused.',
      resolve: ({ seq }, _, { baton }) => baton.feed.cursorAt(seq),
    }),
    type: t.expose('type', { type: EventType }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'When it happened; `recordedAt` when Baton learned of it.',
    }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime' }),
    actor: t.field({
      ...needs('actor'),
      type: Actor,
      nullable: true,
      resolve: ({ actor }, _, request) => actorOf(request, actor),
    }),
    reason: t.exposeString('reason', { nullable: true }),
    order: t.field({
      type: Order,
      nullable: true,
      description: 'The order it is about, as it is now.',
      resolve: ({ orderId }, _, request) => orderById(request, orderId),
    }),
    step: t.field({
      type: OrderStep,
      nullable: true,
      description: 'The step it is about, as it is now.',
      resolve: ({ orderId, position }, _, request) => stepAt(request, orderId, position),
    }),
    department: t.field({
      ...needs('departmentId'),
      type: Department,
      nullable: true,
      description: 'That of the step, or the one that asks.',
      resolve: ({ departmentId }, _, { baton }) => baton.directory.departments.byId(departmentId),
    }),
  }),
})

builder.queryField('events', (t) =>
  t.field({
    type: EventConnection,
    nullable: true,
    description: "The log as far as the viewer sees it, in the order of the feed; an edge's cursor is the event's.",
    args: { filter: t.arg({ type: EventFilter }), ...pageArgs },
    resolve: (_, { filter, ...page }, request) => listEvents(request, filter ?? {}, page),
  }),
)
