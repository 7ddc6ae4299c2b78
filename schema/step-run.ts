import type { StepRun as Run } from '../server/domain/order.ts'
import { builder } from './builder.ts'
import { Person } from './person.ts'

export const StepRun = builder.objectRef<Run>('StepRun')
StepRun.implement({
  description: 'One going-through of a step.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counts from 1 within the step.' }),
    holder: t.field({
      type: Person,
      nullable: true,
      description: 'Who carries it, or carried it.',
      resolve: ({ holderId }, _, { baton }) => baton.directory.people.byId(holderId),
    }),
    readyAt: t.expose('readyAt', { type: 'DateTime', nullable: true }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
})
