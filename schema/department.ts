import type { Department as StoredDepartment } from '../server/domain/directory.ts'
import { globalId } from '../server/domain/global-id.ts'
import { listDepartments, membersOf } from '../server/services/department-reads.ts'
import { leadTimesOf } from '../server/services/lead-time.ts'
import { queueOf } from '../server/services/order-step-reads.ts'
import { listRequirements } from '../server/services/requirement-reads.ts'
import { stepsOfDepartment } from '../server/services/workflow-reads.ts'
import { askedParts } from './asked.ts'
import { builder } from './builder.ts'
import { Calendar } from './calendar.ts'
import { RequirementKind, StepState } from './enums.ts'
import { LeadTimeReport } from './lead-time.ts'
import { Node } from './node.ts'
import { OrderStepConnection } from './order-step.ts'
import { pageArgs } from './paging.ts'
import { Person, PersonConnection } from './person.ts'
import { RequirementConnection } from './requirement.ts'
import { WorkflowStep } from './workflow-step.ts'

export const Department = builder.objectRef<StoredDepartment>('Department')
Department.implement({
  description: 'One of those that carry a sale a leg: accounting, purchasing, a carrier.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('Department', id) }),
    key: t.exposeString('key', { description: "Stable short name, e.g. 'accounting'." }),
    name: t.exposeString('name'),
    isExternal: t.exposeBoolean('isExternal', {
      description: 'A partner outside the company: a carrier, a distributor.',
    }),
    timeZone: t.exposeString('timeZone', {
      description: 'IANA time zone; with `calendar` it defines working time.',
    }),
    calendar: t.field({ type: Calendar, resolve: ({ calendar }) => calendar }),
    lead: t.field({
      type: Person,
      nullable: true,
      description: 'Whom to ask first.',
      resolve: ({ leadId }, _, { baton }) => baton.directory.people.byId(leadId),
    }),
    members: t.field({
      type: PersonConnection,
      description: 'Who works in it, by name.',
      args: pageArgs,
      resolve: ({ id }, args, request) => membersOf(request, id, args),
    }),
    steps: t.field({
      type: [WorkflowStep],
      description: 'The steps this department performs, over all current workflows.',
      resolve: ({ id }, _, request) => stepsOfDepartment(request, id),
    }),
    requirements: t.field({
      type: RequirementConnection,
      description: 'What it asks of the others, in force at `at` (now if left out).',
      args: { at: t.arg({ type: 'DateTime' }), kind: t.arg({ type: RequirementKind }), ...pageArgs },
      resolve: ({ key }, args, request) => listRequirements(request, { ...args, department: key }),
    }),
    queue: t.field({
      type: OrderStepConnection,
      description:
        'Ready, in-progress and blocked work, most urgent first: by promised date (none last), then by how long it has been ready. Of the orders that the viewer sees.',
      args: {
        states: t.arg({ type: [StepState], description: 'Only work in these states: READY, IN_PROGRESS, BLOCKED.' }),
        ...pageArgs,
      },
      resolve: ({ id }, args, request, info) => queueOf(request, id, args, askedParts(info)),
    }),
    leadTimes: t.field({
      type: [LeadTimeReport],
      description: 'Published against real, one row a step, over all current workflows.',
      args: {
        since: t.arg({
          type: 'Date',
          description: 'Of the runs that were finished on that day, in the zone of the department, or later.',
        }),
      },
      resolve: (department, { since }, request) => leadTimesOf(request, department, since ?? null),
    }),
  }),
})

builder.queryFields((t) => ({
  departments: t.field({
    type: [Department],
    nullable: true,
    description: 'All of them, by name.',
    resolve: (_, __, request) => listDepartments(request),
  }),
  department: t.field({
    type: Department,
    nullable: true,
    args: { key: t.arg.string({ required: true }) },
    resolve: (_, { key }, { baton }) => baton.directory.departments.byKey(key),
  }),
}))
