import type { Hold, Order, OrderStep, StepRun } from './order.ts'
import type { CalendarDate, Instant, StepState } from './vocabulary.ts'

/** What every fact of an order says. `orderVersion` is the order's version once the whole mutation is done. */
type FactBase = { readonly at: Instant; readonly reason: string | null; readonly orderVersion: number }
type StepFact = FactBase & { readonly step: string; readonly stepVersion: number }

/** The order as it is born: all of it, so that it can be rebuilt from the log alone. */
export type OrderPlaced = FactBase & { readonly type: 'ORDER_PLACED'; readonly order: Omit<Order, 'id'> }
export type OrderDelivered = FactBase & { readonly type: 'ORDER_DELIVERED' }
export type OrderClosed = FactBase & { readonly type: 'ORDER_CLOSED' }
export type OrderCancelled = FactBase & { readonly type: 'ORDER_CANCELLED' }
export type PromiseChanged = FactBase & {
  readonly type: 'PROMISE_CHANGED'
  readonly fromDate: CalendarDate | null
  readonly toDate: CalendarDate | null
}
/** `run` is the run that the change touched, as it is afterwards; null where none was opened yet. */
export type StepChanged = StepFact & {
  readonly type: 'STEP_CHANGED'
  readonly from: StepState
  readonly to: StepState
  readonly holderId: number | null
  readonly run: StepRun | null
  /** There where a delivering step that was over is open again: the order is not delivered any more. */
  readonly takesBackDelivery?: true
}
export type StepAssigned = StepFact & { readonly type: 'STEP_ASSIGNED'; readonly holderId: number | null }
/** One hand-back: the steps it changed, each as it is afterwards; `returnedTo` names those that are open again. */
export type StepReturned = StepFact & {
  readonly type: 'STEP_RETURNED'
  readonly returnedTo: readonly string[]
  readonly steps: readonly OrderStep[]
  /** True where a delivering step is open again: the order is not delivered any more. */
  readonly takesBackDelivery: boolean
}
export type HoldPlaced = StepFact & { readonly type: 'HOLD_PLACED'; readonly hold: Hold }
export type HoldReleased = StepFact & { readonly type: 'HOLD_RELEASED'; readonly hold: Hold }

/** A fact that changes an order. Folding an order's facts in feed order gives the order. */
export type Fact =
  | OrderPlaced
  | OrderDelivered
  | OrderClosed
  | OrderCancelled
  | PromiseChanged
  | StepChanged
  | StepAssigned
  | StepReturned
  | HoldPlaced
  | HoldReleased
