import { eventsOfOrder } from '../server/services/event-reads.ts'
import * as reads from '../server/services/order-reads.ts'
import { requirementsOfOrder } from '../server/services/order-requirement-reads.ts'
import { needs } from './asked.ts'
import { builder } from './builder.ts'
import { EventConnection } from './event.ts'
import { Order } from './order.ts'
import { OrderRequirement } from './order-requirement.ts'
import { OrderStep } from './order-step.ts'
import { pageArgs } from './paging.ts'
import { Person } from './person.ts'

/** An order traced: who had it, who has it, who gets it next, and what is owed for it. */
builder.objectFields(Order, (t) => ({
  steps: t.field({
    type: [OrderStep],
    ...needs('steps'),
    description: 'In the order of its workflow.',
    resolve: reads.stepsOf,
  }),
  current: t.field({
    type: [OrderStep],
    ...needs('current'),
    description: 'Who has it now: the steps that are READY, IN_PROGRESS or BLOCKED.',
    resolve: reads.currentOf,
  }),
  next: t.field({
    type: [OrderStep],
    description: 'Who gets it next: WAITING steps all of whose open predecessors are current.',
    resolve: (order, _, request) => reads.nextOf(request, order),
  }),
  team: t.field({
    type: [Person],
    description: 'Everyone who had, has or will have a hand in it.',
    resolve: (order, _, request) => reads.teamOfOrder(request, order),
  }),
  requirements: t.field({
    type: [OrderRequirement],
    description: 'What the departments need for this order.',
    resolve: (order, _, request) => requirementsOfOrder(request, order),
  }),
  events: t.field({
    type: EventConnection,
    description: 'All that happened to it, in the order of the feed; imported facts too.',
    ...needs('events'),
    args: pageArgs,
    resolve: (order, args, request) => eventsOfOrder(request, order, args),
  }),
}))
