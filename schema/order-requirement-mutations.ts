import {
  type OrderRequirementRef,
  satisfyRequirement,
  unsatisfyRequirement,
  waiveRequirement,
} from '../server/services/order-requirement.ts'
import { changedOrderRequirement } from '../server/services/order-requirement-reads.ts'
import { builder } from './builder.ts'
import { carriedOut, onceOnly } from './mutation.ts'
import { Order } from './order.ts'
import { OrderRequirement } from './order-requirement.ts'

const SatisfyRequirementInput = builder.inputType('SatisfyRequirementInput', {
  fields: (t) => ({
    orderRequirement: t.id({ required: true }),
    answer: t.string(),
    evidenceUrl: t.string({ description: 'http or https.' }),
    idempotencyKey: t.string(onceOnly),
  }),
})

const OrderRequirementInput = builder.inputType('OrderRequirementInput', {
  fields: (t) => ({
    orderRequirement: t.id({ required: true }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(onceOnly),
  }),
})

const OrderRequirementPayload = builder.objectRef<OrderRequirementRef>('OrderRequirementPayload')
OrderRequirementPayload.implement({
  fields: (t) => ({
    orderRequirement: t.field({
      type: OrderRequirement,
      resolve: ({ orderRequirementId }, _, request) => changedOrderRequirement(request, orderRequirementId),
    }),
    order: t.field({
      type: Order,
      resolve: async ({ orderRequirementId }, _, request) =>
        (await changedOrderRequirement(request, orderRequirementId)).order,
    }),
  }),
})

builder.mutationFields((t) => ({
  satisfyRequirement: t.field({
    type: OrderRequirementPayload,
    nullable: true,
    description:
      'Hands in what is owed. For who owes it, the department that asks for it, admins and tokens that write orders.',
    args: { input: t.arg({ type: SatisfyRequirementInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, satisfyRequirement(request, input)),
  }),
  unsatisfyRequirement: t.field({
    type: OrderRequirementPayload,
    nullable: true,
    description: 'Takes back that it was handed in or waived: it is owed again.',
    args: { input: t.arg({ type: OrderRequirementInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, unsatisfyRequirement(request, input)),
  }),
  waiveRequirement: t.field({
    type: OrderRequirementPayload,
    nullable: true,
    description: 'Says that it is not needed for this order.',
    args: { input: t.arg({ type: OrderRequirementInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, waiveRequirement(request, input)),
  }),
}))
