import type { HistoryRules, StepActivity } from './history-rules.ts'
import { OPEN, type Order, type OrderStep, type StepRun } from './order.ts'
import { deliveringSteps, effectivePredecessors, startableSteps } from './readiness.ts'
import type { Instant } from './vocabulary.ts'

type RunMoment = {
  readonly kind: 'ready' | 'start' | 'finish'
  readonly at: Instant
  readonly position: number
  /** The run as it is from this moment on. */
  readonly run: StepRun
}
type OrderMoment = { readonly kind: 'deliver' | 'close'; readonly at: Instant }
/** Something that happened to an order in its past. */
export type HistoryMoment = RunMoment | OrderMoment

const KINDS = ['ready', 'start', 'finish', 'deliver', 'close']

/**
 * All that happened to a placed order, in order of time. At one instant a step comes after those it depends on, and its runs by
 * their number, so that a run begins when the one before it is told.
 */
export function historyMoments(
  rules: HistoryRules,
  placed: Order,
  activities: readonly StepActivity[],
  deliveredAt: Instant | null,
): HistoryMoment[] {
  const history = new PastRuns(rules, placed, activities)
  const moments = [...history.moments(), ...orderMoments(rules, history.last, deliveredAt)]
  const rank = (moment: HistoryMoment) =>
    'run' in moment ? rules.rank.get(placed.steps[moment.position]!.key)! : Number.POSITIVE_INFINITY
  const number = (moment: HistoryMoment) => ('run' in moment ? moment.run.number : 0)
  return moments.sort(
    (a, b) =>
      a.at - b.at ||
      (rank(a) === rank(b) ? 0 : rank(a) - rank(b)) ||
      number(a) - number(b) ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  )
}

/** The runs of an order as they are in the end, and the order with them. */
class PastRuns {
  /** Every step in the state it ends in, but for those that become READY in the end. */
  readonly last: Order
  private readonly rules: HistoryRules
  private readonly placed: Order
  /** Ascending, by step. */
  private readonly finishes: ReadonlyMap<string, readonly Instant[]>

  constructor(rules: HistoryRules, placed: Order, activities: readonly StepActivity[]) {
    this.rules = rules
    this.placed = placed
    const sorted = activities.toSorted((a, b) => startOf(a) - startOf(b) || finishOf(a) - finishOf(b))
    const byStep = Map.groupBy(sorted, (activity) => activity.step)
    const known = (list: readonly StepActivity[]) => list.map(finishOf).filter(Number.isFinite)
    this.finishes = new Map([...byStep].map(([key, list]) => [key, known(list).sort((a, b) => a - b)]))
    this.last = { ...placed, steps: placed.steps.map((step) => this.lastOf(step, byStep.get(step.key))) }
  }

  moments(): RunMoment[] {
    const startable = new Set(startableSteps(this.rules.workflow, this.last).map((step) => step.key))
    return this.last.steps.flatMap((step) => {
      if (startable.has(step.key)) return [this.becomesReady(step)]
      const bornReady = this.placed.steps[step.position]!.state === 'READY'
      return step.state === 'DONE' || step.state === 'IN_PROGRESS' ? momentsOf(step, bornReady) : []
    })
  }

  private lastOf(step: OrderStep, activities: readonly StepActivity[] | undefined): OrderStep {
    if (!activities) return step
    const readyBy = this.readiness(step.key)
    const runs = activities.map((activity, index) => {
      const [startedAt, { finishedAt, holderId }] = [startOf(activity), activity]
      return { number: index + 1, holderId, readyAt: readyBy(startedAt), startedAt, finishedAt }
    })
    return { ...step, runs, state: runs.every((run) => run.finishedAt !== null) ? 'DONE' : 'IN_PROGRESS' }
  }

  /** When a run of `key` that begins at `start` became ready. */
  private readiness(key: string): (start: Instant) => Instant {
    const before = effectivePredecessors(this.rules.workflow, this.placed, key)
    const finishes = before.map((step) => this.finishes.get(step) ?? [])
    const { placedAt } = this.placed
    return (start) => Math.max(placedAt, ...finishes.map((list) => list.findLast((at) => at <= start) ?? placedAt))
  }

  private becomesReady({ key, position }: OrderStep): RunMoment {
    const at = this.readiness(key)(Number.POSITIVE_INFINITY)
    const run = { number: 1, holderId: null, readyAt: at, startedAt: null, finishedAt: null }
    return { kind: 'ready', at, position, run }
  }
}

/** A run that its step became READY for, by the placing apart, is told from then on; another begins with its start. */
function momentsOf({ position, runs }: OrderStep, bornReady: boolean): RunMoment[] {
  let doneAt = Number.NEGATIVE_INFINITY
  return runs.flatMap((run, index) => {
    const isReadied = index === 0 ? !bornReady : run.readyAt !== runs[index - 1]!.readyAt && doneAt <= run.readyAt!
    doneAt = Math.max(doneAt, run.finishedAt ?? Number.POSITIVE_INFINITY)
    return momentsOfRun(position, run, isReadied)
  })
}

function momentsOfRun(position: number, run: StepRun, isReadied: boolean): RunMoment[] {
  const { readyAt, startedAt, finishedAt } = run
  const begun = { ...run, finishedAt: null }
  const waiting = { ...begun, holderId: null, startedAt: null }
  const moments: RunMoment[] = isReadied ? [{ kind: 'ready', at: readyAt!, position, run: waiting }] : []
  if (startedAt !== finishedAt) moments.push({ kind: 'start', at: startedAt!, position, run: begun })
  if (finishedAt !== null) moments.push({ kind: 'finish', at: finishedAt, position, run })
  return moments
}

function orderMoments({ workflow }: HistoryRules, last: Order, deliveredAt: Instant | null): OrderMoment[] {
  const finishOfAll = (steps: readonly OrderStep[]) =>
    Math.max(last.placedAt, ...steps.flatMap((step) => step.runs.map((run) => run.finishedAt ?? last.placedAt)))
  const delivering = deliveringSteps(workflow, last)
  const isDelivered = delivering.every((step) => step.state === 'DONE')
  const at = deliveredAt ?? (isDelivered ? finishOfAll(delivering) : null)
  const moments: OrderMoment[] = at === null ? [] : [{ kind: 'deliver', at }]
  if (last.steps.some((step) => OPEN.has(step.state))) return moments
  return [...moments, { kind: 'close', at: Math.max(finishOfAll(last.steps), at ?? last.placedAt) }]
}

function startOf(activity: StepActivity): Instant {
  return activity.startedAt ?? activity.finishedAt!
}

function finishOf(activity: StepActivity): Instant {
  return activity.finishedAt ?? Number.POSITIVE_INFINITY
}
