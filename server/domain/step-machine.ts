import type { Fact } from './fact.ts'
import { Mutation } from './mutation.ts'
import type { Order, OrderStep } from './order.ts'
import { cancelOrder } from './order-cancel.ts'
import { conflict, notFound } from './refusal.ts'
import { assignStep, blockStep, completeStep, skipStep, startStep, unblockStep } from './step-commands.ts'
import { reportStep } from './step-report.ts'
import { returnStep } from './step-return.ts'
import type { Actor, CalendarDate, Instant, StepState } from './vocabulary.ts'
import type { Workflow } from './workflow.ts'

/** What can be asked of an order once it is placed. A step is named by its key, a hold by its number within the step. */
export type StepCommand =
  | { readonly type: 'start'; readonly step: string; readonly note?: string | null }
  | { readonly type: 'complete'; readonly step: string; readonly note?: string | null }
  | { readonly type: 'block'; readonly step: string; readonly reason: string }
  | { readonly type: 'unblock'; readonly step: string; readonly hold: number | null; readonly note?: string | null }
  | { readonly type: 'skip'; readonly step: string; readonly reason: string }
  | { readonly type: 'assign'; readonly step: string; readonly holderId: number | null }
  | { readonly type: 'return'; readonly step: string; readonly reason: string; readonly to: readonly string[] | null }
  | ReportCommand
/** What another system says happened to a step: the state it is in there, at an instant of its own. */
export type ReportCommand = {
  readonly type: 'report'
  readonly step: string
  readonly state: StepState
  readonly holderId: number | null
  readonly reason: string | null
}
export type OrderCommand =
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'promise'; readonly date: CalendarDate }
export type Command = StepCommand | OrderCommand

export type Context = {
  readonly at: Instant
  readonly actor: Actor | null
  /** The step's for a step command, the order's for the others; null asks for no check. */
  readonly expectedVersion: number | null
}
export type Decision = { readonly order: Order; readonly facts: readonly Fact[] }

/** Decides one command. Refuses (CONFLICT, BAD_USER_INPUT, NOT_FOUND) or says all that follows; nothing is half done. */
export function decide(workflow: Workflow, order: Order, command: Command, context: Context): Decision {
  if (order.state === 'CANCELLED') throw conflict('order', `${order.number} is cancelled`, order.version)
  const reason = 'reason' in command ? command.reason : 'note' in command ? (command.note ?? null) : null
  const mutation = new Mutation(order, workflow, context.at, context.actor, reason)
  if ('step' in command) decideStep(mutation, stepOf(order, command.step, context), command)
  else decideOrder(mutation, command, context)
  return { order: mutation.order, facts: mutation.facts }
}

function stepOf(order: Order, key: string, { expectedVersion }: Context): OrderStep {
  const step = order.steps.find((candidate) => candidate.key === key)
  if (!step) throw notFound('step', key)
  if (expectedVersion !== null && expectedVersion !== step.version)
    throw conflict('expectedVersion', `step ${key} is at version ${step.version}, not ${expectedVersion}`, step.version)
  return step
}

function decideStep(mutation: Mutation, step: OrderStep, command: StepCommand): void {
  switch (command.type) {
    case 'start':
      return startStep(mutation, step)
    case 'complete':
      return completeStep(mutation, step)
    case 'block':
      return blockStep(mutation, step, command.reason)
    case 'unblock':
      return unblockStep(mutation, step, command.hold)
    case 'skip':
      return skipStep(mutation, step)
    case 'assign':
      return assignStep(mutation, step, command.holderId)
    case 'return':
      return returnStep(mutation, step, command.to)
    case 'report':
      return reportStep(mutation, step, command)
  }
}

function decideOrder(mutation: Mutation, command: OrderCommand, { expectedVersion }: Context): void {
  const { order } = mutation
  if (expectedVersion !== null && expectedVersion !== order.version)
    throw conflict(
      'expectedVersion',
      `order ${order.number} is at version ${order.version}, not ${expectedVersion}`,
      order.version,
    )
  if (order.state === 'DELIVERED') throw conflict('order', `${order.number} is delivered`, order.version)
  if (command.type === 'cancel') return cancelOrder(mutation)
  if (command.date !== order.promisedDate)
    mutation.emit({ type: 'PROMISE_CHANGED', fromDate: order.promisedDate, toDate: command.date })
}
