import type { StoredEvent } from '../server/domain/event.ts'
import * as told from '../server/services/event-details.ts'
import { builder } from './builder.ts'
import { Event } from './event.ts'
import { Requirement } from './requirement.ts'
import { Workflow } from './workflow.ts'

const about = {
  RequirementRetired: 'A requirement ends without a successor.',
  RequirementAcknowledged: 'Somebody has read a requirement.',
  RequirementSatisfied: "Satisfied, waived, or taken back: see `reason` and the order's requirement.",
} as const

for (const [name, description] of Object.entries(about))
  builder.objectRef<StoredEvent>(name).implement({
    description,
    interfaces: [Event],
    fields: (t) => ({
      requirement: t.field({
        type: Requirement,
        nullable: true,
        resolve: (event, _, request) => told.requirementOf(request, event),
      }),
    }),
  })

builder.objectRef<StoredEvent>('RequirementPublished').implement({
  description: 'A department asks something of the others, or something else than before.',
  interfaces: [Event],
  fields: (t) => ({
    requirement: t.field({
      type: Requirement,
      nullable: true,
      resolve: (event, _, request) => told.requirementOf(request, event),
    }),
    affectedOrderCount: t.int({
      description: 'Open orders that it touched when it was published, of the whole company.',
      resolve: (event) => told.count(event, 'affectedOrderCount'),
    }),
  }),
})

builder.objectRef<StoredEvent>('WorkflowPublished').implement({
  description: 'There is a new version of a workflow.',
  interfaces: [Event],
  fields: (t) => ({
    workflow: t.field({
      type: Workflow,
      nullable: true,
      resolve: (event, _, request) => told.workflowOf(request, event),
    }),
  }),
})

builder.objectRef<StoredEvent>('PromiseChanged').implement({
  description: 'The customer was given another date.',
  interfaces: [Event],
  fields: (t) => ({
    fromDate: t.field({ type: 'Date', nullable: true, resolve: (event) => told.promise(event).fromDate }),
    toDate: t.field({ type: 'Date', nullable: true, resolve: (event) => told.promise(event).toDate }),
  }),
})

builder.objectRef<StoredEvent>('OrdersImported').implement({
  description: 'One for an import, to those who watch live; its single facts come only with `includeImported`.',
  interfaces: [Event],
  fields: (t) => ({
    orderCount: t.int({
      description: 'Orders that came with it.',
      resolve: (event) => told.count(event, 'orderCount'),
    }),
  }),
})
