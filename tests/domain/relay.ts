import type { Order } from '../../server/domain/order.ts'
import { type OrderHeader, placeOrder } from '../../server/domain/placing.ts'
import {
  type Command,
  type Context,
  type Decision,
  decide,
  type StepCommand,
} from '../../server/domain/step-machine.ts'
import type { Actor, Instant, StepState } from '../../server/domain/vocabulary.ts'
import type { Workflow } from '../../server/domain/workflow.ts'

/** When the orders of these tests are placed; what happens to them happens minutes later. */
export const PLACED: Instant = Date.UTC(2026, 10, 22, 9)
export const minutes = (count: number): Instant => PLACED + count * 60_000
export const ann: Actor = { kind: 'PERSON', id: 1 }
export const erp: Actor = { kind: 'INTEGRATION', id: 9 }

/** A workflow out of `{ step: [what it depends on] }`; `delivers` names the delivering steps (the last key if left out). */
export function workflowOf(steps: Record<string, readonly string[]>, delivers?: readonly string[]): Workflow {
  const keys = Object.keys(steps)
  const delivering = new Set(delivers ?? keys.slice(-1))
  return {
    id: 7,
    key: 'sale',
    version: 1,
    name: 'Sale',
    appliesWhen: null,
    publishedAt: PLACED,
    discovered: false,
    steps: keys.map((key, position) => ({
      key,
      name: key,
      position,
      departmentId: position + 1,
      dependsOn: steps[key] ?? [],
      appliesWhen: null,
      delivers: delivering.has(key),
    })),
  }
}

export const header: OrderHeader = {
  id: 42,
  number: 'S-42',
  externalIds: [],
  customerId: 5,
  repId: 6,
  lines: [{ productId: 3, quantity: '2.5' }],
  channel: null,
  circumstances: [],
  attributes: {},
  timeZone: 'Europe/Berlin',
  placedAt: PLACED,
  requestedDate: null,
  promisedDate: '2026-12-15',
}

/** An order under way: every command is decided at the next minute, by Ann unless said otherwise. */
export class Relay {
  readonly workflow: Workflow
  order: Order
  /** The latest decision. */
  last: Decision
  private minute = 0

  constructor(workflow: Workflow, skipped: readonly string[] = []) {
    this.workflow = workflow
    this.last = placeOrder(workflow, header, (step) => !skipped.includes(step.key))
    this.order = this.last.order
  }

  do(command: Command, context: Partial<Context> = {}): this {
    this.minute++
    this.last = decide(this.workflow, this.order, command, {
      at: minutes(this.minute),
      actor: ann,
      expectedVersion: null,
      ...context,
    })
    this.order = this.last.order
    return this
  }

  start(...steps: readonly string[]): this {
    for (const step of steps) this.do({ type: 'start', step })
    return this
  }

  complete(...steps: readonly string[]): this {
    for (const step of steps) this.do({ type: 'complete', step })
    return this
  }

  block(step: string, reason = 'no stock'): this {
    return this.do({ type: 'block', step, reason })
  }

  unblock(step: string, hold: number | null = null): this {
    return this.do({ type: 'unblock', step, hold })
  }

  skip(step: string): this {
    return this.do({ type: 'skip', step, reason: 'not needed' })
  }

  giveBack(step: string, to: readonly string[] | null = null): this {
    return this.do({ type: 'return', step, to, reason: 'incomplete' })
  }

  report(
    step: string,
    state: StepState,
    context: Partial<Context> & { holderId?: number; reason?: string } = {},
  ): this {
    const { holderId = null, reason = null, ...rest } = context
    return this.do({ type: 'report', step, state, holderId, reason }, { actor: erp, ...rest })
  }

  step(key: string) {
    const step = this.order.steps.find((candidate) => candidate.key === key)
    if (!step) throw new Error(`no step ${key}`)
    return step
  }

  /** `{ a: 'DONE', b: 'READY' }` */
  get states(): Record<string, StepState> {
    return Object.fromEntries(this.order.steps.map((step) => [step.key, step.state]))
  }

  /** The types of the facts of the latest command, with the state that a step moved to. */
  get told(): string[] {
    return this.last.facts.map((fact) => (fact.type === 'STEP_CHANGED' ? `${fact.step} ${fact.to}` : fact.type))
  }
}

/** One command of each kind for a step, for tables of what is allowed. */
export function commandsFor(step: string): Record<StepCommand['type'], StepCommand> {
  return {
    start: { type: 'start', step },
    complete: { type: 'complete', step },
    block: { type: 'block', step, reason: 'no stock' },
    unblock: { type: 'unblock', step, hold: null },
    skip: { type: 'skip', step, reason: 'not needed' },
    assign: { type: 'assign', step, holderId: 77 },
    return: { type: 'return', step, reason: 'incomplete', to: null },
    report: { type: 'report', step, state: 'DONE', holderId: null, reason: null },
  }
}
