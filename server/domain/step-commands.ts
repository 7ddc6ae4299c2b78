import type { Mutation } from './mutation.ts'
import { type Hold, type OrderStep, openHolds } from './order.ts'
import { badInput, conflict } from './refusal.ts'
import type { StepState } from './vocabulary.ts'

/** READY → IN_PROGRESS. A person who starts what nobody holds becomes the holder. */
export function startStep(mutation: Mutation, step: OrderStep, holderId = holderAfter(mutation, step)): void {
  requireState(step, ['READY'], 'started')
  notBefore(mutation, step.runs.at(-1)?.readyAt ?? null, 'ready')
  mutation.move(step.key, 'IN_PROGRESS', { startedAt: mutation.at }, holderId)
}

/** READY or IN_PROGRESS → DONE; a step that was never started is started and finished at once. Hands the baton on. */
export function completeStep(mutation: Mutation, step: OrderStep, holderId = holderAfter(mutation, step)): void {
  requireState(step, ['READY', 'IN_PROGRESS'], 'completed')
  const run = step.runs.at(-1)
  notBefore(mutation, run?.startedAt ?? run?.readyAt ?? null, run?.startedAt == null ? 'ready' : 'started')
  const startedAt = run?.startedAt ?? mutation.at
  mutation.move(step.key, 'DONE', { startedAt, finishedAt: mutation.at }, holderId)
  mutation.settle()
}

/** Puts one more hold on a step; the first makes it BLOCKED. */
export function blockStep(mutation: Mutation, step: OrderStep, reason: string): void {
  requireState(step, ['READY', 'IN_PROGRESS', 'BLOCKED'], 'put on hold')
  notBefore(mutation, step.runs.at(-1)?.readyAt ?? null, 'ready')
  notBefore(mutation, latestSince(step.holds), 'put on hold before')
  const hold = { number: step.holds.length + 1, reason, since: mutation.at, placedBy: mutation.actor }
  mutation.emit({ type: 'HOLD_PLACED', step: step.key, hold: { ...hold, releasedAt: null, releasedBy: null } })
  if (step.state !== 'BLOCKED') mutation.move(step.key, 'BLOCKED', null)
}

/** Releases one hold, or all that are open; with the last one the step goes back to where it came from. */
export function unblockStep(mutation: Mutation, step: OrderStep, number: number | null): void {
  requireState(step, ['BLOCKED'], 'released')
  const holds = openHolds(step)
  const chosen = number === null ? holds : holds.filter((hold) => hold.number === number)
  if (chosen.length === 0) throw badInput('hold', 'is not open on this step', number)
  notBefore(mutation, latestSince(chosen), 'put on hold')
  releaseHolds(mutation, step, chosen)
  if (chosen.length === holds.length && step.blockedFrom) mutation.move(step.key, step.blockedFrom, null)
}

export function releaseHolds(mutation: Mutation, step: OrderStep, holds: readonly Hold[] = openHolds(step)): void {
  for (const hold of holds) {
    const released = { ...hold, releasedAt: mutation.at, releasedBy: mutation.actor }
    mutation.emit({ type: 'HOLD_RELEASED', step: step.key, hold: released })
  }
}

/** A step that was not begun → SKIPPED; what waits for it waits only for what came before it. */
export function skipStep(mutation: Mutation, step: OrderStep): void {
  requireState(step, ['WAITING', 'READY', 'BLOCKED'], 'skipped')
  if (step.blockedFrom === 'IN_PROGRESS') throw refuseState(step, 'skipped: it was begun')
  notBefore(mutation, latestSince(openHolds(step)), 'put on hold')
  releaseHolds(mutation, step)
  mutation.move(step.key, 'SKIPPED', null)
  mutation.settle()
}

/** Gives a step that is not over to a holder, or to nobody. Giving it to who has it already changes nothing. */
export function assignStep(mutation: Mutation, step: OrderStep, holderId: number | null): void {
  requireState(step, ['WAITING', 'READY', 'IN_PROGRESS', 'BLOCKED'], 'assigned')
  if (step.holderId !== holderId) mutation.emit({ type: 'STEP_ASSIGNED', step: step.key, holderId })
}

function latestSince(holds: readonly Hold[]): number | null {
  return holds.length > 0 ? Math.max(...holds.map((hold) => hold.since)) : null
}

function holderAfter({ actor }: Mutation, step: OrderStep): number | null {
  return step.holderId ?? (actor?.kind === 'PERSON' ? actor.id : null)
}

function requireState(step: OrderStep, allowed: readonly StepState[], participle: string): void {
  if (!allowed.includes(step.state)) throw refuseState(step, participle)
}

export function refuseState(step: OrderStep, participle: string): Error {
  return conflict('step', `${step.key} is ${step.state} and cannot be ${participle}`, step.version)
}

/** What is reported late may come before other facts, but not before what it follows from. */
function notBefore(mutation: Mutation, limit: number | null, what: string): void {
  if (limit === null || mutation.at >= limit) return
  const [value, earliest] = [mutation.at, limit].map((at) => new Date(at).toISOString())
  throw badInput('at', `${value} is before the step was ${what} (${earliest})`, value, earliest)
}
