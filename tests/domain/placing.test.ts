import { describe, expect, test } from 'vitest'
import { fold } from '../../server/domain/order-fold.ts'
import { placeOrder } from '../../server/domain/placing.ts'
import { refused } from './refused.ts'
import { header, PLACED, Relay, workflowOf } from './relay.ts'

const fork = workflowOf({ join: ['left', 'right'], left: ['first'], right: ['first'], first: [] })

describe('placing an order', () => {
  test('makes the steps that wait for nothing READY at once, with a run that nobody holds', () => {
    const { order } = placeOrder(fork, header, () => true)
    expect(order.steps.map((step) => step.state)).toEqual(['WAITING', 'WAITING', 'WAITING', 'READY'])
    expect(order.steps[3]!.runs).toEqual([
      { number: 1, holderId: null, readyAt: PLACED, startedAt: null, finishedAt: null },
    ])
    expect(order).toMatchObject({
      ...header,
      state: 'OPEN',
      version: 1,
      workflowId: 7,
      deliveredAt: null,
      closedAt: null,
    })
  })

  test('keeps the steps in the order of their workflow version', () => {
    const { order } = placeOrder(fork, header, () => true)
    expect(order.steps.map((step) => [step.key, step.position])).toEqual([
      ['join', 0],
      ['left', 1],
      ['right', 2],
      ['first', 3],
    ])
  })

  test('skips the steps that do not apply, and what waits for them waits for what comes before', () => {
    expect(new Relay(fork, ['first', 'left']).states).toEqual({
      join: 'WAITING',
      left: 'SKIPPED',
      right: 'READY',
      first: 'SKIPPED',
    })
  })

  test('is refused where no step applies', () => {
    expect(refused(() => placeOrder(fork, header, () => false))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'workflow',
      value: 'sale',
    })
  })

  test('is one fact that holds the whole order, from which it is rebuilt', () => {
    const { order, facts } = placeOrder(fork, header, (step) => step.key !== 'left')
    expect(facts.map((fact) => fact.type)).toEqual(['ORDER_PLACED'])
    expect(fold(null, JSON.parse(JSON.stringify(facts[0])), header.id)).toEqual(order)
  })

  test('comes before every other fact', () => {
    const relay = new Relay(fork).start('first')
    expect(() => fold(null, relay.last.facts[0]!, 42)).toThrow('STEP_CHANGED before ORDER_PLACED')
  })
})
