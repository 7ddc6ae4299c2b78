import { formatDay } from '../components/format.ts'
import type { HistoryEvent, StepState } from '../documents/order-documents.ts'

const quoted = (name: string | undefined) => `“${name ?? 'a step'}”`
const list = new Intl.ListFormat(undefined)

/** What became of a step, as something that its actor did, and as something that happened. */
const CHANGES: Readonly<Record<StepState, readonly [did: string, happened: string]>> = {
  WAITING: ['', 'waits again'],
  READY: ['', 'is ready'],
  IN_PROGRESS: ['started', 'was started'],
  BLOCKED: ['put on hold', 'was put on hold'],
  DONE: ['completed', 'was completed'],
  SKIPPED: ['skipped', 'was skipped'],
  CANCELLED: ['cancelled', 'was cancelled'],
}

/** A hold says itself that its step is on hold, and its release that it goes on. */
export function isToldByAnother(event: HistoryEvent): boolean {
  return event.__typename === 'StepChanged' && (event.toState === 'BLOCKED' || event.fromState === 'BLOCKED')
}

/** An event in a sentence without its full stop. */
export function describeEvent(event: HistoryEvent): string {
  const step = quoted(event.step?.name)
  const by = event.actor?.name
  const say = (did: string, happened: string) => (by ? `${by} ${did}` : happened)
  switch (event.__typename) {
    case 'OrderPlaced':
      return say('placed the order', 'The order was placed')
    case 'OrderDelivered':
      return 'The order is delivered'
    case 'OrderClosed':
      return 'The order is closed: every step is done'
    case 'OrderCancelled':
      return say('cancelled the order', 'The order was cancelled')
    case 'StepChanged':
      return describeChange(event, step)
    case 'StepAssigned':
      return event.holder
        ? say(`gave ${step} to ${event.holder.name}`, `${event.holder.name} holds ${step}`)
        : say(`laid ${step} down`, `Nobody holds ${step} now`)
    case 'StepReturned':
      return describeReturn(event, step)
    case 'HoldPlaced':
      return say(`put a hold on ${step}`, `${step} has a hold`)
    case 'HoldReleased':
      return say(`released a hold on ${step}`, `A hold on ${step} was released`)
    case 'PromiseChanged':
      return event.toDate
        ? say(`promised ${formatDay(event.toDate)}`, `${formatDay(event.toDate)} is promised`)
        : 'No date is promised any more'
    case 'RequirementSatisfied':
      return say(`dealt with “${event.requirement?.title}”`, `“${event.requirement?.title}” was dealt with`)
    default:
      return event.__typename.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
  }
}

type Change = Extract<HistoryEvent, { __typename: 'StepChanged' }>

function describeChange(event: Change, step: string): string {
  const [did, happened] = CHANGES[event.toState]
  const isDeed = event.toState !== 'READY' && event.toState !== 'WAITING'
  const again = event.run > 1 ? ` (run ${event.run})` : ''
  return `${event.actor && isDeed ? `${event.actor.name} ${did} ${step}` : `${step} ${happened}`}${again}`
}

function describeReturn(event: Extract<HistoryEvent, { __typename: 'StepReturned' }>, step: string): string {
  const to = list.format((event.returnedTo ?? []).map((one) => quoted(one.name)))
  return `${event.actor?.name ?? 'Somebody'} handed ${step} back${to ? ` to ${to}` : ''}`
}
