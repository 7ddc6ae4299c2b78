import fc from 'fast-check'
import { CURRENT, latestInstant, OPEN, type Order } from '../../server/domain/order.ts'
import type { Command, Context } from '../../server/domain/step-machine.ts'
import type { Actor, StepState } from '../../server/domain/vocabulary.ts'
import { ancestorsOf, type Workflow } from '../../server/domain/workflow.ts'
import { PLACED, workflowOf } from './relay.ts'

/** A workflow of up to seven steps, listed in any order, with the steps that do not apply to its order. */
export type Case = { readonly workflow: Workflow; readonly skipped: readonly string[] }

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

const triangle = (from: string, to: string): number => {
  const [row, column] = [NAMES.indexOf(to), NAMES.indexOf(from)]
  return (row * (row - 1)) / 2 + column
}

export const randomCase: fc.Arbitrary<Case> = fc
  .record({
    listed: fc.oneof(
      { weight: 3, arbitrary: fc.shuffledSubarray(NAMES, { minLength: 5 }) },
      fc.shuffledSubarray(NAMES, { minLength: 1 }),
    ),
    edges: fc.array(fc.boolean(), { minLength: 21, maxLength: 21 }),
    delivering: fc.subarray(NAMES),
    skipped: fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, fc.subarray(NAMES)),
  })
  .map(({ listed, edges, delivering, skipped }) => {
    const isBefore = (from: string, to: string) => from < to && edges[triangle(from, to)]
    const dependencies = listed.map((key) => [key, listed.filter((other) => isBefore(other, key))] as const)
    const last = listed.filter((key) => !listed.some((other) => isBefore(key, other)))
    const delivers = delivering.filter((key) => listed.includes(key))
    const workflow = workflowOf(Object.fromEntries(dependencies), delivers.length > 0 ? delivers : last)
    return { workflow, skipped: skipped.filter((key) => key !== listed[0]) }
  })

type Kind = Command['type']
/** Dice for one command; what they come to depends on how the order stands by then. */
export type Dice = {
  readonly kind: Kind
  readonly pick: number
  /** True: the step is picked among those for which the command is likely to be allowed. */
  readonly sensible: boolean
  readonly state: StepState
  readonly person: number | null
  readonly actor: Actor | null
  readonly named: readonly number[]
  readonly version: 'none' | 'right' | 'wrong'
  readonly wait: number
  readonly late: number
}

const weight: Record<Kind, number> = {
  start: 20,
  complete: 30,
  block: 16,
  unblock: 24,
  skip: 6,
  assign: 8,
  return: 24,
  report: 24,
  cancel: 2,
  promise: 4,
}
const kinds = Object.keys(weight) as Kind[]
const person = fc.integer({ min: 1, max: 3 })
const reported = ['READY', 'IN_PROGRESS', 'IN_PROGRESS', 'DONE', 'DONE', 'BLOCKED', 'SKIPPED', 'WAITING'] as const

export const dice: fc.Arbitrary<Dice> = fc.record({
  kind: fc.oneof(...kinds.map((kind) => ({ weight: weight[kind], arbitrary: fc.constant(kind) }))),
  pick: fc.nat(1000),
  sensible: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  state: fc.constantFrom(...reported),
  person: fc.option(person),
  actor: fc.oneof(
    person.map((id): Actor => ({ kind: 'PERSON', id })),
    fc.constant<Actor>({ kind: 'INTEGRATION', id: 9 }),
    fc.constant(null),
  ),
  named: fc.array(fc.nat(6), { maxLength: 3 }),
  version: fc.oneof(
    { weight: 4, arbitrary: fc.constant('none' as const) },
    fc.constantFrom('right' as const, 'wrong' as const),
  ),
  wait: fc.nat(3),
  late: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(8)),
})

/** Mostly long plays, since what is worth finding needs an order that has been through something. */
export const manyDice = fc.oneof(
  { weight: 4, arbitrary: fc.array(dice, { minLength: 20, maxLength: 40 }) },
  fc.array(dice, { minLength: 1, maxLength: 20 }),
)

const likely: Record<Kind, ReadonlySet<StepState>> = {
  start: new Set(['READY']),
  complete: new Set(['READY', 'IN_PROGRESS']),
  block: CURRENT,
  unblock: new Set(['BLOCKED']),
  skip: new Set(['WAITING', 'READY']),
  assign: OPEN,
  return: new Set(['READY', 'IN_PROGRESS']),
  report: new Set([...CURRENT, 'DONE', 'SKIPPED']),
  cancel: OPEN,
  promise: OPEN,
}

/** What the dice come to for an order. Reports may be told late; everything else happens after all that the order knows. */
export function commandOf(
  { workflow }: Case,
  order: Order,
  thrown: Dice,
  { late = true }: { late?: boolean } = {},
): { command: Command; context: Context } {
  const fitting = order.steps.filter((step) => thrown.sensible && likely[thrown.kind].has(step.state))
  const steps = fitting.length > 0 ? fitting : order.steps
  const step = steps[thrown.pick % steps.length]!
  const command = commandFor(workflow, order, step.key, thrown)
  const version = command.type === 'cancel' || command.type === 'promise' ? order.version : step.version
  const expectedVersion = { none: null, right: version, wrong: version + 1 }[thrown.version]
  const now = latestInstant(order) + thrown.wait * 60_000
  const at = command.type === 'report' && late ? Math.max(now - thrown.late * 60_000, PLACED - 60_000) : now
  return { command, context: { at, actor: thrown.actor, expectedVersion } }
}

function commandFor(workflow: Workflow, order: Order, step: string, thrown: Dice): Command {
  const { kind, person: holderId, state, named } = thrown
  switch (kind) {
    case 'start':
    case 'complete':
      return { type: kind, step }
    case 'block':
    case 'skip':
      return { type: kind, step, reason: 'because' }
    case 'unblock':
      return { type: kind, step, hold: named[0] ?? null }
    case 'assign':
      return { type: kind, step, holderId }
    case 'return':
      return { type: kind, step, reason: 'incomplete', to: namedFor(workflow, order, step, thrown) }
    case 'report':
      return { type: kind, step, state, holderId, reason: named.length > 0 ? 'because' : null }
    case 'cancel':
      return { type: kind, reason: 'gone' }
    case 'promise':
      return { type: kind, date: `2026-12-0${1 + named.length}` }
  }
}

function namedFor(workflow: Workflow, order: Order, step: string, { named, sensible }: Dice): string[] | null {
  if (named.length === 0) return null
  const ancestors = [...ancestorsOf(workflow, step)]
  const from = sensible && ancestors.length > 0 ? ancestors : order.steps.map((other) => other.key)
  return named.map((index) => from[index % from.length]!)
}
