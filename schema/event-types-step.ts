import type { StoredEvent } from '../server/domain/event.ts'
import * as told from '../server/services/event-details.ts'
import { builder } from './builder.ts'
import { StepState } from './enums.ts'
import { Event } from './event.ts'
import { OrderStep } from './order-step.ts'
import { Person } from './person.ts'

builder.objectRef<StoredEvent>('StepChanged').implement({
  description: 'A step went from one state to another.',
  interfaces: [Event],
  fields: (t) => ({
    fromState: t.field({ type: StepState, resolve: (event) => told.stepChange(event).from }),
    toState: t.field({ type: StepState, resolve: (event) => told.stepChange(event).to }),
    run: t.int({
      description: 'The run that it touched; 0 where the step had none yet.',
      resolve: (event) => told.stepChange(event).run?.number ?? 0,
    }),
  }),
})

builder.objectRef<StoredEvent>('StepAssigned').implement({
  description: 'A step was given to somebody, or to nobody.',
  interfaces: [Event],
  fields: (t) => ({
    holder: t.field({
      type: Person,
      nullable: true,
      description: 'Null: nobody holds it from now on.',
      resolve: (event, _, { baton }) => baton.directory.people.byId(told.assignedTo(event)),
    }),
  }),
})

builder.objectRef<StoredEvent>('StepReturned').implement({
  description: 'The department that should have taken a step on handed it back; `reason` says why.',
  interfaces: [Event],
  fields: (t) => ({
    returnedTo: t.field({
      type: [OrderStep],
      nullable: true,
      description: 'The steps that are open again.',
      resolve: (event, _, request) => told.returnedTo(request, event),
    }),
  }),
})

builder.objectRef<StoredEvent>('HoldPlaced').implement({
  description: 'Something keeps a step from going on; `reason` says what.',
  interfaces: [Event],
  fields: (t) => ({
    hold: t.id({ description: "The hold's id.", resolve: (event) => told.holdId(event) }),
  }),
})

builder.objectRef<StoredEvent>('HoldReleased').implement({
  description: 'A hold is gone; when it was the last one, the step goes on from where it was.',
  interfaces: [Event],
  fields: (t) => ({
    hold: t.id({ description: "The hold's id.", resolve: (event) => told.holdId(event) }),
  }),
})
