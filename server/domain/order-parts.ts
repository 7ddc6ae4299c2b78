import type { Order, OrderStep } from './order.ts'

/** Which events of an order are asked for with it: so many from its first or its last on. */
export type EventsAsked = { readonly limit: number; readonly isBackward: boolean; readonly withPayload: boolean }

/**
 * What of an order is asked for beside its own row. Of the steps that are read in part the runs tell no more than when the first became
 * ready and when the latest was started and finished.
 */
export type OrderParts = {
  readonly customer: boolean
  readonly steps: 'none' | 'current' | 'all'
  readonly events: EventsAsked | null
}

/** Null: the whole order. */
export type AskedParts = OrderParts | null

export const HEAD_ALONE: OrderParts = { customer: false, steps: 'none', events: null }

type Head = Omit<Order, 'externalIds' | 'lines' | 'steps'>

/** An order without the parts that nobody asked for; whoever asks for one after all has a defect, and is told so. */
export function orderInPart(head: Head, steps: readonly OrderStep[] | null): Order {
  return Object.assign(Object.create(ORDER_WITHOUT), head, steps && { steps })
}

/** A step without its holds; `times` stand for its runs. */
export function stepInPart(
  step: Omit<OrderStep, 'runs' | 'holds'>,
  times: Pick<OrderStep['runs'][number], 'readyAt' | 'startedAt' | 'finishedAt'>,
): OrderStep {
  const runs = times.readyAt === null ? [] : [{ number: 1, holderId: step.holderId, ...times }]
  return Object.assign(Object.create(STEP_WITHOUT), step, { runs })
}

const ORDER_WITHOUT = without('externalIds', 'lines', 'steps')
const STEP_WITHOUT = without('holds')

function without(...parts: readonly string[]): object {
  const refuse = (part: string) => () => {
    throw new Error(`the ${part} were not asked for, so they were not read`)
  }
  // A value of its own may stand in its place.
  const missing = (part: string) => ({
    get: refuse(part),
    set(this: object, value: unknown) {
      Object.defineProperty(this, part, { value, enumerable: true })
    },
  })
  return Object.defineProperties({}, Object.fromEntries(parts.map((part) => [part, missing(part)])))
}
