import { readIdOf } from '../domain/global-id.ts'
import { badInput, notFound } from '../domain/refusal.ts'
import type { StepCommand } from '../domain/step-machine.ts'
import { requireText } from '../domain/text.ts'
import { requireStepWorker } from '../domain/visibility.ts'
import { graphOf, type WorkflowStep } from '../domain/workflow.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'
import { changeOrder, type LockedOrder, lockOrder } from './order-change.ts'

/** Longest reason or note, in characters. */
export const REASON_LIMIT = 2_000

/** The step concerned: its order's number in the database and its place there. */
export type StepRef = { readonly orderId: number; readonly position: number }

export type StepInput = MutationInput & {
  readonly order: string
  readonly step: string
  readonly note?: string | null | undefined
  readonly expectedVersion?: number | null | undefined
}
type Reason = { readonly reason: string }
type Bare<C> = C extends StepCommand ? Omit<C, 'step'> : never

/** READY → IN_PROGRESS. Refusals of all of these: NOT_FOUND, FORBIDDEN, CONFLICT (with the step's version), BAD_USER_INPUT. */
export function startStep(asker: Asker, input: StepInput): Promise<StepRef> {
  return stepMutation(asker, 'startStep', input, () => ({ type: 'start', note: noteOf(input) }))
}

export function completeStep(asker: Asker, input: StepInput): Promise<StepRef> {
  return stepMutation(asker, 'completeStep', input, () => ({ type: 'complete', note: noteOf(input) }))
}

export function blockStep(asker: Asker, input: StepInput & Reason): Promise<StepRef> {
  return stepMutation(asker, 'blockStep', input, () => ({ type: 'block', reason: reasonOf(input) }))
}

export function unblockStep(asker: Asker, input: StepInput & { hold?: string | null | undefined }): Promise<StepRef> {
  return stepMutation(asker, 'unblockStep', input, (locked, step) => {
    const hold = input.hold == null ? null : holdOf(input.hold, locked, step)
    return { type: 'unblock', hold, note: noteOf(input) }
  })
}

export function skipStep(asker: Asker, input: StepInput & Reason): Promise<StepRef> {
  return stepMutation(asker, 'skipStep', input, () => ({ type: 'skip', reason: reasonOf(input) }))
}

/** Gives the step to a member of its department, or, with no holder, to nobody. */
export function assignStep(asker: Asker, input: StepInput & { holder?: string | null | undefined }): Promise<StepRef> {
  return stepMutation(asker, 'assignStep', input, (_locked, step) => ({
    type: 'assign',
    holderId: input.holder == null ? null : memberOf(asker, input.holder, step),
  }))
}

export function returnStep(
  asker: Asker,
  input: StepInput & Reason & { to?: readonly string[] | null | undefined },
): Promise<StepRef> {
  return stepMutation(asker, 'returnStep', input, () => ({
    type: 'return',
    reason: reasonOf(input),
    to: input.to ?? null,
  }))
}

function stepMutation(
  asker: Asker,
  mutation: string,
  input: StepInput,
  command: (locked: LockedOrder, step: WorkflowStep) => Bare<StepCommand>,
): Promise<StepRef> {
  return mutate(asker, mutation, input, async (tx) => {
    const locked = await lockOrder(tx, asker, input.order)
    const step = graphOf(locked.workflow).steps.get(input.step)
    if (!step) throw notFound('input.step', input.step)
    requireStepWorker(asker.viewer, step.departmentId)
    const asked = { ...command(locked, step), step: step.key }
    await changeOrder(tx, asker, locked, asked, { expectedVersion: input.expectedVersion })
    return { orderId: locked.order.id, position: step.position }
  })
}

function noteOf({ note }: StepInput): string | null {
  return note == null ? null : requireText('input.note', note, REASON_LIMIT)
}

function reasonOf({ reason }: Reason): string {
  return requireText('input.reason', reason, REASON_LIMIT)
}

function holdOf(id: string, { order }: LockedOrder, step: WorkflowStep): number {
  const [orderId, position, number] = readIdOf('Hold', 'input.hold', id)
  if (orderId !== order.id || position !== step.position) throw notFound('input.hold', id)
  return number!
}

function memberOf({ baton }: Asker, key: string, { departmentId }: WorkflowStep): number {
  const person = baton.directory.people.byKey(key)
  if (!person) throw notFound('input.holder', key)
  const department = baton.directory.departments.byId(departmentId)
  if (person.departmentId !== departmentId)
    throw badInput('input.holder', `is not a member of ${department?.key}`, key, department?.key)
  return person.id
}
