import type { StoredEvent } from './event.ts'
import { factOf } from './event.ts'
import type { Fact } from './fact.ts'
import type { Order, OrderStep } from './order.ts'
import { fold } from './order-fold.ts'
import type { Instant } from './vocabulary.ts'

type LoggedFact = Pick<StoredEvent, 'type' | 'at' | 'reason' | 'payload'>

/** The order as its log tells it: all facts in the order of the feed. Null for an empty log. */
export function foldLog(log: readonly LoggedFact[], id: number): Order | null {
  return log.map(factOf).reduce<Order | null>((order, fact) => fold(order, fact, id), null)
}

/**
 * The order as it stood at an instant: the facts that had happened by then, by when they happened and then by their place in the
 * feed. A fact that was told late and does not follow from what had happened before it is left out. Null before the placing.
 */
export function orderAsOf(log: readonly LoggedFact[], id: number, at: Instant): Order | null {
  const happened = log.filter((event) => event.at <= at).map(factOf)
  const inTime = happened.toSorted((a, b) => a.at - b.at)
  return inTime.reduce<Order | null>((order, fact) => (follows(order, fact) ? fold(order, fact, id) : order), null)
}

/** Whether the step machine could have said this of the order as it stands. */
function follows(order: Order | null, fact: Fact): boolean {
  if (fact.type === 'ORDER_PLACED' || !order) return fact.type === 'ORDER_PLACED' && !order
  switch (fact.type) {
    case 'ORDER_DELIVERED':
      return order.state === 'OPEN'
    case 'ORDER_CLOSED':
    case 'ORDER_CANCELLED':
      return order.closedAt === null
    case 'PROMISE_CHANGED':
      return order.promisedDate === fact.fromDate
    default:
      return followsStep(
        order,
        fact,
        order.steps.find((step) => step.key === fact.step),
      )
  }
}

type StepFact = Extract<Fact, { readonly step: string }>

function followsStep(order: Order, fact: StepFact, step: OrderStep | undefined): boolean {
  if (!step) return false
  switch (fact.type) {
    case 'STEP_CHANGED':
      return step.state === fact.from && (fact.run === null || fact.run.number <= step.runs.length + 1)
    case 'STEP_ASSIGNED':
      return true
    case 'STEP_RETURNED':
      return fact.steps.every((after) => canBe(order, after, fact.returnedTo))
    case 'HOLD_PLACED':
      return fact.hold.number === step.holds.length + 1
    case 'HOLD_RELEASED':
      return step.holds[fact.hold.number - 1]?.releasedAt === null
  }
}

/** Of a hand-back: those that open again were DONE, those that wait again were current. */
function canBe(order: Order, after: OrderStep, returnedTo: readonly string[]): boolean {
  const state = order.steps.find((step) => step.key === after.key)?.state
  return returnedTo.includes(after.key) ? state === 'DONE' : state === 'READY' || state === 'IN_PROGRESS'
}
