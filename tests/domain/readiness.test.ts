import { describe, expect, test } from 'vitest'
import { currentSteps } from '../../server/domain/order.ts'
import { teamOf } from '../../server/domain/order-team.ts'
import { deliveringSteps, effectivePredecessors, nextSteps, passedSteps } from '../../server/domain/readiness.ts'
import { ancestorsOf, descendantsOf } from '../../server/domain/workflow.ts'
import { Relay, workflowOf } from './relay.ts'

const relayRace = workflowOf(
  { sell: [], buy: ['sell'], make: ['sell'], pack: ['buy', 'make'], ship: ['pack'], bill: ['ship'] },
  ['ship'],
)
const keys = (steps: readonly { key: string }[]) => steps.map((step) => step.key)

describe('the step graph', () => {
  test.each([
    ['sell', [], ['buy', 'make', 'pack', 'ship', 'bill']],
    ['buy', ['sell'], ['pack', 'ship', 'bill']],
    ['pack', ['buy', 'make', 'sell'], ['ship', 'bill']],
    ['bill', ['ship', 'pack', 'buy', 'make', 'sell'], []],
  ])('%s comes after %j and before %j', (key, before, after) => {
    expect(ancestorsOf(relayRace, key)).toEqual(new Set(before))
    expect(descendantsOf(relayRace, key)).toEqual(new Set(after))
  })
})

describe('who has it now, who gets it next', () => {
  const cases: readonly (readonly [string, () => Relay, string[], string[]])[] = [
    ['when placed', () => new Relay(relayRace), ['sell'], ['buy', 'make']],
    ['on two legs', () => new Relay(relayRace).complete('sell'), ['buy', 'make'], ['pack']],
    ['with one leg done', () => new Relay(relayRace).complete('sell', 'buy'), ['make'], ['pack']],
    ['on hold', () => new Relay(relayRace).complete('sell', 'buy').block('make'), ['make'], ['pack']],
    ['with the next one skipped', () => new Relay(relayRace, ['pack']).complete('sell', 'buy'), ['make'], ['ship']],
    ['at the end', () => new Relay(relayRace).complete('sell', 'buy', 'make', 'pack', 'ship'), ['bill'], []],
    [
      'handed back on one leg',
      () => new Relay(relayRace).complete('sell', 'buy', 'make').giveBack('pack', ['buy']),
      ['buy'],
      ['pack'],
    ],
    [
      'handed back past what is done',
      () => new Relay(relayRace).complete('sell', 'buy', 'make').giveBack('pack', ['sell']),
      ['sell'],
      ['pack'],
    ],
    ['cancelled', () => new Relay(relayRace).do({ type: 'cancel', reason: 'gone' }), [], []],
  ]
  test.each(cases)('%s', (_, made, now, next) => {
    const { order } = made()
    expect(keys(currentSteps(order))).toEqual(now)
    expect(keys(nextSteps(relayRace, order))).toEqual(next)
  })
})

test('who gets it next is found past many finished legs, whatever number of paths there is', () => {
  const legs = ['x', 'y', 'z']
  const before = (layer: number) => (layer === 0 ? ['first'] : legs.map((leg) => `${leg}${layer - 1}`))
  const layers = Array.from({ length: 30 }, (_, layer) => legs.map((leg) => [`${leg}${layer}`, before(layer)] as const))
  const wide = workflowOf({ first: [], ...Object.fromEntries(layers.flat()), last: before(30) })
  const done = layers.flat().map(([key]) => key)
  const relay = new Relay(wide).complete('first', ...done).giveBack('last', ['first'])
  expect(keys(nextSteps(wide, relay.order))).toEqual(['last'])
})

describe('what is passed', () => {
  test('is over with all that comes before it', () => {
    const { order } = new Relay(relayRace, ['make']).complete('sell', 'buy')
    expect(passedSteps(relayRace, order)).toEqual(new Set(['sell', 'buy', 'make']))
  })

  test('is not passed any more while something before it is open again, although it keeps its state', () => {
    const relay = new Relay(relayRace).complete('sell', 'buy', 'make').giveBack('pack', ['sell'])
    expect(relay.states).toMatchObject({ buy: 'DONE', make: 'DONE' })
    expect(passedSteps(relayRace, relay.order)).toEqual(new Set())
  })
})

describe('what comes right before a step', () => {
  test.each([
    [[], 'pack', ['buy', 'make']],
    [['buy'], 'pack', ['make', 'sell']],
    [['buy', 'make'], 'pack', ['sell']],
    [['buy', 'make', 'sell'], 'pack', []],
    [['pack'], 'ship', ['buy', 'make']],
    [[], 'sell', []],
  ])('with %j skipped, before %s it is %j', (skipped, key, before) => {
    const { order } = new Relay(relayRace, skipped)
    expect(effectivePredecessors(relayRace, order, key).toSorted()).toEqual(before)
  })
})

describe('what delivers', () => {
  test.each([
    [[], ['ship']],
    [['pack'], ['ship']],
    [
      ['ship', 'buy'],
      ['sell', 'make', 'pack', 'bill'],
    ],
  ])('with %j skipped is %j', (skipped, delivering) => {
    expect(keys(deliveringSteps(relayRace, new Relay(relayRace, skipped).order))).toEqual(delivering)
  })
})

describe('the team', () => {
  test('is the rep, who carried a run, who holds a step, and the leads of open steps that nobody holds, each once', () => {
    const relay = new Relay(relayRace, ['make'])
      .do({ type: 'assign', step: 'bill', holderId: 77 })
      .complete('sell')
      .block('buy')
    expect(teamOf(relay.order, relayRace, (department) => 100 + department)).toEqual([6, 1, 102, 104, 105, 77])
  })

  test('asks for no lead once nothing is open', () => {
    const { order } = new Relay(relayRace).do({ type: 'cancel', reason: 'gone' })
    expect(teamOf({ ...order, repId: null }, relayRace, () => 100)).toEqual([])
  })
})
