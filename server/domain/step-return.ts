import type { Mutation } from './mutation.ts'
import type { OrderStep } from './order.ts'
import { effectivePredecessors, predecessors } from './readiness.ts'
import { badInput } from './refusal.ts'
import { refuseState } from './step-commands.ts'
import { ancestorsOf, descendantsOf } from './workflow.ts'

/**
 * The department that should take it on hands it back. Each step named that is DONE opens a new run and is READY with its
 * last holder; the returning step and those READY between them are WAITING; started or finished ones stay.
 */
export function returnStep(mutation: Mutation, step: OrderStep, to: readonly string[] | null): void {
  if (step.state !== 'READY' && step.state !== 'IN_PROGRESS') throw refuseState(step, 'returned')
  const reopened = targets(mutation, step, to)
  const between = stepsBetween(mutation, step.key, reopened).filter((key) => mutation.step(key).state === 'READY')
  const waiting = [step.key, ...between].map((key) => waitAgain(mutation, key))
  const steps = [...reopened.map((key) => runAgain(mutation, key)), ...waiting]
  const takesBackDelivery = mutation.takesBackDelivery(reopened)
  mutation.emit({ type: 'STEP_RETURNED', step: step.key, returnedTo: reopened, steps, takesBackDelivery })
}

/** The DONE ones among the steps named, in workflow order. */
function targets({ workflow, order }: Mutation, step: OrderStep, to: readonly string[] | null): string[] {
  if (predecessors(workflow, step.key).length === 0)
    throw badInput('step', `${step.key} has no step before it to return to`, step.key)
  const ancestors = ancestorsOf(workflow, step.key)
  for (const key of to ?? [])
    if (!ancestors.has(key)) throw badInput('to', `${key} does not come before ${step.key}`, key, [...ancestors])
  const named = new Set(to?.length ? to : effectivePredecessors(workflow, order, step.key))
  const done = order.steps.filter((candidate) => named.has(candidate.key) && candidate.state === 'DONE')
  if (done.length === 0) throw badInput('to', `none of ${[...named].join(', ')} is DONE`, [...named])
  return done.map((candidate) => candidate.key)
}

function stepsBetween({ workflow }: Mutation, key: string, from: readonly string[]): string[] {
  const ancestors = ancestorsOf(workflow, key)
  const after = new Set(from.flatMap((start) => [...descendantsOf(workflow, start)]))
  return [...after].filter((candidate) => ancestors.has(candidate))
}

function waitAgain(mutation: Mutation, key: string): OrderStep {
  return { ...mutation.step(key), state: 'WAITING', version: mutation.versionAfter(key) }
}

function runAgain(mutation: Mutation, key: string): OrderStep {
  const step = mutation.step(key)
  const holderId = step.runs.at(-1)?.holderId ?? step.holderId
  const run = { number: step.runs.length + 1, holderId, readyAt: mutation.at, startedAt: null, finishedAt: null }
  const version = mutation.versionAfter(key)
  return { ...step, state: 'READY', holderId, returns: step.returns + 1, runs: [...step.runs, run], version }
}
