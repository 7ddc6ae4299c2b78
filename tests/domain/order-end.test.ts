import { describe, expect, test } from 'vitest'
import { latestInstant } from '../../server/domain/order.ts'
import { refused } from './refused.ts'
import { minutes, Relay, workflowOf } from './relay.ts'

/** Goods are delivered, then billed. */
const sale = workflowOf({ make: [], deliver: ['make'], bill: ['deliver'] }, ['deliver'])

describe('an order', () => {
  test('is DELIVERED with its delivering step and closed with its last', () => {
    const relay = new Relay(sale).complete('make', 'deliver')
    expect(relay.told).toEqual(['deliver DONE', 'bill READY', 'ORDER_DELIVERED'])
    expect(relay.order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(2), closedAt: null })
    expect(relay.complete('bill').told).toEqual(['bill DONE', 'ORDER_CLOSED'])
    expect(relay.order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(2), closedAt: minutes(3) })
  })

  test('with two delivering steps is DELIVERED with the later one, whichever is told last', () => {
    const relay = new Relay(workflowOf({ ship: [], train: [] }, ['ship', 'train']))
    relay.report('ship', 'DONE', { at: minutes(30) }).report('train', 'DONE', { at: minutes(20) })
    expect(relay.order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(30), closedAt: minutes(30) })
  })

  test('is DELIVERED by what is left where a delivering step is skipped', () => {
    const relay = new Relay(workflowOf({ ship: [], train: [], bill: ['ship', 'train'] }, ['ship', 'train']))
    expect(relay.complete('ship').skip('train').order).toMatchObject({ state: 'DELIVERED', closedAt: null })
  })

  test('is closed no earlier than it was delivered, though the last finish is told late', () => {
    const relay = new Relay(workflowOf({ ship: [], train: [], bill: [] }, ['ship', 'train'])).complete('ship')
    relay.report('train', 'SKIPPED', { at: minutes(30) }).report('bill', 'DONE', { at: minutes(10) })
    expect(relay.order).toMatchObject({ deliveredAt: minutes(30), closedAt: minutes(30) })
    expect(latestInstant(relay.order)).toBe(minutes(30))
  })

  test('is DELIVERED with all that is left where every delivering step is skipped', () => {
    const relay = new Relay(sale, ['deliver']).complete('make')
    expect(relay.order.state).toBe('OPEN')
    expect(relay.complete('bill').order).toMatchObject({ state: 'DELIVERED', closedAt: minutes(2) })
  })

  test('is not delivered any more when the delivery is handed back, until it is done again', () => {
    const relay = new Relay(sale).complete('make', 'deliver').giveBack('bill')
    expect(relay.last.facts).toMatchObject([{ type: 'STEP_RETURNED', takesBackDelivery: true }])
    expect(relay.order).toMatchObject({ state: 'OPEN', deliveredAt: null, closedAt: null })
    expect(relay.complete('deliver').order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(4) })
  })

  test('stays DELIVERED when what is handed back is no delivery', () => {
    const relay = new Relay(sale).complete('make', 'deliver').giveBack('bill', ['make'])
    expect(relay.order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(2) })
  })

  test.each(['READY', 'IN_PROGRESS'] as const)(
    'is not delivered any more when the delivery is reported %s again',
    (state) => {
      const relay = new Relay(sale).complete('make', 'deliver').report('deliver', state)
      expect(relay.order).toMatchObject({ state: 'OPEN', deliveredAt: null })
      expect(relay.report('deliver', 'DONE').order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(4) })
    },
  )

  test('is not delivered any more when a delivery that was skipped is reported after all', () => {
    const relay = new Relay(workflowOf({ ship: [], train: [], bill: ['ship'] }, ['ship', 'train']), ['train'])
    expect(relay.complete('ship').order.state).toBe('DELIVERED')
    expect(relay.report('train', 'IN_PROGRESS').order.state).toBe('OPEN')
  })
})

describe('cancelling', () => {
  test('releases the open holds, cancels the open steps and ends the order', () => {
    const relay = new Relay(sale).complete('make').block('deliver').do({ type: 'cancel', reason: 'gone' })
    expect(relay.told).toEqual(['HOLD_RELEASED', 'deliver CANCELLED', 'bill CANCELLED', 'ORDER_CANCELLED'])
    expect(relay.states).toEqual({ make: 'DONE', deliver: 'CANCELLED', bill: 'CANCELLED' })
    expect(relay.order).toMatchObject({ state: 'CANCELLED', deliveredAt: null, closedAt: minutes(3) })
    expect(relay.last.facts.every((fact) => fact.reason === 'gone')).toBe(true)
  })

  test('is refused once the order is delivered or cancelled', () => {
    const cancel = { type: 'cancel', reason: 'gone' } as const
    const delivered = new Relay(sale).complete('make', 'deliver')
    expect(refused(() => delivered.do(cancel))).toMatchObject({ code: 'CONFLICT', field: 'order', currentVersion: 3 })
    const cancelled = new Relay(sale).do(cancel)
    expect(refused(() => cancelled.do(cancel))).toMatchObject({ code: 'CONFLICT', field: 'order', currentVersion: 2 })
  })

  test('leaves nothing that can be done to the order', () => {
    const relay = new Relay(sale).do({ type: 'cancel', reason: 'gone' })
    for (const call of [() => relay.start('make'), () => relay.report('make', 'DONE'), () => relay.skip('bill')])
      expect(refused(call).code).toBe('CONFLICT')
  })
})

describe('the promise', () => {
  const promise = (date: string) => ({ type: 'promise', date }) as const

  test('is changed with the date before and after', () => {
    const relay = new Relay(sale).do(promise('2026-12-20'))
    expect(relay.last.facts).toMatchObject([{ type: 'PROMISE_CHANGED', fromDate: '2026-12-15', toDate: '2026-12-20' }])
    expect(relay.order).toMatchObject({ promisedDate: '2026-12-20', version: 2 })
  })

  test('of the same date changes nothing', () => {
    expect(new Relay(sale).do(promise('2026-12-15')).order.version).toBe(1)
  })

  test('is checked against the version of the order', () => {
    const relay = new Relay(sale).start('make')
    const late = () => relay.do(promise('2026-12-20'), { expectedVersion: 1 })
    expect(refused(late)).toMatchObject({ code: 'CONFLICT', field: 'expectedVersion', currentVersion: 2 })
    expect(relay.do(promise('2026-12-20'), { expectedVersion: 2 }).order.version).toBe(3)
  })

  test('is kept as it is once the order is delivered', () => {
    const relay = new Relay(sale).complete('make', 'deliver')
    expect(refused(() => relay.do(promise('2026-12-20'))).code).toBe('CONFLICT')
  })
})
