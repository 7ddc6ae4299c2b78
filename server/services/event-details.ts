import { factOf, type StoredEvent } from '../domain/event.ts'
import type { Fact } from '../domain/fact.ts'
import { globalId } from '../domain/global-id.ts'
import type { Requirement } from '../domain/requirement.ts'
import type { CalendarDate } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { orderById, type StepInOrder } from './order-reads.ts'
import type { Request } from './request.ts'
import { requirementById } from './requirement-reads.ts'

/** What the events of each type say beyond what every event says; each is asked of events of its own type alone. */
type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>

export function stepChange(event: StoredEvent): FactOf<'STEP_CHANGED'> {
  return factOf(event) as FactOf<'STEP_CHANGED'>
}

export function assignedTo(event: StoredEvent): number | null {
  return (factOf(event) as FactOf<'STEP_ASSIGNED'>).holderId
}

/** The steps that a hand-back opened again, as they are now. */
export async function returnedTo(request: Request, event: StoredEvent): Promise<StepInOrder[] | null> {
  const order = await orderById(request, event.orderId)
  if (!order) return null
  const keys = new Set((factOf(event) as FactOf<'STEP_RETURNED'>).returnedTo)
  return order.steps.filter((step) => keys.has(step.key)).map((step) => ({ order, step }))
}

export function holdId(event: StoredEvent): string {
  const { hold } = factOf(event) as FactOf<'HOLD_PLACED' | 'HOLD_RELEASED'>
  return globalId('Hold', event.orderId!, event.position!, hold.number)
}

export function promise(event: StoredEvent): { fromDate: CalendarDate | null; toDate: CalendarDate | null } {
  return factOf(event) as FactOf<'PROMISE_CHANGED'>
}

export async function requirementOf(request: Request, { payload }: StoredEvent): Promise<Requirement | null> {
  return requirementById(request, numberIn(payload, 'requirementId'))
}

export function workflowOf({ baton }: Request, { payload }: StoredEvent): Workflow | null {
  return baton.directory.findWorkflow(numberIn(payload, 'workflowId') ?? 0)
}

/** A number of things that the event tells. */
export function count({ payload }: StoredEvent, name: 'affectedOrderCount' | 'orderCount'): number {
  return numberIn(payload, name) ?? 0
}

function numberIn(payload: StoredEvent['payload'], name: string): number | null {
  const value = payload[name]
  return typeof value === 'number' ? value : null
}
