import { describe, expect, test } from 'vitest'
import { openHolds } from '../../server/domain/order.ts'
import { refused } from './refused.ts'
import { ann, erp, minutes, Relay, workflowOf } from './relay.ts'

const chain = workflowOf({ a: [], b: ['a'] })

describe('a hold', () => {
  test('says why, since when and by whom, and makes the step BLOCKED', () => {
    const relay = new Relay(chain).start('a').block('a', 'no stock')
    expect(relay.told).toEqual(['HOLD_PLACED', 'a BLOCKED'])
    expect(relay.step('a')).toMatchObject({ state: 'BLOCKED', blockedFrom: 'IN_PROGRESS', holderId: ann.id })
    expect(relay.step('a').holds).toEqual([
      { number: 1, reason: 'no stock', since: minutes(2), placedBy: ann, releasedAt: null, releasedBy: null },
    ])
  })

  test('can lie upon a hold: the step goes back only with the last one', () => {
    const relay = new Relay(chain).block('a', 'no stock').block('a', 'no papers').unblock('a', 1)
    expect(relay.told).toEqual(['HOLD_RELEASED'])
    expect(relay.step('a')).toMatchObject({ state: 'BLOCKED', blockedFrom: 'READY' })
    expect(relay.unblock('a', 2).told).toEqual(['HOLD_RELEASED', 'a READY'])
    expect(relay.step('a')).toMatchObject({ state: 'READY', blockedFrom: null })
  })

  test('is released with all others where none is named', () => {
    const relay = new Relay(chain).start('a').block('a').block('a').unblock('a')
    expect(relay.told).toEqual(['HOLD_RELEASED', 'HOLD_RELEASED', 'a IN_PROGRESS'])
    expect(relay.step('a').holds.map((hold) => [hold.releasedAt, hold.releasedBy])).toEqual([
      [minutes(4), ann],
      [minutes(4), ann],
    ])
  })

  test('that is not open cannot be released', () => {
    const relay = new Relay(chain).block('a').block('a').unblock('a', 1)
    for (const number of [1, 3])
      expect(refused(() => relay.unblock('a', number))).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'hold',
        value: number,
      })
  })

  test('is numbered on after those that were released', () => {
    const relay = new Relay(chain).block('a').unblock('a').start('a').block('a')
    expect(relay.step('a').holds.map((hold) => hold.number)).toEqual([1, 2])
    expect(relay.step('a').blockedFrom).toBe('IN_PROGRESS')
  })

  test('keeps the run of the step under way', () => {
    const relay = new Relay(chain).start('a').block('a').unblock('a').complete('a')
    expect(relay.step('a').runs).toEqual([
      { number: 1, holderId: ann.id, readyAt: minutes(0), startedAt: minutes(1), finishedAt: minutes(4) },
    ])
  })

  test('is released when the step is skipped', () => {
    const relay = new Relay(chain).block('a').skip('a')
    expect(relay.told).toEqual(['HOLD_RELEASED', 'a SKIPPED', 'b READY'])
    expect(openHolds(relay.step('a'))).toEqual([])
  })

  test('cannot begin before the run that it holds up was ready, although an older hold did', () => {
    const relay = new Relay(chain).block('a').unblock('a').complete('a').giveBack('b')
    const late = () => relay.do({ type: 'block', step: 'a', reason: 'x' }, { at: minutes(2) })
    expect(refused(late)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'at',
      limit: expect.stringContaining('09:04'),
    })
  })

  test('cannot end before it began, when the step is skipped by a late report neither', () => {
    const relay = new Relay(chain).block('a')
    const at = minutes(0)
    const late = [
      () => relay.do({ type: 'unblock', step: 'a', hold: null }, { at }),
      () => relay.report('a', 'SKIPPED', { at, actor: erp }),
      () => relay.report('a', 'DONE', { at, actor: erp }),
    ]
    for (const call of late) expect(refused(call)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'at' })
  })
})

describe('skipping', () => {
  test('what waits leaves what comes after waiting for what came before', () => {
    const relay = new Relay(workflowOf({ a: [], b: ['a'], c: ['b'] })).skip('b')
    expect(relay.states).toEqual({ a: 'READY', b: 'SKIPPED', c: 'WAITING' })
    expect(relay.complete('a').states.c).toBe('READY')
  })

  test('what is READY hands the baton on', () => {
    expect(new Relay(chain).skip('a').states).toEqual({ a: 'SKIPPED', b: 'READY' })
  })

  test('what was begun is refused, though it is on hold', () => {
    const relay = new Relay(chain).start('a').block('a')
    expect(refused(() => relay.skip('a'))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('begun'),
    })
  })
})
