import type { OrderFacts } from './condition.ts'
import { DAY } from './duration.ts'
import type { Attributes, PastHold, PastRun } from './forecast-ground.ts'
import type { Instant } from './vocabulary.ts'
import type { Workflow, WorkflowStep } from './workflow.ts'

/** An order as far as what is to come can be learned from it. */
export type PastOrder = {
  readonly id: number
  readonly workflowId: number
  readonly placedAt: Instant
  readonly deliveredAt: Instant | null
  /** When its last step was done, or it was cancelled. */
  readonly closedAt: Instant | null
  readonly isCancelled: boolean
  readonly timeZone: string
  readonly facts: OrderFacts
  /** Places of the steps that somebody has now. */
  readonly current: readonly number[]
  /** By place in the workflow version, then by number. */
  readonly runs: readonly OrderRun[]
  readonly holds: readonly OrderHold[]
  readonly returns: readonly OrderReturn[]
}

/** One going-through of the step at `position`. */
type OrderRun = {
  readonly position: number
  readonly number: number
  readonly holderId: number | null
  readonly readyAt: Instant | null
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
}
type OrderHold = PastHold & { readonly position: number }

/** A hand-back. It opened another run of each step that it was handed back to, ready at that instant. */
type OrderReturn = { readonly at: Instant; readonly reason: string }

/** What of an order may matter for how long it takes, as a forecast weighs it. */
export function attributesOf({ isNewCustomer, channel, circumstances, attributes, lines }: OrderFacts): Attributes {
  const circumstance = circumstances.map((one) => [`circumstance ${one}`, 'yes'])
  const categories = new Set(lines.map(({ category }) => category).filter((category) => category !== ''))
  const bought = [...categories].sort().join(' + ')
  return {
    ...attributes,
    ...Object.fromEntries(circumstance),
    newCustomer: isNewCustomer ? 'yes' : 'no',
    ...(channel ? { channel } : {}),
    ...(bought ? { category: bought } : {}),
  }
}

/** The goods are the customer's: what an order was like can be said of it. */
export function isDelivered({ deliveredAt, isCancelled }: PastOrder): boolean {
  return deliveredAt !== null && !isCancelled
}

/** Whether nothing in it was held, returned or repeated. */
export function isClean({ runs, holds, returns }: PastOrder): boolean {
  return holds.length === 0 && returns.length === 0 && runs.every(({ number }) => number === 1)
}

/** How many people had a step of it. */
export function holderCount({ runs }: PastOrder): number {
  return new Set(runs.map(({ holderId }) => holderId).filter((id) => id !== null)).size
}

/** Where a step stands in each version of its workflow, as long as the same department performs it. */
export type Places = ReadonlyMap<number, number>

export function placesOf(step: WorkflowStep, versions: readonly Workflow[]): Places {
  const same = (one: WorkflowStep) => one.key === step.key && one.departmentId === step.departmentId
  return new Map(versions.flatMap(({ id, steps }) => steps.filter(same).map(({ position }) => [id, position] as const)))
}

/** The runs of a step in these orders, those that go on now and those that were broken off among them; what became ready last comes first. */
export function runsOfStep(orders: readonly PastOrder[], places: Places): PastRun[] {
  const runs = orders.flatMap((order) => {
    const position = places.get(order.workflowId)
    const own = order.runs.filter((run) => run.position === position)
    return own.flatMap((run) => (run.readyAt === null ? [] : pastRun(order, { ...run, readyAt: run.readyAt })))
  })
  return runs.sort((a, b) => b.readyAt - a.readyAt)
}

function pastRun(order: PastOrder, run: OrderRun & { readyAt: Instant }): PastRun {
  const { number, readyAt, startedAt, finishedAt } = run
  const holds = order.holds.filter(({ position, since }) => position === run.position && isDuring(since, run))
  return {
    orderId: order.id,
    number,
    readyAt,
    startedAt,
    finishedAt,
    holds: holds.map(({ reason, since, releasedAt }) => ({ reason, since, releasedAt })),
    brokenOffAt: finishedAt === null ? brokenOffAt(order, run) : null,
    attributes: attributesOf(order.facts),
  }
}

function isDuring(at: Instant, { readyAt, finishedAt }: OrderRun): boolean {
  return readyAt !== null && readyAt <= at && (finishedAt === null || at <= finishedAt)
}

/** What was known at `at` of runs, of which what became ready last comes first; at most `limit` of those that were ready by then. */
export function knownAt(runs: readonly PastRun[], at: Instant, limit: number): PastRun[] {
  const first = runs.findIndex(({ readyAt }) => readyAt < at)
  return first < 0 ? [] : runs.slice(first, first + limit).map((run) => asKnown(run, at))
}

function asKnown(run: PastRun, at: Instant): PastRun {
  const by = (instant: Instant | null) => (instant !== null && instant <= at ? instant : null)
  const holds = run.holds
    .filter(({ since }) => since <= at)
    .map((hold) => ({ ...hold, releasedAt: by(hold.releasedAt) }))
  const [startedAt, finishedAt, brokenOffAt] = [by(run.startedAt), by(run.finishedAt), by(run.brokenOffAt)]
  return { ...run, holds, startedAt, finishedAt, brokenOffAt }
}

/**
 * A run as it would have been before an order that is placed `ahead` milliseconds from now: what is over by whole weeks later, so that it is no
 * older then than today and on the same days of the week; what goes on now goes on for as long then, so that the queue is that of today.
 */
export function carriedAhead(run: PastRun, ahead: number): PastRun {
  if (ahead <= 0) return run
  const goesOn = run.finishedAt === null && run.brokenOffAt === null
  const shift = goesOn ? ahead : Math.floor(ahead / WEEK) * WEEK
  const later = (at: Instant | null) => (at === null ? null : at + shift)
  const [startedAt, finishedAt, brokenOffAt] = [later(run.startedAt), later(run.finishedAt), later(run.brokenOffAt)]
  const holds = run.holds.map((hold) => ({ ...hold, since: hold.since + shift, releasedAt: later(hold.releasedAt) }))
  return { ...run, readyAt: run.readyAt + shift, startedAt, finishedAt, brokenOffAt, holds }
}

const WEEK = 7 * DAY

/** When an unfinished run ended: at the hand-back that it was caught in, or with its order; one that was skipped tells nothing. Null: it goes on. */
function brokenOffAt(order: PastOrder, { position, number, readyAt }: OrderRun & { readyAt: Instant }): Instant | null {
  const isLatest = !order.runs.some((other) => other.position === position && other.number > number)
  if (isLatest && order.current.includes(position)) return null
  return order.returns.find(({ at }) => at >= readyAt)?.at ?? order.closedAt ?? readyAt
}
