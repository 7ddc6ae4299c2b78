import type { Mutation } from './mutation.ts'
import type { OrderStep } from './order.ts'
import { badInput, conflict } from './refusal.ts'
import { assignStep, blockStep, completeStep, refuseState, skipStep, startStep, unblockStep } from './step-commands.ts'
import type { ReportCommand } from './step-machine.ts'

/**
 * What an ERP or WMS says of a step is what happened there, so a report goes the whole way: holds it does not know of are
 * released, and work on a step that was over is another run.
 */
export function reportStep(mutation: Mutation, step: OrderStep, report: ReportCommand): void {
  if (mutation.order.closedAt !== null)
    throw conflict('order', `${mutation.order.number} is closed`, mutation.order.version)
  notBeforePlacing(mutation)
  switch (report.state) {
    case 'READY':
      return reportReady(mutation, step)
    case 'IN_PROGRESS':
      return reportStarted(mutation, step, report)
    case 'DONE':
      return completeStep(mutation, released(mutation, step), holderOf(step, report))
    case 'BLOCKED':
      return blockStep(mutation, step, reasonOf(report))
    case 'SKIPPED':
      return skipStep(mutation, step)
    default:
      throw badInput('state', 'cannot be reported', report.state, [
        'READY',
        'IN_PROGRESS',
        'BLOCKED',
        'DONE',
        'SKIPPED',
      ])
  }
}

/** Work on a step that was held while it was under way goes on; any other step is started. */
function reportStarted(mutation: Mutation, step: OrderStep, report: ReportCommand): void {
  const free = goneThroughAgain(mutation, released(mutation, step))
  if (step.state === 'BLOCKED' && free.state === 'IN_PROGRESS') assignStep(mutation, free, holderOf(step, report))
  else startStep(mutation, free, holderOf(step, report))
}

function reportReady(mutation: Mutation, step: OrderStep): void {
  if (step.state === 'BLOCKED') return unblockStep(mutation, step, null)
  if (step.state !== 'DONE' && step.state !== 'SKIPPED') throw refuseState(step, 'made ready')
  goneThroughAgain(mutation, step)
}

function released(mutation: Mutation, step: OrderStep): OrderStep {
  if (step.state !== 'BLOCKED') return step
  unblockStep(mutation, step, null)
  return mutation.step(step.key)
}

function goneThroughAgain(mutation: Mutation, step: OrderStep): OrderStep {
  if (step.state !== 'DONE' && step.state !== 'SKIPPED') return step
  const finishedAt = step.runs.at(-1)?.finishedAt ?? null
  if (finishedAt !== null && mutation.at < finishedAt)
    throw badInput(
      'at',
      'is before the last run was finished',
      new Date(mutation.at).toISOString(),
      new Date(finishedAt).toISOString(),
    )
  mutation.openRun(step.key, mutation.at, mutation.reason)
  return mutation.step(step.key)
}

function notBeforePlacing({ at, order }: Mutation): void {
  if (at >= order.placedAt) return
  const [value, earliest] = [at, order.placedAt].map((instant) => new Date(instant).toISOString())
  throw badInput('at', `${value} is before the order was placed (${earliest})`, value, earliest)
}

function holderOf(step: OrderStep, report: ReportCommand): number | null {
  return report.holderId ?? step.holderId
}

function reasonOf(report: ReportCommand): string {
  if (report.reason) return report.reason
  throw badInput('reason', 'is needed to put a step on hold')
}
