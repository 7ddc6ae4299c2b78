import { orderGlobalId } from '../server/domain/global-id.ts'
import { openHolds } from '../server/domain/order.ts'
import type { StepInOrder } from '../server/services/order-reads.ts'
import * as reads from '../server/services/order-step-reads.ts'
import { needs } from './asked.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { StepState } from './enums.ts'
import { Hold } from './hold.ts'
import { Node } from './node.ts'
import { Order } from './order.ts'
import { countedConnection } from './paging.ts'
import { Person } from './person.ts'
import { StepRun } from './step-run.ts'
import { WorkflowStep } from './workflow-step.ts'

export const OrderStep = builder.objectRef<StepInOrder>('OrderStep')
export const OrderStepConnection = countedConnection(OrderStep, 'OrderStep')

OrderStep.implement({
  description: 'One activity of an order.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ ...needs(), resolve: ({ order, step }) => orderGlobalId('OrderStep', order, step.position) }),
    order: t.field({ ...needs(), type: Order, resolve: ({ order }) => order }),
    definition: t.field({
      ...needs(),
      type: WorkflowStep,
      nullable: true,
      description: "The step of the order's workflow version.",
      resolve: (step, _, request) => reads.definitionOf(request, step),
    }),
    key: t.string({ ...needs(), description: 'By which mutations name it.', resolve: ({ step }) => step.key }),
    name: t.string({ ...needs(), resolve: (step, _, request) => reads.definitionOf(request, step).step.name }),
    department: t.field({
      ...needs(),
      type: Department,
      resolve: (step, _, request) => reads.departmentOf(request, step),
    }),
    state: t.field({ ...needs('state'), type: StepState, resolve: ({ step }) => step.state }),
    holder: t.field({
      ...needs('holderId'),
      type: Person,
      nullable: true,
      description: 'Who holds the baton.',
      resolve: ({ step }, _, { baton }) => baton.directory.people.byId(step.holderId),
    }),
    contact: t.field({
      ...needs('holderId'),
      type: Person,
      nullable: true,
      description: "Whom to ask: the holder, else the department's lead.",
      resolve: (step, _, request) => reads.contactOf(request, step),
    }),
  }),
})

/** What it waits for, and what came of it so far. */
builder.objectFields(OrderStep, (t) => ({
  dependsOn: t.field({ type: [OrderStep], resolve: (step, _, request) => reads.dependenciesOf(request, step) }),
  runs: t.field({
    type: [StepRun],
    description: 'One for each time it was gone through: rework, hand-backs and shared work make more than one.',
    resolve: ({ step }) => [...step.runs],
  }),
  readyAt: t.field({
    ...needs('readyAt'),
    type: 'DateTime',
    nullable: true,
    description: 'Of the first run; `startedAt` and `finishedAt` of the latest.',
    resolve: ({ step }) => step.runs.at(0)?.readyAt,
  }),
  startedAt: t.field({
    ...needs('startedAt'),
    type: 'DateTime',
    nullable: true,
    resolve: ({ step }) => step.runs.at(-1)?.startedAt,
  }),
  finishedAt: t.field({
    ...needs('finishedAt'),
    type: 'DateTime',
    nullable: true,
    resolve: ({ step }) => step.runs.at(-1)?.finishedAt,
  }),
  blockedReason: t.string({
    nullable: true,
    description: "Why it is BLOCKED: the oldest open hold's reason.",
    resolve: ({ step }) => openHolds(step).at(0)?.reason,
  }),
  holds: t.field({
    type: [Hold],
    description: 'All holds, open and released.',
    resolve: ({ order, step }) => step.holds.map((hold) => ({ order, step, hold })),
  }),
  returns: t.int({
    ...needs('returns'),
    description: 'How often it was handed back by a department that should have taken it on.',
    resolve: ({ step }) => step.returns,
  }),
  version: t.int({
    ...needs('version'),
    description: 'Give it back as `expectedVersion` to be told of a conflict.',
    resolve: ({ step }) => step.version,
  }),
}))
