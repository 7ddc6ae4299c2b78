import type { Fact } from './fact.ts'
import { type HistoryMoment, historyMoments } from './history-moments.ts'
import type { HistoryRules, StepActivity } from './history-rules.ts'
import type { Order, OrderStep, StepRun } from './order.ts'
import { fold } from './order-fold.ts'
import { type OrderHeader, placeOrder } from './placing.ts'
import type { Instant, StepState } from './vocabulary.ts'

export type History = { readonly order: Order; readonly facts: readonly Fact[] }

/**
 * The past of an order as facts in order of time, and the order that they fold to. A run is READY at the finish of the last
 * predecessor that finished by its start, else at the placing; a repeated activity is another run, and while one of several is
 * under way its step is IN_PROGRESS. A step without a run is SKIPPED from the start when the order is over, when something after it ran, or when it
 * is no ordinary step of its log; otherwise it waits. `deliveredAt` says that the goods are the customer's whatever the steps say. Nothing of the order
 * may lie before `header.placedAt`.
 */
export function orderHistory(
  rules: HistoryRules,
  header: OrderHeader,
  activities: readonly StepActivity[],
  deliveredAt: Instant | null,
): History {
  const kept = keptSteps(rules, activities, deliveredAt)
  const placed = placeOrder(rules.workflow, header, (step) => kept.has(step.key))
  const telling = new Telling(placed)
  for (const moment of historyMoments(rules, placed.order, activities, deliveredAt)) telling.tell(moment)
  return { order: telling.order, facts: telling.facts }
}

function keptSteps(
  rules: HistoryRules,
  activities: readonly StepActivity[],
  deliveredAt: Instant | null,
): ReadonlySet<string> {
  const ran = new Set(activities.map((activity) => activity.step))
  const isRunning = activities.some((activity) => activity.finishedAt === null)
  const isOver = !isRunning && [...rules.last].every((key) => ran.has(key))
  const isPast = (key: string) => isOver || (deliveredAt !== null && rules.untilDelivery.has(key))
  const isPassed = (key: string) => !ran.isDisjointFrom(rules.after.get(key)!)
  const waits = (key: string) => rules.ordinary.has(key) && !isPast(key) && !isPassed(key)
  const every = rules.workflow.steps.map((step) => step.key)
  const kept = new Set(every.filter((key) => ran.has(key) || waits(key)))
  return kept.size > 0 ? kept : new Set(every)
}

/** Tells moments as facts, folding the order along. What happens at one instant is one mutation. */
class Telling {
  readonly facts: Fact[]
  order: Order
  private at: Instant | null = null
  private before: Order

  constructor(placed: History) {
    this.facts = [...placed.facts]
    this.order = placed.order
    this.before = placed.order
  }

  tell(moment: HistoryMoment): void {
    if (moment.at !== this.at) this.before = this.order
    this.at = moment.at
    const fact = this.factOf(moment)
    this.facts.push(fact)
    this.order = fold(this.order, fact, this.order.id)
  }

  private factOf(moment: HistoryMoment): Fact {
    const base = { at: moment.at, reason: null, orderVersion: this.before.version + 1 }
    if (!('run' in moment)) return { ...base, type: moment.kind === 'deliver' ? 'ORDER_DELIVERED' : 'ORDER_CLOSED' }
    const { position, run } = moment
    const step = this.order.steps[position]!
    const others = step.runs.filter((other) => other.number !== run.number && isUnderWay(other))
    const change = { step: step.key, stepVersion: this.before.steps[position]!.version + 1, from: step.state, run }
    return { ...base, type: 'STEP_CHANGED', ...change, ...after(moment.kind, run, others) }
  }
}

type After = { readonly to: StepState; readonly holderId: OrderStep['holderId'] }

function after(kind: 'ready' | 'start' | 'finish', run: StepRun, others: readonly StepRun[]): After {
  if (kind === 'ready') return { to: 'READY', holderId: null }
  const other = others.at(-1)
  if (kind === 'finish' && other) return { to: 'IN_PROGRESS', holderId: other.holderId }
  return { to: kind === 'start' ? 'IN_PROGRESS' : 'DONE', holderId: run.holderId }
}

function isUnderWay(run: StepRun): boolean {
  return run.startedAt !== null && run.finishedAt === null
}
