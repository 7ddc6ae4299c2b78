import type { Fact, StepChanged, StepReturned } from './fact.ts'
import type { Order, OrderStep } from './order.ts'

/** The order after `fact`. A fold decides nothing: whatever a fact says is so. `order` is null before ORDER_PLACED alone. */
export function fold(order: Order | null, fact: Fact, id: number): Order {
  if (fact.type === 'ORDER_PLACED') return { ...fact.order, id }
  if (!order) throw new Error(`order ${id}: ${fact.type} before ORDER_PLACED`)
  return { ...change(order, fact), version: fact.orderVersion }
}

function change(order: Order, fact: Exclude<Fact, { type: 'ORDER_PLACED' }>): Order {
  switch (fact.type) {
    case 'ORDER_DELIVERED':
      return { ...order, state: 'DELIVERED', deliveredAt: fact.at }
    case 'ORDER_CLOSED':
      return { ...order, closedAt: fact.at }
    case 'ORDER_CANCELLED':
      return { ...order, state: 'CANCELLED', closedAt: fact.at }
    case 'PROMISE_CHANGED':
      return { ...order, promisedDate: fact.toDate }
    case 'STEP_RETURNED':
      return giveBack(order, fact)
    default: {
      const steps = order.steps.map((step) => (step.key === fact.step ? changeStep(step, fact) : step))
      return { ...order, steps, ...deliveryAfter(fact) }
    }
  }
}

function deliveryAfter(fact: Fact): Partial<Order> {
  return 'takesBackDelivery' in fact && fact.takesBackDelivery ? { state: 'OPEN', deliveredAt: null } : {}
}

function giveBack(order: Order, fact: StepReturned): Order {
  const steps = order.steps.map((step) => fact.steps.find((after) => after.key === step.key) ?? step)
  return { ...order, steps, ...deliveryAfter(fact) }
}

type StepFact = Extract<Fact, { type: 'STEP_CHANGED' | 'STEP_ASSIGNED' | 'HOLD_PLACED' | 'HOLD_RELEASED' }>

function changeStep(step: OrderStep, fact: StepFact): OrderStep {
  const version = fact.stepVersion
  switch (fact.type) {
    case 'STEP_CHANGED':
      return { ...move(step, fact), version }
    case 'STEP_ASSIGNED':
      return { ...withHolder(step, fact.holderId), version }
    default:
      return { ...step, holds: put(step.holds, fact.hold), version }
  }
}

function move(step: OrderStep, { from, to, holderId, run }: StepChanged): OrderStep {
  const blockedFrom = to === 'BLOCKED' && (from === 'READY' || from === 'IN_PROGRESS') ? from : null
  return { ...step, state: to, holderId, blockedFrom, runs: run ? put(step.runs, run) : step.runs }
}

/** The run that is under way changes hands with its step; one that is finished or was handed back keeps who did it. */
function withHolder(step: OrderStep, holderId: number | null): OrderStep {
  const run = step.runs.at(-1)
  const open = run && run.finishedAt === null && step.state !== 'WAITING'
  return { ...step, holderId, runs: open ? put(step.runs, { ...run, holderId }) : step.runs }
}

function put<T extends { readonly number: number }>(list: readonly T[], item: T): readonly T[] {
  return list.length < item.number
    ? [...list, item]
    : list.map((known) => (known.number === item.number ? item : known))
}
