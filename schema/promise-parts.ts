import { formatDuration } from '../server/domain/duration.ts'
import type { PlannedStep as Planned } from '../server/services/promise.ts'
import type * as reads from '../server/services/promise-reads.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { Requirement } from './requirement.ts'
import { WorkflowStep } from './workflow-step.ts'

export const PlannedStep = builder.objectRef<Planned>('PlannedStep')
PlannedStep.implement({
  description: 'A step as it would go.',
  fields: (t) => ({
    step: t.field({ type: WorkflowStep, resolve: ({ step }) => step }),
    start: t.expose('start', { type: 'DateTime', description: 'In the median of the simulated runs.' }),
    finish: t.expose('finish', { type: 'DateTime', description: 'In the median of the simulated runs.' }),
    latestStart: t.expose('latestStart', {
      type: 'DateTime',
      nullable: true,
      description:
        'By when it must start to keep `requestedDate` (p85 where none was asked for), if all that follows takes its median; null off the path to delivery.',
    }),
    slack: t.field({
      type: 'Duration',
      nullable: true,
      description: 'Working time to spare before that; negative: it is too late. Null off the path to delivery.',
      resolve: ({ slack }) => (slack === null ? null : formatDuration(slack)),
    }),
    criticality: t.exposeFloat('criticality', {
      description: 'Share of simulated runs in which it lies on the critical path, 0..1.',
    }),
    sampleSize: t.exposeInt('sampleSize', {
      description: 'Past runs the estimate rests on; 0: only the published lead time.',
    }),
  }),
})

export const DueRequirement = builder.objectRef<reads.DueRequirement>('DueRequirement')
DueRequirement.implement({
  fields: (t) => ({
    requirement: t.field({ type: Requirement, resolve: ({ requirement }) => requirement }),
    dueAt: t.expose('dueAt', { type: 'DateTime' }),
    isOverdue: t.exposeBoolean('isOverdue', { description: 'That instant has passed already.' }),
  }),
})

const LegKind = builder.enumType('LegKind', {
  values: {
    WORK: { value: 'WORK', description: 'A department works on it.' },
    WAIT: { value: 'WAIT', description: 'It lies ready before a department.' },
    RAMP_UP: { value: 'RAMP_UP', description: 'What a new customer or product needs is being got going.' },
    NOTICE: { value: 'NOTICE', description: 'A notice period runs.' },
    MARGIN: { value: 'MARGIN', description: 'From the median to the date that is kept in 85 of 100.' },
  } as const,
})
const EstimateSource = builder.enumType('EstimateSource', {
  values: {
    PUBLISHED: { value: 'PUBLISHED', description: 'The published lead time alone.' },
    OBSERVED: { value: 'OBSERVED', description: 'Past runs alone.' },
    BLENDED: { value: 'BLENDED', description: 'Both: the more past runs, the more they count.' },
  } as const,
})

export const PathLeg = builder.objectRef<reads.PathLeg>('PathLeg')
PathLeg.implement({
  description: 'One stretch of the way from the placing to p85; it begins where the one before it ends.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LegKind }),
    step: t.field({ type: WorkflowStep, nullable: true, resolve: ({ step }) => step }),
    department: t.field({
      type: Department,
      nullable: true,
      resolve: ({ departmentId }, _, { baton }) => baton.directory.departments.byId(departmentId),
    }),
    from: t.expose('from', { type: 'DateTime' }),
    to: t.expose('to', { type: 'DateTime' }),
    source: t.expose('source', { type: EstimateSource, nullable: true }),
    sampleSize: t.exposeInt('sampleSize', { nullable: true }),
    notes: t.stringList({
      description: "e.g. 'closed Sat-Sun', 'queue of 14', 'new customer'",
      resolve: ({ notes }) => [...notes],
    }),
  }),
})

export const PlannedRisk = builder.objectRef<reads.PlannedRisk>('PlannedRisk')
PlannedRisk.implement({
  fields: (t) => ({
    step: t.field({ type: WorkflowStep, resolve: ({ step }) => step }),
    reason: t.exposeString('reason'),
    share: t.exposeFloat('share', { description: 'Of the latest runs of the step, 0..1.' }),
    medianDelay: t.field({ type: 'Duration', resolve: ({ medianDelay }) => formatDuration(medianDelay) }),
  }),
})
