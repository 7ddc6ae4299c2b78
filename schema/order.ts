import { globalId } from '../server/domain/global-id.ts'
import type * as domain from '../server/domain/order.ts'
import { customerById } from '../server/services/customer-reads.ts'
import { eventsOfOrder } from '../server/services/event-reads.ts'
import * as reads from '../server/services/order-reads.ts'
import { requirementsOfOrder } from '../server/services/order-requirement-reads.ts'
import { builder } from './builder.ts'
import { Customer } from './customer.ts'
import { OrderState } from './enums.ts'
import { EventConnection } from './event.ts'
import { Node } from './node.ts'
import { ExternalId, OrderAttribute, OrderLine } from './order-parts.ts'
import { OrderRequirement } from './order-requirement.ts'
import { OrderStep } from './order-step.ts'
import { countedConnection, pageArgs } from './paging.ts'
import { Person } from './person.ts'
import { Workflow } from './workflow.ts'

export const Order = builder.objectRef<domain.Order>('Order')
export const OrderConnection = countedConnection(Order, 'Order')

Order.implement({
  description:
    'One sale. It is seen by its rep, by members of the departments that have a step in it, by admins and by tokens that read orders; for others it is not there.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('Order', id) }),
    number: t.exposeString('number', { description: 'How people call it; unique.' }),
    externalIds: t.field({
      type: [ExternalId],
      description: 'What other systems call it.',
      resolve: ({ externalIds }) => [...externalIds],
    }),
    customer: t.field({
      type: Customer,
      nullable: true,
      resolve: ({ customerId }, _, request) => customerById(request, customerId),
    }),
    rep: t.field({
      type: Person,
      nullable: true,
      description: 'The salesperson.',
      resolve: ({ repId }, _, { baton }) => baton.directory.people.byId(repId),
    }),
    lines: t.field({ type: [OrderLine], resolve: ({ lines }) => [...lines] }),
    channel: t.exposeString('channel', { nullable: true, description: "How it came in, e.g. 'web'." }),
    circumstances: t.stringList({
      description: "What is special about it, e.g. 'rush', 'export'.",
      resolve: ({ circumstances }) => [...circumstances],
    }),
    attributes: t.field({
      type: [OrderAttribute],
      description: "What an import found about it beyond Baton's own fields, as it was written there.",
      resolve: ({ attributes }) => Object.entries(attributes).map(([name, value]) => ({ name, value })),
    }),
    state: t.expose('state', { type: OrderState }),
    workflow: t.field({
      type: Workflow,
      description: 'The version that it was placed under.',
      resolve: (order, _, request) => reads.workflowOf(request, order),
    }),
    timeZone: t.exposeString('timeZone', {
      description:
        "Promised, requested and forecast dates are whole days here: the delivering department's zone unless the order said another.",
    }),
    placedAt: t.expose('placedAt', { type: 'DateTime' }),
    requestedDate: t.expose('requestedDate', {
      type: 'Date',
      nullable: true,
      description: 'The date that the customer asked for.',
    }),
    promisedDate: t.expose('promisedDate', {
      type: 'Date',
      nullable: true,
      description: 'Kept if `deliveredAt` comes before the end of that day.',
    }),
    deliveredAt: t.expose('deliveredAt', { type: 'DateTime', nullable: true }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its last step was done, or it was cancelled.',
    }),
    steps: t.field({ type: [OrderStep], description: 'In the order of its workflow.', resolve: reads.stepsOf }),
    current: t.field({
      type: [OrderStep],
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
      args: pageArgs,
      resolve: ({ id }, args, request) => eventsOfOrder(request, id, args),
    }),
    version: t.exposeInt('version', {
      description:
        'Grows with each change of the order, its promise or its steps; never by a forecast or a message. Give it back as `expectedVersion` to be told of a conflict.',
    }),
  }),
})
