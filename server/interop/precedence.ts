import { Refusal } from '../domain/refusal.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { STEP_LIMIT } from '../domain/workflow-faults.ts'
import type { ActivityLog, LoggedActivity } from './activity-log.ts'

/** What the log says of each step and of each pair of steps; a step is named by its index in `steps`. */
export type Precedence = {
  readonly steps: readonly string[]
  /** Orders that went through the step. */
  readonly orders: readonly number[]
  /** Orders that went through it more than once. */
  readonly repeats: readonly number[]
  /** Where in its orders the step first begins, on average: 0 first, 1 last. */
  readonly place: readonly number[]
  /** Orders that went through both. */
  readonly both: (a: number, b: number) => number
  /** Orders in which `a` was first finished by the time that `b` first began. */
  readonly before: (a: number, b: number) => number
  /** Orders that came back to `a` after `b`, having begun with `a`. */
  readonly back: (a: number, b: number) => number
}

/** One step within one order. `seen` is where the log first names it, which decides where two steps share all their instants. */
type Span = {
  readonly step: number
  readonly seen: number
  readonly count: number
  readonly start: Instant
  readonly finish: Instant
  readonly lastStart: Instant
}

/**
 * Counts over all orders; linear in the activities but for pairs of steps within an order. Refuses a log of more steps than a workflow
 * may have: mostly a column that is no step was taken for one.
 */
export function precedenceOf(log: ActivityLog): Precedence {
  const index = new Map<string, number>()
  for (const order of log.orders)
    for (const { step } of order.activities) if (!index.has(step)) index.set(step, index.size)
  if (index.size > STEP_LIMIT) throw tooManySteps(index.size)
  const counts = new Counts(index.size)
  for (const order of log.orders) counts.add(spansOf(order.activities, index))
  return counts.result([...index.keys()])
}

function tooManySteps(actual: number): Refusal {
  const message = `steps: the log has ${actual} of them, a workflow at most ${STEP_LIMIT}; is the step another column?`
  return new Refusal('LIMIT_EXCEEDED', message, { field: 'steps', limit: STEP_LIMIT, actual })
}

class Counts {
  private readonly size: number
  private readonly both: Uint32Array
  private readonly before: Uint32Array
  private readonly back: Uint32Array
  private readonly orders: number[]
  private readonly repeats: number[]
  private readonly places: number[]

  constructor(size: number) {
    this.size = size
    const matrix = () => new Uint32Array(size * size)
    const list = () => new Array<number>(size).fill(0)
    ;[this.both, this.before, this.back] = [matrix(), matrix(), matrix()]
    ;[this.orders, this.repeats, this.places] = [list(), list(), list()]
  }

  add(spans: readonly Span[]): void {
    spans.forEach((span, rank) => {
      this.orders[span.step]! += 1
      this.places[span.step]! += spans.length > 1 ? rank / (spans.length - 1) : 0
      if (span.count > 1) this.repeats[span.step]! += 1
      for (const other of spans) if (other !== span) this.addPair(span, other)
    })
  }

  private addPair(a: Span, b: Span): void {
    const pair = a.step * this.size + b.step
    this.both[pair]! += 1
    if (!isBefore(a, b)) return
    this.before[pair]! += 1
    if (a.lastStart >= b.finish && a.lastStart > a.start) this.back[pair]! += 1
  }

  result(steps: readonly string[]): Precedence {
    const { size, both, before, back, orders, repeats } = this
    return {
      steps,
      orders,
      repeats,
      place: this.places.map((sum, step) => sum / orders[step]!),
      both: (a, b) => both[a * size + b]!,
      before: (a, b) => before[a * size + b]!,
      back: (a, b) => back[a * size + b]!,
    }
  }
}

function isBefore(a: Span, b: Span): boolean {
  if (a.finish !== b.start) return a.finish < b.start
  const isTied = b.finish === a.start
  return !isTied || a.seen < b.seen
}

/** The steps of one order as they first began. */
function spansOf(activities: readonly LoggedActivity[], index: ReadonlyMap<string, number>): Span[] {
  const spans = new Map<string, Span>()
  activities.forEach((activity, seen) => {
    const start = activity.startedAt ?? activity.finishedAt!
    const finish = activity.finishedAt ?? Number.POSITIVE_INFINITY
    const known = spans.get(activity.step) ?? { seen, count: 0, start, finish, lastStart: start }
    spans.set(activity.step, {
      step: index.get(activity.step)!,
      seen: known.seen,
      count: known.count + 1,
      start: Math.min(known.start, start),
      finish: Math.min(known.finish, finish),
      lastStart: Math.max(known.lastStart, start),
    })
  })
  return [...spans.values()].sort((a, b) => a.start - b.start || a.finish - b.finish || a.seen - b.seen)
}
