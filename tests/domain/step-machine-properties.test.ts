import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fact } from '../../server/domain/fact.ts'
import type { Order, OrderStep } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import { placeOrder } from '../../server/domain/placing.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import { type Command, type Context, type Decision, decide } from '../../server/domain/step-machine.ts'
import { brokenRules } from './order-rules.ts'
import { type Case, commandOf, type Dice, manyDice, randomCase } from './random-orders.ts'
import { header } from './relay.ts'

type Turn = { readonly given: Case; readonly before: Order; readonly command: Command; readonly context: Context }
type Check = (turn: Turn, decision: Decision | null, log: readonly Fact[]) => void

/** Plays random commands, late reports and wrong versions among them; `decision` is null where the command was refused. */
function play(given: Case, thrown: readonly Dice[], check: Check): void {
  const placed = placeOrder(given.workflow, header, (step) => !given.skipped.includes(step.key))
  const log = [...placed.facts]
  let { order } = placed
  for (const die of thrown) {
    const turn = { given, before: frozen(order), ...commandOf(given, order, die) }
    const decision = attempt(turn)
    if (decision) log.push(...decision.facts)
    check(turn, decision, log)
    order = decision?.order ?? order
  }
}

function attempt({ given, before, command, context }: Turn): Decision | null {
  try {
    return decide(given.workflow, before, command, context)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Whoever writes into what was handed in fails at once. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  Object.values(value).forEach(frozen)
  return value
}

function always(check: Check): void {
  fc.assert(
    fc.property(randomCase, manyDice, (given, thrown) => play(given, thrown, check)),
    { numRuns: 200 },
  )
}

test('every order is sound after every command', () => {
  always(({ given, command, context }, decision) => {
    if (decision)
      expect([command, context.at, ...brokenRules(given.workflow, decision.order)]).toEqual([command, context.at])
  })
})

test('the facts of an order, as JSON keeps them, fold to the order', () => {
  always((_, decision, log) => {
    if (!decision) return
    const kept: Fact[] = JSON.parse(JSON.stringify(log))
    const folded = kept.reduce<Order | null>((order, fact) => fold(order, fact, header.id), null)
    expect(folded).toEqual(decision.order)
  })
})

test('the versions of the order and of each step that changed grow by one a command, others stay', () => {
  always(({ before }, decision) => {
    if (!decision) return
    const { order, facts } = decision
    expect(order.version).toBe(before.version + (facts.length > 0 ? 1 : 0))
    for (const [index, step] of order.steps.entries()) {
      const old = before.steps[index]!
      expect(step).toEqual(step.version === old.version ? old : { ...step, version: old.version + 1 })
    }
  })
})

test('every fact names the versions that stand once the whole command is done', () => {
  always((_, decision) => {
    for (const fact of decision?.facts ?? []) {
      expect(fact.orderVersion).toBe(decision?.order.version)
      if ('step' in fact)
        expect(fact.stepVersion).toBe(decision?.order.steps.find((step) => step.key === fact.step)?.version)
    }
  })
})

test('a command with a wrong version is refused, whatever it asks', () => {
  always(({ context, before, command }, decision) => {
    const versions = 'step' in command ? before.steps.find((step) => step.key === command.step)! : before
    if (context.expectedVersion !== null && context.expectedVersion !== versions.version) expect(decision).toBeNull()
  })
})

test('what is over is history: finished runs and released holds never change', () => {
  const history = (step: OrderStep) => ({
    runs: step.runs.filter((run) => run.finishedAt !== null),
    holds: step.holds.filter((hold) => hold.releasedAt !== null),
  })
  always(({ before }, decision) => {
    for (const [index, step] of decision?.order.steps.entries() ?? []) {
      const [old, now] = [history(before.steps[index]!), history(step)]
      expect(now.runs).toEqual(expect.arrayContaining(old.runs))
      expect(now.holds).toEqual(expect.arrayContaining(old.holds))
    }
  })
})

test('no fact of an order is dated before its placing, and what follows from a fact not before it', () => {
  always(({ context }, decision) => {
    for (const fact of decision?.facts ?? [])
      expect(fact.at).toBeGreaterThanOrEqual(Math.max(context.at, header.placedAt))
  })
})

test('a hand-back opens a run of each step it names, with its last holder, and the step itself waits', () => {
  let seen = 0
  always(({ before, command }, decision) => {
    const fact = decision?.facts[0]
    if (command.type !== 'return' || fact?.type !== 'STEP_RETURNED' || !decision) return
    seen++
    const pair = (key: string) => [before, decision.order].map((order) => order.steps.find((step) => step.key === key)!)
    expect(pair(command.step)[1]).toMatchObject({ state: 'WAITING', blockedFrom: null })
    for (const key of fact.returnedTo) {
      const [old, now] = pair(key)
      expect(old!.state).toBe('DONE')
      expect(now).toMatchObject({ state: 'READY', holderId: old!.runs.at(-1)!.holderId, returns: old!.returns + 1 })
      expect(now!.runs).toHaveLength(old!.runs.length + 1)
    }
    for (const old of before.steps.filter((step) =>
      ['IN_PROGRESS', 'BLOCKED', 'SKIPPED', 'WAITING'].includes(step.state),
    ))
      if (old.key !== command.step) expect(pair(old.key)[1]).toEqual(old)
  })
  expect(seen).toBeGreaterThan(20)
})
