import { describe, expect, test } from 'vitest'
import { type EventMatch, everyEvent, matches } from '../../server/domain/audience.ts'
import { eventsOf, factOf, referenceEvent, type StoredEvent } from '../../server/domain/event.ts'
import type { Fact } from '../../server/domain/fact.ts'
import type { Order } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import { ann, minutes, Relay, workflowOf } from './relay.ts'

const sale = workflowOf({ make: [], ship: ['make'], bill: ['ship'] }, ['ship'])

/** An order that has been through something of everything, with all its facts. */
function traced(): { readonly order: Order; readonly facts: readonly Fact[] } {
  const relay = new Relay(sale)
  const facts = [...relay.last.facts]
  const then = (turn: Relay) => facts.push(...turn.last.facts)
  then(relay.start('make'))
  then(relay.block('make'))
  then(relay.unblock('make'))
  then(relay.do({ type: 'promise', date: '2026-12-24' }))
  then(relay.complete('make'))
  then(relay.do({ type: 'assign', step: 'ship', holderId: 77 }))
  then(relay.giveBack('ship'))
  then(relay.complete('make'))
  then(relay.complete('ship'))
  then(relay.complete('bill'))
  return { order: relay.order, facts }
}

describe("an order's events", () => {
  test('tell where they happened, by whom, and when they were written down', () => {
    const relay = new Relay(sale).complete('make')
    const events = eventsOf(relay.order, sale, relay.last.facts, { actor: ann, recordedAt: 5 })
    expect(events).toMatchObject([
      {
        type: 'STEP_CHANGED',
        at: minutes(1),
        recordedAt: 5,
        actor: ann,
        orderId: 42,
        position: 0,
        departmentId: 1,
        imported: false,
      },
      { type: 'STEP_CHANGED', position: 1, departmentId: 2 },
    ])
  })

  test('of the order as a whole have no place', () => {
    const relay = new Relay(sale).do({ type: 'promise', date: '2026-12-24' })
    const [event] = eventsOf(relay.order, sale, relay.last.facts, { actor: null, recordedAt: 5, imported: true })
    expect(event).toMatchObject({ orderId: 42, position: null, departmentId: null, imported: true })
  })

  test('hold the whole facts: the order is rebuilt from them alone', () => {
    const { order, facts } = traced()
    const events = eventsOf(order, sale, facts, { actor: ann, recordedAt: 5 })
    const kept: typeof events = JSON.parse(JSON.stringify(events))
    expect(kept.map(factOf)).toEqual(facts)
    expect(kept.map(factOf).reduce<Order | null>((made, fact) => fold(made, fact, 42), null)).toEqual(order)
  })

  test('are of every type that a fact of an order has, but the cancellation', () => {
    const types = new Set(traced().facts.map((fact) => fact.type))
    expect([...types].toSorted()).toEqual([
      'HOLD_PLACED',
      'HOLD_RELEASED',
      'ORDER_CLOSED',
      'ORDER_DELIVERED',
      'ORDER_PLACED',
      'PROMISE_CHANGED',
      'STEP_ASSIGNED',
      'STEP_CHANGED',
      'STEP_RETURNED',
    ])
  })
})

test('an event that concerns no order says so', () => {
  const event = referenceEvent(
    { type: 'REQUIREMENT_PUBLISHED', at: 3, payload: { requirementId: 1 }, departmentId: 2 },
    ann,
    5,
  )
  expect(event).toMatchObject({
    orderId: null,
    position: null,
    departmentId: 2,
    reason: null,
    at: 3,
    recordedAt: 5,
    actor: ann,
    imported: false,
  })
})

describe('a filter', () => {
  const order = { id: 42, number: 'S-42', repId: 6, customerId: 5, departments: new Set([1, 2]) }
  const base = referenceEvent({ type: 'STEP_CHANGED', at: 3, payload: {}, departmentId: 2 }, ann, 5)
  const event: StoredEvent = { ...base, orderId: 42, id: 1, seq: 1, transactionId: '1', payloadVersion: 1 }
  const table: readonly (readonly [string, Partial<EventMatch>, boolean])[] = [
    ['that asks nothing', {}, true],
    ['of its type among others', { types: new Set(['HOLD_PLACED', 'STEP_CHANGED']) }, true],
    ['of other types', { types: new Set(['HOLD_PLACED']) }, false],
    ['of no type', { types: new Set() }, false],
    ['of its order', { orders: new Set(['S-42']) }, true],
    ['of another order', { orders: new Set(['S-43']) }, false],
    ["of its step's department", { departments: new Set([2]) }, true],
    ['of another department of the order', { departments: new Set([1]) }, false],
    ['of its customer and its rep', { customers: new Set([5]), reps: new Set([6]) }, true],
    ['of its customer and another rep', { customers: new Set([5]), reps: new Set([7]) }, false],
  ]
  test.each(table)('%s', (_, match, expected) => {
    expect(matches({ ...everyEvent, ...match }, event, order)).toBe(expected)
  })

  test('lets imported facts through only where they are asked for', () => {
    const imported = { ...event, imported: true }
    expect(
      [false, true].map((includeImported) => matches({ ...everyEvent, includeImported }, imported, order)),
    ).toEqual([false, true])
  })

  test('that names an order, a customer or a rep lets through no event without an order', () => {
    for (const match of [{ orders: new Set(['S-42']) }, { customers: new Set([5]) }, { reps: new Set([6]) }])
      expect(matches({ ...everyEvent, ...match }, event, null)).toBe(false)
  })
})
