import { orderGlobalId } from '../server/domain/global-id.ts'
import type * as domain from '../server/domain/order.ts'
import { customerById } from '../server/services/customer-reads.ts'
import { workflowOf } from '../server/services/order-reads.ts'
import { needs } from './asked.ts'
import { builder } from './builder.ts'
import { Customer } from './customer.ts'
import { OrderState } from './enums.ts'
import { Node } from './node.ts'
import { countedConnection } from './paging.ts'
import { Person } from './person.ts'
import { Workflow } from './workflow.ts'

export const Order = builder.objectRef<domain.Order>('Order')
export const OrderConnection = countedConnection(Order, 'Order')

Order.implement({
  description:
    'One sale. It is seen by its rep, by members of the departments that have a step in it, by admins and by tokens that read orders; for others it is not there.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ ...needs('id'), resolve: (order) => orderGlobalId('Order', order) }),
    number: t.exposeString('number', { description: 'How people call it; unique.' }),
    customer: t.field({
      type: Customer,
      nullable: true,
      ...needs('customer'),
      resolve: ({ customerId }, _, request) => customerById(request, customerId),
    }),
    rep: t.field({
      type: Person,
      nullable: true,
      ...needs('repId'),
      description: 'The salesperson.',
      resolve: ({ repId }, _, { baton }) => baton.directory.people.byId(repId),
    }),
    channel: t.exposeString('channel', { nullable: true, description: "How it came in, e.g. 'web'." }),
    circumstances: t.stringList({
      ...needs('circumstances'),
      description: "What is special about it, e.g. 'rush', 'export'.",
      resolve: ({ circumstances }) => [...circumstances],
    }),
    state: t.expose('state', { type: OrderState }),
    workflow: t.field({
      type: Workflow,
      ...needs('workflowId'),
      description: 'The version that it was placed under.',
      resolve: (order, _, request) => workflowOf(request, order),
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
    version: t.exposeInt('version', {
      description:
        'Grows with each change of the order, its promise or its steps; never by a forecast or a message. Give it back as `expectedVersion` to be told of a conflict.',
    }),
  }),
})
