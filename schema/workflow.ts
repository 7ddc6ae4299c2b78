import { globalId } from '../server/domain/global-id.ts'
import type { Workflow as PublishedWorkflow } from '../server/domain/workflow.ts'
import { publishWorkflow } from '../server/services/workflow.ts'
import { currentWorkflows, departmentsOf, stepsOfWorkflow } from '../server/services/workflow-reads.ts'
import { cleanRunRate, peopleInvolved } from '../server/services/workflow-statistics.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { Clock } from './enums.ts'
import { carriedOut, onceOnly } from './mutation.ts'
import { Node } from './node.ts'
import { WorkflowStep } from './workflow-step.ts'

export const Workflow = builder.objectRef<PublishedWorkflow>('Workflow')
Workflow.implement({
  description:
    'A published, immutable version of who does what in a sale. Running orders keep the version they started with.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('Workflow', id) }),
    key: t.exposeString('key', { description: 'Stable short name, the same in all versions.' }),
    version: t.exposeInt('version', { description: 'Counts from 1.' }),
    name: t.exposeString('name'),
    appliesWhen: t.exposeString('appliesWhen', {
      nullable: true,
      description:
        'CEL over the order: which orders it is for, when an order names none. The most recently published that fits is taken.',
    }),
    publishedAt: t.field({ type: 'DateTime', resolve: ({ publishedAt }) => publishedAt }),
    isDiscovered: t.boolean({
      description: 'True where nobody wrote it: an import found it in a log.',
      resolve: ({ discovered }) => discovered,
    }),
    steps: t.field({ type: [WorkflowStep], resolve: stepsOfWorkflow }),
    departments: t.field({
      type: [Department],
      description: 'Those with a step in it, in the order of their first.',
      resolve: (workflow, _, request) => departmentsOf(request, workflow),
    }),
    stepCount: t.int({
      description: 'How many steps must go right for one sale.',
      resolve: ({ steps }) => steps.length,
    }),
    peopleInvolved: t.float({
      nullable: true,
      description:
        'How many people get involved, as seen in past orders: distinct holders an order, the median. Over all versions; null where nothing was delivered yet.',
      resolve: (workflow, _, request) => peopleInvolved(request, workflow),
    }),
    cleanRunRate: t.float({
      nullable: true,
      description:
        'Share of past orders in which nothing was held, returned or repeated, 0..1. Over all versions; null where nothing was delivered yet.',
      resolve: (workflow, _, request) => cleanRunRate(request, workflow),
    }),
  }),
})

builder.queryFields((t) => ({
  workflows: t.field({
    type: [Workflow],
    nullable: true,
    description: 'The newest version of each, by key.',
    resolve: (_, __, request) => currentWorkflows(request),
  }),
  workflow: t.field({
    type: Workflow,
    nullable: true,
    description: 'The newest version, or the one named.',
    args: { key: t.arg.string({ required: true }), version: t.arg.int() },
    resolve: (_, { key, version }, { baton }) => baton.directory.workflow(key, version ?? null),
  }),
}))

const WorkflowStepInput = builder.inputType('WorkflowStepInput', {
  fields: (t) => ({
    key: t.string({ required: true, description: 'Stable short name within the workflow.' }),
    name: t.string({ required: true }),
    department: t.string({ required: true, description: "A department's key." }),
    dependsOn: t.stringList({ description: 'Keys of the steps that must be done before.' }),
    appliesWhen: t.string({ description: 'CEL over the order; the step is skipped where it is false.' }),
    delivers: t.boolean({
      description: "With it done the goods are the customer's. Where no step says so: the last ones.",
    }),
    leadTime: t.field({ type: 'Duration', description: "Publishes the step's LEAD_TIME requirement." }),
    clock: t.field({ type: Clock, defaultValue: 'WORKING', description: 'Of the lead time.' }),
  }),
})

const PublishWorkflowInput = builder.inputType('PublishWorkflowInput', {
  description: "A step's lead time publishes its LEAD_TIME requirement.",
  fields: (t) => ({
    key: t.string({ required: true, description: 'The same key again makes the next version.' }),
    name: t.string({ required: true }),
    appliesWhen: t.string({ description: 'CEL over the order: which orders it is for, when an order names none.' }),
    steps: t.field({ type: [WorkflowStepInput], description: '1 to 500.' }),
    idempotencyKey: t.string(onceOnly),
  }),
})

const WorkflowPayload = builder.objectRef<{ readonly workflowId: number }>('WorkflowPayload')
WorkflowPayload.implement({
  fields: (t) => ({
    workflow: t.field({
      type: Workflow,
      resolve: ({ workflowId }, _, { baton }) => baton.directory.workflowById(workflowId),
    }),
  }),
})

builder.mutationField('publishWorkflow', (t) =>
  t.field({
    type: WorkflowPayload,
    nullable: true,
    description:
      'Publishes a version. For admins. WORKFLOW_INVALID lists every fault at once in `extensions.faults`: cycles, steps that depend on themselves, on nothing or cannot be reached, unknown departments, keys used twice, too many steps, CEL that does not type-check.',
    args: { input: t.arg({ type: PublishWorkflowInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, publishWorkflow(request, input)),
  }),
)
