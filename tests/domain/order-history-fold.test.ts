import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventsOf } from '../../server/domain/event.ts'
import type { Fact } from '../../server/domain/fact.ts'
import { foldLog, orderAsOf } from '../../server/domain/order-history-fold.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import { commandOf, type Dice, manyDice, randomCase } from './random-orders.ts'
import { header, minutes, Relay, workflowOf } from './relay.ts'

const logOf = (relay: Relay, facts: readonly Fact[]) =>
  eventsOf(header, relay.workflow, facts, { actor: null, recordedAt: 0 })
const stepStates = (order: ReturnType<typeof orderAsOf>) => order?.steps.map((step) => step.state).join(' ')

/** Plays dice on an order and keeps every fact and, after each mutation, how the order stood. */
function play(relay: Relay, thrown: readonly Dice[], played: Parameters<typeof commandOf>[0]) {
  const facts = [...relay.last.facts]
  const stands = [{ at: header.placedAt, order: relay.order }]
  for (const one of thrown) {
    const { command, context: drawn } = commandOf(played, relay.order, one, { late: false })
    const context = { ...drawn, at: Math.max(drawn.at, stands.at(-1)!.at) }
    try {
      relay.do(command, context)
    } catch (error) {
      if (error instanceof Refusal) continue
      throw error
    }
    facts.push(...relay.last.facts)
    stands.push({ at: context.at, order: relay.order })
  }
  return { facts, stands }
}

test('an order as of any instant is the order that stood then, when everything was told as it happened', () => {
  fc.assert(
    fc.property(randomCase, manyDice, (played, thrown) => {
      const relay = new Relay(played.workflow, played.skipped)
      const { facts, stands } = play(relay, thrown, played)
      const log = logOf(relay, facts)
      for (const [place, { at, order }] of stands.entries())
        if (at < (stands[place + 1]?.at ?? Number.POSITIVE_INFINITY))
          expect(orderAsOf(log, header.id, at)).toEqual(order)
      expect(orderAsOf(log, header.id, header.placedAt - 1)).toBeNull()
      expect(foldLog(log, header.id)).toEqual(relay.order)
    }),
  )
})

test('a finish that was told late counts from when it happened', () => {
  const relay = new Relay(workflowOf({ pick: [], pack: [], ship: ['pick', 'pack'] }))
  const facts = [...relay.last.facts, ...relay.complete('pick').last.facts]
  const report = { type: 'report', step: 'pack', state: 'DONE', holderId: null, reason: null } as const
  facts.push(...relay.do(report, { at: minutes(0.5) }).last.facts)
  const log = logOf(relay, facts)
  expect(stepStates(orderAsOf(log, header.id, minutes(0.4)))).toBe('READY READY WAITING')
  expect(stepStates(orderAsOf(log, header.id, minutes(0.6)))).toBe('READY DONE WAITING')
  expect(stepStates(orderAsOf(log, header.id, minutes(1)))).toBe('DONE DONE READY')
})

test('a late fact that does not follow from what had happened before it is left out', () => {
  const relay = new Relay(workflowOf({ pick: [], ship: ['pick'] }))
  const facts = [...relay.last.facts, ...relay.start('pick').last.facts]
  const finish = relay.complete('pick').last.facts[0]!
  const tooEarly = { ...finish, at: minutes(0.5) }
  const log = logOf(relay, [...facts, tooEarly])
  expect(stepStates(orderAsOf(log, header.id, minutes(5)))).toBe('IN_PROGRESS WAITING')
  expect(stepStates(foldLog(log, header.id))).toBe('DONE WAITING')
})
