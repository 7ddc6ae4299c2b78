import { describe, expect, test } from 'vitest'
import { wayKinds } from '../../web/src/relay-map/ways.ts'

type State = 'WAITING' | 'READY' | 'DONE' | 'SKIPPED' | 'CANCELLED'

const kindsOf = (states: Record<string, State>, ...ways: (readonly [string, string])[]) =>
  Object.fromEntries(
    wayKinds(
      ways.map(([from, to]) => ({ from, to })),
      new Map(Object.entries(states).map(([key, state]) => [key, { state }])),
    ),
  )

describe('the ways on the map', () => {
  test('are done behind a step that is done and open behind one that is not', () => {
    const states = { ask: 'DONE', pick: 'READY', ship: 'WAITING' } as const
    expect(kindsOf(states, ['ask', 'pick'], ['pick', 'ship'])).toEqual({ 'ask>pick': 'done', 'pick>ship': 'open' })
  })

  test('do not lead over a branch that was skipped beside the one that was taken', () => {
    const states = { ask: 'DONE', check: 'DONE', prepay: 'SKIPPED', ship: 'READY' } as const
    const ways = [
      ['ask', 'check'],
      ['ask', 'prepay'],
      ['check', 'ship'],
      ['prepay', 'ship'],
    ] as const
    expect(kindsOf(states, ...ways)).toEqual({
      'ask>check': 'done',
      'ask>prepay': 'off',
      'check>ship': 'done',
      'prepay>ship': 'off',
    })
  })

  test('lead through skipped steps where there is no other way', () => {
    const ways = [
      ['ask', 'order'],
      ['order', 'wait'],
      ['wait', 'pick'],
    ] as const
    const skipped = { ask: 'DONE', order: 'SKIPPED', wait: 'SKIPPED' } as const
    const done = { 'ask>order': 'done', 'order>wait': 'done', 'wait>pick': 'done' }
    expect(kindsOf({ ...skipped, pick: 'READY' }, ...ways)).toEqual(done)
    expect(Object.values(kindsOf({ ...skipped, ask: 'READY', pick: 'WAITING' }, ...ways))).toEqual([
      'open',
      'open',
      'open',
    ])
  })

  test('of a cancelled step lead nowhere', () => {
    expect(kindsOf({ ask: 'DONE', pick: 'CANCELLED' }, ['ask', 'pick'])).toEqual({ 'ask>pick': 'off' })
  })
})
