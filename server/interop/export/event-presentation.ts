import type { EventType } from '../../domain/vocabulary.ts'
import type { OcelEvent, OcelType } from './ocel-log.ts'
import { attributesOf, type Keyed, linksOf, WHOLE, whole } from './presentation.ts'

const ATTRIBUTES = { recordedAt: 'time', reason: 'string', step: 'string', from: 'string', to: 'string' } as const
const LINKS = {
  orderId: 'order',
  departmentId: 'department',
  actor: 'actor',
  holderId: 'holder',
  requirementId: 'requirement',
  workflowId: 'workflow',
  customerId: 'customer',
}

/** What happened to the step is told by its name, so that other readers see the activities of the company and not Baton's words. */
const OF_STEP: Readonly<Partial<Record<EventType, (payload: Keyed) => string>>> = {
  STEP_CHANGED: ({ to }) => String(to).toLowerCase().replaceAll('_', ' '),
  STEP_ASSIGNED: () => 'assigned',
  STEP_RETURNED: () => 'returned',
  HOLD_PLACED: () => 'hold placed',
  HOLD_RELEASED: () => 'hold released',
}

/** `to`: the state, of a change of state. */
export type Happening = { readonly type: EventType; readonly stepName: string | null; readonly to: string | null }

/** The name of an event's type, e.g. `Pick goods: done`; what cannot be seen in a step's name is left out. */
export function eventTypeName({ type, stepName, to }: Happening): string {
  const ofStep = OF_STEP[type]
  if (ofStep && stepName !== null) return `${stepName.replace(/\p{C}+/gu, ' ')}: ${ofStep({ to })}`
  const words = type.toLowerCase().replaceAll('_', ' ')
  return words[0]!.toUpperCase() + words.slice(1)
}

export function eventDeclarations(happenings: readonly Happening[]): OcelType[] {
  const names = new Set(happenings.map(eventTypeName))
  return [...names].map((name) => ({ name, attributes: { ...ATTRIBUTES, [WHOLE]: 'string' } }))
}

/** An event as it stands in an export: `place` counts from 1 in the order of the feed, and its id sorts so. */
export function presentEvent(place: number, keyed: Keyed): OcelEvent {
  const payload = keyed.payload as Keyed
  const [type, stepName] = [keyed.type as EventType, (keyed.stepName ?? null) as string | null]
  const shown = { ...pick(payload), ...keyed }
  return {
    id: eventId(place),
    type: eventTypeName({ type, stepName, to: (payload.to as string | undefined) ?? null }),
    time: keyed.at as number,
    attributes: { ...attributesOf(ATTRIBUTES, shown), [WHOLE]: whole(keyed) },
    links: linksOf(LINKS, shown),
  }
}

export function eventId(place: number): string {
  return `event:${String(place).padStart(12, '0')}`
}

function pick({ step, from, to, holderId, requirementId, workflowId, customerId }: Keyed): Keyed {
  return { step, from, to, holderId, requirementId, workflowId, customerId }
}
