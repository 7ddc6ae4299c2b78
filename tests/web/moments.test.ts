import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../web/src/documents/order-documents.ts'
import { dayMarks, markOf, momentAt, momentsOf } from '../../web/src/order/moments.ts'

const event = (id: string, at: string, type: HistoryEvent['__typename'] = 'StepChanged') =>
  ({ __typename: type, id, at }) as HistoryEvent

/** Newest in the feed first, as a history keeps them: 4 was told late. */
const EVENTS = [
  event('5', '2026-11-20T10:00:00Z', 'OrderDelivered'),
  event('4', '2026-11-18T10:00:00Z', 'HoldPlaced'),
  event('3', '2026-11-19T09:00:00Z'),
  event('2', '2026-11-18T08:00:00Z'),
  event('1', '2026-11-18T08:00:00Z', 'OrderPlaced'),
]
const MOMENTS = momentsOf(EVENTS)

describe('the moments of an order', () => {
  test('are in the order in which things happened; those of one instant are one, in the order of the feed', () => {
    expect(MOMENTS.map(({ events }) => events.map(({ id }) => id))).toEqual([['1', '2'], ['4'], ['3'], ['5']])
  })

  test.each([
    ['2026-11-18T08:00:00Z', 0],
    ['2026-11-18T13:45:00+05:45', 0],
    ['2026-11-18T09:59:59Z', 0],
    ['2026-11-18T10:00:00Z', 1],
    ['2026-12-01T00:00:00Z', 3],
    ['2020-01-01T00:00:00Z', 0],
  ])('that hold at %s are up to number %i', (at, index) => {
    expect(momentAt(MOMENTS, at)).toBe(index)
  })

  test('are marked where there was trouble or a goal', () => {
    expect(MOMENTS.map(markOf)).toEqual([null, 'trouble', null, 'goal'])
  })

  test('name their days where there is room for it', () => {
    const dayOf = (at: string) => at.slice(0, 10)
    expect(dayMarks(MOMENTS, dayOf, 1).map(({ index }) => index)).toEqual([0, 2, 3])
    expect(dayMarks(MOMENTS, dayOf, 2).map(({ index }) => index)).toEqual([0, 2])
    expect(dayMarks([], dayOf, 1)).toEqual([])
  })
})
