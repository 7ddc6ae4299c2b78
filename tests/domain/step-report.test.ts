import { describe, expect, test } from 'vitest'
import { refused } from './refused.ts'
import { erp, minutes, Relay, workflowOf } from './relay.ts'

const chain = workflowOf({ a: [], b: ['a'], c: ['b'] })

describe('a report of another system', () => {
  test('starts and completes a step at the instant it names, by the holder it names', () => {
    const relay = new Relay(chain).report('a', 'IN_PROGRESS', { at: minutes(10), holderId: 50 })
    expect(relay.report('a', 'DONE', { at: minutes(20), holderId: 51 }).step('a')).toMatchObject({
      state: 'DONE',
      holderId: 51,
      runs: [{ holderId: 51, startedAt: minutes(10), finishedAt: minutes(20) }],
    })
  })

  test('without a holder leaves the one there is, and makes nobody the holder', () => {
    const relay = new Relay(chain).report('a', 'IN_PROGRESS')
    expect(relay.step('a').holderId).toBeNull()
    expect(new Relay(chain).start('a').report('a', 'DONE').step('a').holderId).toBe(1)
  })

  test('of work releases the holds that it does not know of', () => {
    const relay = new Relay(chain).block('a').block('a').report('a', 'DONE')
    expect(relay.told).toEqual(['HOLD_RELEASED', 'HOLD_RELEASED', 'a READY', 'a DONE', 'b READY'])
    expect(relay.order.version).toBe(4)
  })

  test('that work goes on after a hold is taken: the step is IN_PROGRESS as before', () => {
    const relay = new Relay(chain).start('a').block('a').report('a', 'IN_PROGRESS', { holderId: 50 })
    expect(relay.told).toEqual(['HOLD_RELEASED', 'a IN_PROGRESS', 'STEP_ASSIGNED'])
    expect(relay.step('a')).toMatchObject({ state: 'IN_PROGRESS', holderId: 50, runs: [{ startedAt: minutes(1) }] })
  })

  test('of READY releases the holds', () => {
    expect(new Relay(chain).block('a').report('a', 'READY').states.a).toBe('READY')
  })

  test.each([
    ['READY', 'READY'],
    ['IN_PROGRESS', 'IN_PROGRESS'],
  ] as const)('of %s on a step that was over is another run', (state, after) => {
    const relay = new Relay(chain).complete('a').report('a', state)
    expect(relay.step('a')).toMatchObject({ state: after, returns: 0 })
    expect(relay.step('a').runs.map((run) => run.number)).toEqual([1, 2])
    expect(relay.states.b).toBe('READY')
  })

  test('of work on a step that was skipped is its first run', () => {
    const relay = new Relay(chain, ['b']).report('b', 'IN_PROGRESS')
    expect(relay.step('b').runs).toEqual([
      { number: 1, holderId: null, readyAt: minutes(1), startedAt: minutes(1), finishedAt: null },
    ])
  })

  test('needs a reason to put a step on hold', () => {
    expect(refused(() => new Relay(chain).report('a', 'BLOCKED'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'reason',
    })
    const relay = new Relay(chain).report('a', 'BLOCKED', { reason: 'no stock' })
    expect(relay.step('a').holds).toMatchObject([{ reason: 'no stock', placedBy: erp }])
  })

  test.each(['WAITING', 'CANCELLED'] as const)('cannot say %s', (state) => {
    expect(refused(() => new Relay(chain).report('a', state))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'state',
      value: state,
    })
  })

  test.each([
    ['a', 'READY'],
    ['b', 'READY'],
    ['b', 'IN_PROGRESS'],
    ['b', 'DONE'],
  ] as const)('of what cannot be so (%s %s) is a CONFLICT', (step, state) => {
    expect(refused(() => new Relay(chain).report(step, state)).code).toBe('CONFLICT')
  })

  test('of a finish that is told late makes the next step ready at the last finish, not at the last told', () => {
    const fork = workflowOf({ left: [], right: [], join: ['left', 'right'] })
    const relay = new Relay(fork)
      .report('left', 'DONE', { at: minutes(30) })
      .report('right', 'DONE', { at: minutes(10) })
    expect(relay.step('join').runs).toMatchObject([{ readyAt: minutes(30) }])
  })

  test('of a finish that is told late counts what came before a skipped step too', () => {
    const fork = workflowOf({ left: [], skipped: ['left'], right: [], join: ['skipped', 'right'] })
    const relay = new Relay(fork, ['skipped']).report('left', 'DONE', { at: minutes(30) })
    expect(relay.report('right', 'DONE', { at: minutes(10) }).step('join').runs).toMatchObject([
      { readyAt: minutes(30) },
    ])
  })

  test('is refused before what it follows from', () => {
    const relay = new Relay(chain).report('a', 'IN_PROGRESS', { at: minutes(10) })
    expect(refused(() => relay.report('a', 'DONE', { at: minutes(9) }))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'at',
      value: '2026-11-22T09:09:00.000Z',
      limit: '2026-11-22T09:10:00.000Z',
    })
    relay.report('a', 'DONE', { at: minutes(20) })
    expect(refused(() => relay.report('a', 'IN_PROGRESS', { at: minutes(19) })).field).toBe('at')
  })

  test.each(['READY', 'IN_PROGRESS', 'SKIPPED', 'DONE'] as const)(
    'of %s before the order was placed is refused',
    (state) => {
      const relay = new Relay(chain, ['b']).complete('a')
      for (const step of ['b', 'c'])
        expect(['BAD_USER_INPUT', 'CONFLICT']).toContain(
          refused(() => relay.report(step, state, { at: minutes(-1) })).code,
        )
      expect(refused(() => relay.report('b', 'READY', { at: minutes(-1) })).field).toBe('at')
      expect(refused(() => relay.report('c', 'SKIPPED', { at: minutes(-1) })).field).toBe('at')
    },
  )

  test('is a CONFLICT once the order is closed', () => {
    const relay = new Relay(chain).complete('a', 'b', 'c')
    expect(refused(() => relay.report('a', 'READY'))).toMatchObject({ code: 'CONFLICT', field: 'order' })
  })
})
