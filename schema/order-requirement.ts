import { globalId } from '../server/domain/global-id.ts'
import { actorOf } from '../server/services/actor-reads.ts'
import { debtorOf, type OrderRequirement as Owed } from '../server/services/order-requirement-reads.ts'
import { dueAtOf, isOverdue } from '../server/services/order-schedule.ts'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { Node } from './node.ts'
import { Order } from './order.ts'
import { OrderStep } from './order-step.ts'
import { countedConnection } from './paging.ts'
import { Requirement } from './requirement.ts'

export const OrderRequirement = builder.objectRef<Owed>('OrderRequirement')
export const OrderRequirementConnection = countedConnection(OrderRequirement, 'OrderRequirement')

OrderRequirement.implement({
  description: 'What an order owes a department for one requirement.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ stored }) => globalId('OrderRequirement', stored.id) }),
    order: t.field({ type: Order, resolve: ({ order }) => order }),
    requirement: t.field({ type: Requirement, resolve: ({ requirement }) => requirement }),
    step: t.field({
      type: OrderStep,
      nullable: true,
      description: "The step it is owed for; null: the department's work as a whole.",
      resolve: ({ order, stored: { position } }) =>
        position === null ? null : { order, step: order.steps[position]! },
    }),
    owedBy: t.field({
      type: Department,
      nullable: true,
      description: 'Null: the rep.',
      resolve: (owed, _, request) => debtorOf(request, owed),
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'By when, if every department keeps the lead time it published: NOTICE and INFORMATION so long before the step begins, RAMP_UP so long after the placing. Null for LEAD_TIME, where the step will not be done, and where a department that it rests on has no working time within 10 years.',
      resolve: (owed, _, request) => dueAtOf(request, owed),
    }),
    isOverdue: t.boolean({
      description:
        'It should have been handed in, and is neither satisfied nor waived, while its order is open. False for kinds for which nothing is handed in.',
      resolve: (owed, _, request) => isOverdue(request, owed),
    }),
    satisfiedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ stored }) => stored.satisfiedAt }),
    satisfiedBy: t.field({
      type: Actor,
      nullable: true,
      resolve: ({ stored }, _, request) => actorOf(request, stored.satisfiedBy),
    }),
    waivedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was said not to be needed for this order.',
      resolve: ({ stored }) => stored.waivedAt,
    }),
    answer: t.string({ nullable: true, resolve: ({ stored }) => stored.answer }),
    evidenceUrl: t.string({ nullable: true, resolve: ({ stored }) => stored.evidenceUrl }),
    version: t.int({ description: 'Grows with each change of it.', resolve: ({ stored }) => stored.version }),
  }),
})
