import type { Fact } from './fact.ts'
import { OPEN, type Order, type OrderStep, type StepRun } from './order.ts'
import { fold } from './order-fold.ts'
import { deliveringSteps, effectivePredecessors, startableSteps } from './readiness.ts'
import type { Actor, Instant, StepState } from './vocabulary.ts'
import { graphOf, type Workflow } from './workflow.ts'

type Bare<F> = F extends Fact ? Omit<F, 'orderVersion' | 'stepVersion' | 'at' | 'reason'> & { at?: Instant } : never

/**
 * One mutation under way: facts are emitted, the order is folded along. However many facts there are, the versions of the
 * order and of each step they touch grow by one.
 */
export class Mutation {
  readonly facts: Fact[] = []
  readonly before: Order
  readonly workflow: Workflow
  readonly at: Instant
  readonly actor: Actor | null
  readonly reason: string | null
  order: Order

  constructor(order: Order, workflow: Workflow, at: Instant, actor: Actor | null, reason: string | null) {
    this.before = order
    this.order = order
    this.workflow = workflow
    this.at = at
    this.actor = actor
    this.reason = reason
  }

  emit(bare: Bare<Fact>, reason: string | null = this.reason): void {
    const stepVersion = 'step' in bare ? { stepVersion: this.versionAfter(bare.step) } : {}
    const fact = { at: this.at, reason, orderVersion: this.before.version + 1, ...stepVersion, ...bare } as Fact
    this.facts.push(fact)
    this.order = fold(this.order, fact, this.order.id)
  }

  step(key: string): OrderStep {
    return find(this.order, key)
  }

  versionAfter(key: string): number {
    return find(this.before, key).version + 1
  }

  /** Moves a step on; `run` is what the latest run gains, `holderId` who has it from now on. */
  move(key: string, to: StepState, run: Partial<StepRun> | null, holderId = this.step(key).holderId): void {
    const { state: from, runs } = this.step(key)
    const latest = runs.at(-1) ?? null
    const changed = run && latest ? { ...latest, ...run, holderId } : latest
    this.emit({ type: 'STEP_CHANGED', step: key, from, to, holderId, run: changed })
  }

  /** Opens another run of a step at `at`: it is READY, with the holder it had. */
  openRun(key: string, at: Instant, reason: string | null = null): void {
    const { state: from, holderId, runs } = this.step(key)
    const run = { number: runs.length + 1, holderId, readyAt: at, startedAt: null, finishedAt: null }
    const takesBack = from !== 'WAITING' && this.takesBackDelivery([key]) ? { takesBackDelivery: true as const } : {}
    this.emit({ type: 'STEP_CHANGED', at, step: key, from, to: 'READY', holderId, run, ...takesBack }, reason)
  }

  /** Whether the order is not delivered any more once these steps, which were over, are open again. */
  takesBackDelivery(reopened: readonly string[]): boolean {
    const { steps } = graphOf(this.workflow)
    return this.order.state === 'DELIVERED' && reopened.some((key) => steps.get(key)?.delivers)
  }

  /** Hands the baton on: what can start is READY, what is all done is delivered and closed. */
  settle(): void {
    for (const step of startableSteps(this.workflow, this.order)) this.openRun(step.key, this.readyAt(step.key))
    const delivering = deliveringSteps(this.workflow, this.order)
    const isDone = (step: OrderStep) => step.state === 'DONE'
    if (this.order.state === 'OPEN' && delivering.every(isDone))
      this.emit({ type: 'ORDER_DELIVERED', at: this.lastFinish(delivering) }, null)
    const isClosed = this.order.closedAt !== null || this.order.steps.some((step) => OPEN.has(step.state))
    if (!isClosed) this.emit({ type: 'ORDER_CLOSED', at: this.closing() }, null)
  }

  /** The finish of the last predecessor, which may have been told before this change although it came after it. */
  private readyAt(key: string): Instant {
    return this.lastFinish(effectivePredecessors(this.workflow, this.order, key).map((before) => this.step(before)))
  }

  /** Not before the delivery, which a skipped step can have brought later than every finish. */
  private closing(): Instant {
    return Math.max(this.lastFinish(this.order.steps), this.order.deliveredAt ?? this.at)
  }

  private lastFinish(steps: readonly OrderStep[]): Instant {
    return Math.max(this.at, ...steps.map((step) => step.runs.at(-1)?.finishedAt ?? this.at))
  }
}

function find(order: Order, key: string): OrderStep {
  const step = order.steps.find((candidate) => candidate.key === key)
  if (!step) throw new Error(`order ${order.number} has no step ${key}`)
  return step
}
