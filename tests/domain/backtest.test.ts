import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backtest, type Dates, Rolling } from '../../server/domain/backtest.ts'
import { type BacktestOrder, dayNumber, measureOf, orderOf } from '../../server/domain/backtest-order.ts'
import { delivery, MONDAY, ordersOf, upTo } from './backtests.ts'
import { refused } from './refused.ts'

describe('figures of a table small enough to reckon by hand', () => {
  /** Forty orders over by day 50, and six on day 60 that cannot learn from one another. */
  const lengths = (group: string, days: readonly number[]) => days.map((took, at) => delivery(at, took, 6, [group]))
  const training = [
    ...lengths('A', [...Array(10).fill(4), ...Array(7).fill(6), ...Array(3).fill(10)]),
    ...lengths('B', Array(20).fill(8)),
  ]
  const tested = [3, 4, 5, 6, 8, 12].map((took) => delivery(60, took, 6, ['A']))
  const { train, test: size, figures, measure } = backtest([...training, ...tested], 55, 'until')
  const rounded = (value: object) =>
    Object.fromEntries(Object.entries(value).map(([name, number]) => [name, Math.round(number * 1e6) / 1e6]))

  test('each order is in one of the parts', () => {
    expect([train, size, measure]).toEqual([40, 6, 'LENGTH'])
  })

  test('of the quoted date, six days each time', () => {
    const shares = { atOrBefore: 0.666667, before: 0.5, meanDays: 6 }
    expect(rounded(figures.quoted.p50)).toEqual({ ...shares, pinball: 1.166667 })
    expect(rounded(figures.quoted.p85)).toEqual({ ...shares, pinball: 1.283333 })
    expect(rounded(figures.quoted.p95)).toEqual({ ...shares, pinball: 1.316667 })
  })

  test('of all past orders: eight, eight and ten days', () => {
    const { p50, p85, p95 } = figures.baselines.all
    expect(rounded(p50)).toEqual({ atOrBefore: 0.833333, before: 0.666667, pinball: 1.5, meanDays: 8 })
    expect(rounded(p85)).toEqual({ atOrBefore: 0.833333, before: 0.666667, pinball: 0.916667, meanDays: 8 })
    expect(rounded(p95)).toEqual({ atOrBefore: 0.833333, before: 0.833333, pinball: 0.516667, meanDays: 10 })
  })

  test('of the past orders of the same group: four, six and ten days', () => {
    const { p50, p85, p95 } = figures.baselines.group
    expect(rounded(p50)).toEqual({ atOrBefore: 0.333333, before: 0.166667, pinball: 1.333333, meanDays: 4 })
    expect(rounded(p85)).toEqual(rounded(figures.quoted.p85))
    expect(rounded(p95)).toEqual(rounded(figures.baselines.all.p95))
  })
})

describe('nothing is known before it came', () => {
  const anyOrder = fc.record({
    placed: fc.integer({ min: 0, max: 120 }),
    took: fc.integer({ min: 0, max: 25 }),
    group: fc.constantFrom('a', 'b', null),
    later: fc.integer({ min: 0, max: 40 }),
  })
  const beginning = upTo(24).map((at) => delivery(at, at % 6, 10, [at % 2 === 0 ? 'a' : 'b']))
  const datesUntil = (orders: readonly BacktestOrder[], day: number): (Dates | null)[] => {
    const rolling = new Rolling(orders)
    return orders.filter(({ origin }) => origin <= day).map((order) => rolling.forecast(order))
  }

  test('whatever comes of the orders that are not over, the dates given until then are the same', () => {
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 40 }), fc.integer({ min: 60, max: 120 }), (all, day) => {
        const told = all.map(({ placed, took, group }) => delivery(placed, took, 10, [group]))
        const otherwise = all.map(({ placed, took, group, later }) => {
          const isOver = placed + took < day
          return delivery(placed, isOver ? took : Math.max(0, day - placed) + later, 10, [group])
        })
        const [before, after] = [told, otherwise].map((those) => datesUntil(ordersOf([...beginning, ...those]), day))
        expect(after).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })

  test('what came on a day is known on the next', () => {
    const slow = upTo(40).map(() => delivery(50, 10, 9))
    const orders = ordersOf([...beginning, ...slow, delivery(60, 5, 9), delivery(61, 5, 9)])
    const rolling = new Rolling(orders)
    const [onTheDay, dayAfter] = orders.map((order) => rolling.forecast(order)).slice(-2)
    expect(onTheDay!.all[2]).toBe(5)
    expect(onTheDay!.baton[2]).toBe(5)
    expect(dayAfter!.all).toEqual([10, 10, 10])
    expect(dayAfter!.baton[2]).toBe(10)
  })

  test('an order is never part of its own past, even one that came before the day it was quoted for', () => {
    const anyDelivery = fc.record({
      order: fc.constant('o'),
      placed: fc.option(fc.integer({ min: 0, max: 50 })),
      quoted: fc.integer({ min: 0, max: 100 }),
      delivered: fc.integer({ min: 0, max: 100 }),
      values: fc.constant([]),
    })
    fc.assert(
      fc.property(anyDelivery, (one) => {
        const { origin, knownFrom } = orderOf(one, measureOf([one]))
        expect(knownFrom).toBeGreaterThan(origin)
        expect(knownFrom).toBeGreaterThan(one.delivered)
      }),
    )
  })

  test('lines that came early together tell nothing of one another', () => {
    const early = (at: number) => ({ order: `${at}`, placed: null, quoted: 200, delivered: 80, values: ['a'] })
    const punctual = upTo(60).map((at) => ({ order: `p${at}`, placed: null, quoted: at, delivered: at, values: ['a'] }))
    const rolling = new Rolling(ordersOf([...punctual, ...upTo(30).map(early)]))
    const given = ordersOf([early(0)]).map((order) => rolling.forecast(order))
    expect(given[0]!.baton).toEqual([0, 0, 0])
  })
})

