import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Order } from '../../server/domain/order.ts'
import { placeOrder } from '../../server/domain/placing.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import { type Command, type Context, decide } from '../../server/domain/step-machine.ts'
import type { Workflow } from '../../server/domain/workflow.ts'
import { boardOf, NaiveOrder } from './naive-order.ts'
import { commandOf, manyDice, randomCase } from './random-orders.ts'
import { header } from './relay.ts'

/** The order after the command; null where it was refused. */
function decided(workflow: Workflow, order: Order, command: Command, context: Context): Order | null {
  try {
    return decide(workflow, order, command, context).order
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

test('the step machine and a naive one agree on every order, command by command', () => {
  const taken = new Map<string, number>()
  fc.assert(
    fc.property(randomCase, manyDice, (given, thrown) => {
      const naive = new NaiveOrder(given)
      let { order } = placeOrder(given.workflow, header, (step) => !given.skipped.includes(step.key))
      for (const die of thrown) {
        const { command, context } = commandOf(given, order, { ...die, version: 'none' }, { late: false })
        const after = decided(given.workflow, order, command, context)
        expect([command, naive.take(command, context.actor)]).toEqual([command, after !== null])
        order = after ?? order
        expect(boardOf(order)).toEqual({ state: naive.state, isClosed: naive.isClosed, legs: naive.legs })
        if (after) taken.set(command.type, (taken.get(command.type) ?? 0) + 1)
      }
    }),
    { numRuns: 500 },
  )
  // Random commands prove something only where each kind was taken often enough.
  for (const kind of [
    'start',
    'complete',
    'block',
    'unblock',
    'skip',
    'assign',
    'return',
    'report',
    'cancel',
    'promise',
  ])
    expect([kind, (taken.get(kind) ?? 0) > 20]).toEqual([kind, true])
})
