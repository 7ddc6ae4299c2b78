import { acknowledgeRequirement, publishRequirement, retireRequirement } from '../server/services/requirement.ts'
import { changedRequirement } from '../server/services/requirement-reads.ts'
import { builder } from './builder.ts'
import { Clock, RequirementKind } from './enums.ts'
import { carriedOut, onceOnly } from './mutation.ts'
import { Requirement } from './requirement.ts'

const PublishRequirementInput = builder.inputType('PublishRequirementInput', {
  fields: (t) => ({
    department: t.string({ required: true, description: "The asking department's key." }),
    key: t.string({ required: true, description: 'The same key again makes the next version.' }),
    kind: t.field({ type: RequirementKind, required: true }),
    title: t.string({ required: true }),
    details: t.string(),
    formUrl: t.string({ description: 'http or https.' }),
    workflow: t.string({ description: "A workflow's key; none: whatever the workflow." }),
    steps: t.stringList({ description: 'Keys of steps; none: all work of the department.' }),
    duration: t.field({ type: 'Duration', description: 'Needed for LEAD_TIME and RAMP_UP.' }),
    clock: t.field({ type: Clock, defaultValue: 'WORKING' }),
    appliesWhen: t.string({ description: 'CEL over the order; none: every order.' }),
    owedBy: t.string({ description: "The owing department's key; none: the order's rep." }),
    effectiveFrom: t.field({ type: 'DateTime', description: 'From now if left out.' }),
    bindsOpenOrders: t.boolean({
      defaultValue: false,
      description: 'False: orders placed before `effectiveFrom` keep the old version.',
    }),
    idempotencyKey: t.string(onceOnly),
  }),
})

const RetireRequirementInput = builder.inputType('RetireRequirementInput', {
  fields: (t) => ({
    department: t.string({ required: true }),
    key: t.string({ required: true }),
    effectiveTo: t.field({ type: 'DateTime', description: 'Now if left out.' }),
    idempotencyKey: t.string(onceOnly),
  }),
})

const AcknowledgeRequirementInput = builder.inputType('AcknowledgeRequirementInput', {
  fields: (t) => ({
    department: t.string({ required: true }),
    key: t.string({ required: true }),
    version: t.int({ required: true }),
    idempotencyKey: t.string(onceOnly),
  }),
})

type Changed = { readonly requirementId: number }

const PublishRequirementPayload = builder.objectRef<Changed>('PublishRequirementPayload')
PublishRequirementPayload.implement({
  fields: (t) => ({
    requirement: t.field({
      type: Requirement,
      nullable: true,
      resolve: ({ requirementId }, _, request) => changedRequirement(request, requirementId),
    }),
  }),
})

const RequirementPayload = builder.objectRef<Changed>('RequirementPayload')
RequirementPayload.implement({
  fields: (t) => ({
    requirement: t.field({
      type: Requirement,
      resolve: ({ requirementId }, _, request) => changedRequirement(request, requirementId),
    }),
  }),
})

builder.mutationFields((t) => ({
  publishRequirement: t.field({
    type: PublishRequirementPayload,
    nullable: true,
    description:
      "Publishes what a department asks, or the next version of it. For the department's members, admins and tokens that write requirements.",
    args: { input: t.arg({ type: PublishRequirementInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, publishRequirement(request, input)),
  }),
  retireRequirement: t.field({
    type: RequirementPayload,
    nullable: true,
    description: 'Ends a requirement without a successor; orders placed later are not held to it.',
    args: { input: t.arg({ type: RetireRequirementInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, retireRequirement(request, input)),
  }),
  acknowledgeRequirement: t.field({
    type: RequirementPayload,
    nullable: true,
    description: 'The viewer, a person, has read this version.',
    args: { input: t.arg({ type: AcknowledgeRequirementInput, required: true }) },
    resolve: (_, { input }, request) => carriedOut(request, acknowledgeRequirement(request, input)),
  }),
}))
