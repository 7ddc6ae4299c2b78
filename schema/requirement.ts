import { globalId } from '../server/domain/global-id.ts'
import type { Requirement as StoredRequirement } from '../server/domain/requirement.ts'
import { actorOf } from '../server/services/actor-reads.ts'
import * as reads from '../server/services/requirement-reads.ts'
import { Actor } from './actor.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { Clock, RequirementKind } from './enums.ts'
import { Node } from './node.ts'
import { countedConnection, pageArgs } from './paging.ts'
import { WorkflowStep } from './workflow-step.ts'

export const Requirement = builder.objectRef<StoredRequirement>('Requirement')
export const RequirementConnection = countedConnection(Requirement, 'Requirement')

Requirement.implement({
  description:
    'What one department needs from the others. Never edited: a new version supersedes the old one from `effectiveFrom`.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('Requirement', id) }),
    key: t.exposeString('key', { description: 'Stable short name within the department, the same in all versions.' }),
    version: t.exposeInt('version', { description: 'Counts from 1.' }),
    department: t.field({
      type: Department,
      resolve: ({ departmentId }, _, { baton }) => baton.directory.departments.byId(departmentId)!,
    }),
    kind: t.expose('kind', { type: RequirementKind }),
    title: t.exposeString('title'),
    details: t.exposeString('details', { nullable: true }),
    formUrl: t.exposeString('formUrl', { nullable: true, description: 'Where the form is, http or https.' }),
    workflow: t.exposeString('workflowKey', {
      nullable: true,
      description:
        'Which workflow and steps it concerns, by key in their current versions; none: all work of the department.',
    }),
    steps: t.field({
      type: [WorkflowStep],
      description: 'The steps it names, in their current versions; none: all work of the department.',
      resolve: (requirement, _, request) => reads.stepsOfRequirement(request, requirement),
    }),
    duration: t.expose('duration', {
      type: 'Duration',
      nullable: true,
      description:
        'LEAD_TIME and RAMP_UP: how long. NOTICE and INFORMATION: how long before the step starts it is due.',
    }),
    clock: t.expose('clock', { type: Clock, description: 'What `duration` is counted by.' }),
    appliesWhen: t.exposeString('appliesWhen', {
      nullable: true,
      description: 'CEL over the order; null: every order.',
    }),
    owedBy: t.field({
      type: Department,
      nullable: true,
      description: "Which department owes it; null: the order's rep.",
      resolve: ({ owedById }, _, { baton }) => baton.directory.departments.byId(owedById),
    }),
    bindsOpenOrders: t.exposeBoolean('bindsOpenOrders', {
      description: 'False: orders placed before `effectiveFrom` keep the old version.',
    }),
    effectiveFrom: t.expose('effectiveFrom', { type: 'DateTime' }),
    effectiveTo: t.expose('effectiveTo', { type: 'DateTime', nullable: true, description: 'Null: no end is set.' }),
    publishedBy: t.field({
      type: Actor,
      nullable: true,
      resolve: ({ publishedBy }, _, request) => actorOf(request, publishedBy),
    }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime' }),
    supersedes: t.field({
      type: Requirement,
      nullable: true,
      description: 'The version before this one.',
      resolve: ({ supersedesId }, _, request) => reads.requirementById(request, supersedesId),
    }),
  }),
})

builder.queryField('requirements', (t) =>
  t.field({
    type: RequirementConnection,
    nullable: true,
    description: 'What the departments ask of the others, in force at `at` (now if left out).',
    args: {
      department: t.arg.string({ description: "The asking department's key." }),
      kind: t.arg({ type: RequirementKind }),
      at: t.arg({ type: 'DateTime' }),
      ...pageArgs,
    },
    resolve: (_, args, request) => reads.listRequirements(request, args),
  }),
)