describe('what the dates are made of', () => {
  const last = (deliveries: Parameters<typeof ordersOf>[0]) => {
    const orders = ordersOf(deliveries)
    const rolling = new Rolling(orders)
    return orders.map((order) => rolling.forecast(order)).at(-1)!
  }

  test('without a placing day they are days from the quoted date, for all orders', () => {
    const some = [delivery(0, 5, 3), { ...delivery(1, 5, 3), placed: null }]
    expect(ordersOf(some).map(({ days, quoted, origin }) => [days, quoted, origin])).toEqual([
      [2, 0, 0],
      [2, 0, 4],
    ])
  })

  test('after a change they follow sooner than all past orders do', () => {
    const before = upTo(300).map((at) => delivery(at, 5, 9))
    const after = upTo(120).map((at) => delivery(320 + at, 20, 9))
    const { baton, all } = last([...before, ...after])
    expect(all[0]).toBe(5)
    expect(baton).toEqual([20, 20, 20])
  })

  test('an attribute that says how long it takes is listened to', () => {
    const orders = upTo(400).map((at) => {
      const isSlow = at % 3 === 0
      return delivery(at, isSlow ? 18 + (at % 2) : 4 + (at % 2), 9, [isSlow ? 'sea' : 'air', `${at % 4}`])
    })
    const { figures, heard } = backtest(orders, 300, 'until')
    expect(figures.baton.p50.pinball).toBeLessThan(figures.baselines.all.p50.pinball / 5)
    expect(heard.p50[0]).toBeGreaterThan(0.95)
  })

  test('a value that nobody told is shared with nobody', () => {
    const orders = upTo(200).map((at) => delivery(at, at % 2 === 0 ? 2 : 12, 9, [at % 2 === 0 ? null : 'slow']))
    expect(last([...orders, delivery(260, 2, 9, [null])]).group).toEqual([2, 12, 12])
  })

  test('no date falls on a weekday on which nothing ever comes', () => {
    const placing = upTo(600).filter((at) => at % 7 < 5)
    const working = placing.map((at) => {
      const took = 2 + ((at * 7) % 11)
      const weekend = (at + took) % 7 >= 5 ? 2 : 0
      return delivery(MONDAY + at, took + weekend, 9)
    })
    const orders = ordersOf(working)
    const rolling = new Rolling(orders)
    const weekdays = orders.flatMap((order) => {
      const dates = rolling.forecast(order)
      const isEarly = order.origin < MONDAY + 250
      return isEarly || !dates ? [] : [(order.origin + dates.baton[1]! - MONDAY) % 7]
    })
    expect(weekdays.length).toBeGreaterThan(200)
    expect(weekdays.filter((weekday) => weekday >= 5)).toEqual([])
  })
})

describe('parts that leave nothing to do are refused', () => {
  const orders = upTo(60).map((at) => delivery(dayNumber('2026-01-01') + at, 3, 5))
  const cases: [string, string, object][] = [
    ['before the data', '2025-12-31', { value: '2025-12-31', limit: '2026-01-01..2026-02-28' }],
    ['with no order after it', '2026-03-01', { value: '2026-03-01', limit: '2026-01-01..2026-02-28' }],
    ['beyond the data', '2030-01-01', { value: '2030-01-01' }],
    ['with too little over by then', '2026-01-10', { value: 7, limit: 20 }],
  ]

  test.each(cases)('a last training day %s', (_, until, details) => {
    const refusal = refused(() => backtest(orders, dayNumber(until), '--train-until'))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: '--train-until', ...details })
    expect(refusal.message).toContain('--train-until: ')
  })

  test('and the first that leaves enough is taken', () => {
    expect(backtest(orders, dayNumber('2026-01-23'), 'until')).toMatchObject({ train: 23, test: 37 })
  })
})

test('lines of one order count less than as many orders', () => {
  const alone = upTo(80).map((at) => delivery(at, at % 9, 5))
  const together = alone.map((one) => ({ ...one, order: `${Math.floor(one.placed! / 4)}` }))
  const { tolerance } = backtest(alone, 39, 'until')
  expect(tolerance.p50).toBeCloseTo(2 * Math.sqrt(0.25 / 40))
  expect(backtest(together, 39, 'until').tolerance.p50).toBeCloseTo(2 * tolerance.p50)
})
