import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../web/src/documents/order-documents.ts'
import { describeEvent } from '../../web/src/order/describe-event.ts'
import { mergeNewest, mergeOlder } from '../../web/src/order/merge-events.ts'

const FIELDS = { at: '2026-11-22T09:00:00Z', recordedAt: '2026-11-22T09:00:00Z', reason: null, department: null }
const event = (number: number, more: object = {}): HistoryEvent =>
  ({
    __typename: 'OrderPlaced',
    id: `e${number}`,
    cursor: `c${number}`,
    actor: null,
    step: null,
    ...FIELDS,
    ...more,
  }) as HistoryEvent

/** A page as the API gives it: oldest first. */
const page = (from: number, to: number) => ({
  edges: Array.from({ length: to - from + 1 }, (_, index) => ({ node: event(from + index) })),
  pageInfo: { hasPreviousPage: from > 1, startCursor: `c${from}` },
})
const numbers = (history: { events: readonly HistoryEvent[] }) => history.events.map((one) => Number(one.id.slice(1)))

describe('the history of an order', () => {
  test('shows the newest first, and knows from where older ones are read', () => {
    const history = mergeNewest(null, page(3, 5))
    expect(numbers(history)).toEqual([5, 4, 3])
    expect(history.before).toBe('c3')
    expect(mergeNewest(null, page(1, 5)).before).toBeNull()
  })

  test('puts new events on top and keeps the older ones that were read', () => {
    const read = mergeOlder(mergeNewest(null, page(5, 8)), page(3, 4))
    const history = mergeNewest(read, page(7, 10))
    expect(numbers(history)).toEqual([10, 9, 8, 7, 6, 5, 4, 3])
    expect(history.before).toBe('c3')
  })

  test('keeps only the newest page where events between it and the known ones are missing', () => {
    const history = mergeNewest(mergeNewest(null, page(1, 4)), page(9, 12))
    expect(numbers(history)).toEqual([12, 11, 10, 9])
    expect(history.before).toBe('c9')
  })

  test('tells each event once, however pages overlap', () => {
    expect(numbers(mergeOlder(mergeNewest(null, page(5, 8)), page(3, 6)))).toEqual([8, 7, 6, 5, 4, 3])
  })
})

describe('an event in words', () => {
  const step = { key: 'pick', name: 'Pick' }
  const changed = (toState: string, more: object = {}) =>
    describeEvent(event(1, { __typename: 'StepChanged', step, fromState: 'READY', toState, run: 1, ...more }))

  test('names who did it, and does not where nobody did', () => {
    expect(changed('DONE', { actor: { name: 'Ana' } })).toBe('Ana completed “Pick”')
    expect(changed('DONE')).toBe('“Pick” was completed')
  })

  test('says that a step is ready, not that the one before made it so', () => {
    expect(changed('READY', { actor: { name: 'Ana' }, run: 2 })).toBe('“Pick” is ready (run 2)')
  })

  test('says to whom a step was handed back', () => {
    const returned = {
      __typename: 'StepReturned',
      step,
      actor: { name: 'Ana' },
      returnedTo: [{ name: 'Check' }, { name: 'Pack' }],
    }
    expect(describeEvent(event(1, returned))).toBe('Ana handed “Pick” back to “Check” and “Pack”')
  })

  test('that is not known yet is named by its type', () => {
    expect(describeEvent(event(1, { __typename: 'MessagePosted' }))).toBe('Message Posted')
  })
})
