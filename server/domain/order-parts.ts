import type { StoredEvent } from './event.ts'
import type { Order, OrderStep, StepRun } from './order.ts'

/** What an order says by itself. */
export type OrderProperty = Exclude<keyof Order, 'externalIds' | 'lines' | 'steps' | 'asOf'>
/** What a step says by itself; of its runs: when the first became ready, and when the latest was started and finished. */
export type StepProperty = Exclude<keyof OrderStep, 'key' | 'runs' | 'holds'> | StepTime
type StepTime = 'readyAt' | 'startedAt' | 'finishedAt'
export type EventProperty = keyof StoredEvent

/** Which events of an order are asked for with it: so many from its first or its last on. */
export type EventsAsked = { readonly limit: number; readonly isBackward: boolean }

/** What of an order is asked for. */
export type OrderParts = {
  readonly order: readonly OrderProperty[]
  readonly customer: boolean
  readonly steps: 'none' | 'current' | 'all'
  /** Of each step. */
  readonly step: readonly StepProperty[]
  readonly events: EventsAsked | null
  /** Of each event. */
  readonly event: readonly EventProperty[] | 'all'
}

/** Null: the whole order. */
export type AskedParts = OrderParts | null

export const NOTHING: OrderParts = { order: [], customer: false, steps: 'none', step: [], events: null, event: [] }

type Head = Pick<Order, OrderProperty>
export type ReadStep = Pick<OrderStep, Exclude<StepProperty, StepTime>> & Pick<StepRun, StepTime>

/** Makes objects that have all but these properties; whoever asks for one of them has a defect, and is told so. */
export function without(missing: readonly string[]): new () => object {
  class Part {}
  const refuse = (property: string) => ({
    get: () => {
      throw new Error(`${property} was not asked for, so it was not read`)
    },
  })
  Object.defineProperties(Part.prototype, Object.fromEntries(missing.map((one) => [one, refuse(one)])))
  return Part
}

/** The order of these properties, which are made one with its steps where those were asked for. */
export function orderInPart(head: Head, steps: readonly OrderStep[] | null): Order {
  return (steps ? Object.assign(head, { steps }) : head) as Order
}

/** A step as far as it was read. */
export class StepInPart implements OrderStep {
  readonly key: string
  private readonly read: ReadStep

  constructor(key: string, read: ReadStep) {
    this.key = key
    this.read = read
  }

  get position(): number {
    return this.read.position
  }
  get state(): OrderStep['state'] {
    return this.read.state
  }
  get holderId(): number | null {
    return this.read.holderId
  }
  get blockedFrom(): OrderStep['blockedFrom'] {
    return this.read.blockedFrom
  }
  get returns(): number {
    return this.read.returns
  }
  get version(): number {
    return this.read.version
  }
  /** One, that stands for the first and the latest; without times where there is none. */
  get runs(): readonly StepRun[] {
    return [new RunInPart(this.read)]
  }
  get holds(): never {
    throw new Error('holds were not asked for, so they were not read')
  }
}

class RunInPart implements StepRun {
  private readonly read: ReadStep

  constructor(read: ReadStep) {
    this.read = read
  }

  get readyAt(): number | null {
    return this.read.readyAt
  }
  get startedAt(): number | null {
    return this.read.startedAt
  }
  get finishedAt(): number | null {
    return this.read.finishedAt
  }
  get number(): never {
    throw new Error('which run it is was not asked for, so it was not read')
  }
  get holderId(): never {
    throw new Error('who held the run was not asked for, so it was not read')
  }
}
