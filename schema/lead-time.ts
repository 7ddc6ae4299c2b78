import { formatDuration } from '../server/domain/duration.ts'
import type { FailureMode as FoundMode } from '../server/domain/failure-modes.ts'
import type { LeadTimeReport as Report } from '../server/services/lead-time.ts'
import { builder } from './builder.ts'
import { WorkflowStep } from './workflow-step.ts'

const measured = (milliseconds: number | null) => (milliseconds === null ? null : formatDuration(milliseconds))

export const LeadTimeReport = builder.objectRef<Report>('LeadTimeReport')
LeadTimeReport.implement({
  description:
    'What was said against what happened. Real is what the latest runs took, at most 500 of the 1,000 orders of the workflow that were placed last, from ready to done in open time of the department.',
  fields: (t) => ({
    step: t.field({ type: WorkflowStep, resolve: ({ step }) => step }),
    published: t.expose('published', {
      type: 'Duration',
      nullable: true,
      description: 'In force now, for every order where there is such a one; null where nothing is published.',
    }),
    p50: t.field({
      type: 'Duration',
      nullable: true,
      description: 'Working time from ready to done of past runs, at 50 per cent.',
      resolve: ({ p50 }) => measured(p50),
    }),
    p85: t.field({ type: 'Duration', nullable: true, resolve: ({ p85 }) => measured(p85) }),
    p95: t.field({ type: 'Duration', nullable: true, resolve: ({ p95 }) => measured(p95) }),
    sampleSize: t.exposeInt('sampleSize', { description: 'Past runs that it rests on.' }),
    keptRate: t.exposeFloat('keptRate', {
      nullable: true,
      description:
        'Share of past runs that kept the lead time as it is published now, 0..1. Null where nothing is published or was done.',
    }),
  }),
})

export const FailureMode = builder.objectRef<FoundMode>('FailureMode')
FailureMode.implement({
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'In the words of those who held it or handed it back.' }),
    share: t.exposeFloat('share', { description: 'Of the latest runs, 0..1.' }),
    medianDelay: t.field({
      type: 'Duration',
      description: 'Open time: how long the hold lasted, or the run took that the hand-back made necessary.',
      resolve: ({ medianDelay }) => formatDuration(medianDelay),
    }),
  }),
})
