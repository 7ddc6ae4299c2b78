import { builder } from './builder.ts'
import { onceOnly, versioned } from './mutation.ts'

/** What names the step, in every input. */
const order = { required: true, description: "The order's number." } as const
const step = { required: true, description: "The step's key." } as const

export const StepInput = builder.inputType('StepInput', {
  description: "A step is named by its order's number and its own key; `expectedVersion` is the step's.",
  fields: (t) => ({
    order: t.string(order),
    step: t.string(step),
    note: t.string({ description: "The event's reason." }),
    expectedVersion: t.int(versioned),
    idempotencyKey: t.string(onceOnly),
  }),
})

export const BlockStepInput = builder.inputType('BlockStepInput', {
  fields: (t) => ({
    order: t.string(order),
    step: t.string(step),
    reason: t.string({ required: true }),
    expectedVersion: t.int(versioned),
    idempotencyKey: t.string(onceOnly),
  }),
})

export const UnblockStepInput = builder.inputType('UnblockStepInput', {
  fields: (t) => ({
    order: t.string(order),
    step: t.string(step),
    hold: t.id({ description: 'All that are open if left out.' }),
    note: t.string({ description: "The event's reason." }),
    expectedVersion: t.int(versioned),
    idempotencyKey: t.string(onceOnly),
  }),
})

export const ReturnStepInput = builder.inputType('ReturnStepInput', {
  fields: (t) => ({
    order: t.string(order),
    step: t.string(step),
    reason: t.string({ required: true }),
    to: t.stringList({ description: 'Keys of ancestors.' }),
    expectedVersion: t.int(versioned),
    idempotencyKey: t.string(onceOnly),
  }),
})

export const AssignStepInput = builder.inputType('AssignStepInput', {
  description: 'No holder: nobody holds it.',
  fields: (t) => ({
    order: t.string(order),
    step: t.string(step),
    holder: t.string({ description: "A person's key." }),
    expectedVersion: t.int(versioned),
    idempotencyKey: t.string(onceOnly),
  }),
})
