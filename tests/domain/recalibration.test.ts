import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY } from '../../server/domain/duration.ts'
import { Recalibration } from '../../server/domain/recalibration.ts'

const NOW = Date.UTC(2026, 10, 23)
/** What share of a past forecast lay before what came, and when it came. */
type Pit = { readonly pit: number; readonly at: number }

function recalibration(pits: readonly Pit[], now: number, options?: { halfLife: number; trust: number }) {
  const known = new Recalibration(options)
  for (const { pit, at } of pits) known.add(pit, pit, at)
  return (share: number) => known.share(share, now)
}

const SHARES = [0, 0.05, 0.5, 0.85, 0.95, 1]

const anyPit = fc.record({
  pit: fc.double({ min: 0, max: 1, noNaN: true }),
  at: fc.integer({ min: NOW - 900 * DAY, max: NOW - 1 }),
})
const anyPits = fc.array(anyPit, { maxLength: 60 })

/** As many outcomes, a day apart, as there are shares. */
const daily = (pits: readonly number[]): Pit[] => pits.map((pit, index) => ({ pit, at: NOW - (index + 1) * DAY }))
const evenly = (count: number, from: number, upTo: number): number[] =>
  Array.from({ length: count }, (_, index) => from + ((index + 0.5) / count) * (upTo - from))

test('a forecast of which nothing came yet is left as it is', () => {
  for (const share of SHARES) expect(recalibration([], NOW)(share)).toBe(share)
})

test('forecasts that came as often as they said are left as they are', () => {
  const correct = recalibration(daily(evenly(400, 0, 1)), NOW, { halfLife: 1e6 * DAY, trust: 50 })
  for (const share of SHARES) expect(correct(share)).toBeCloseTo(share, 2)
})

test('where more came late than was said, a later date is promised', () => {
  const late = [...evenly(60, 0, 0.85), ...evenly(40, 0.85, 1)]
  expect(recalibration(daily(late), NOW)(0.85)).toBeGreaterThan(0.88)
})

test('where everything came early, an earlier date is promised', () => {
  expect(recalibration(daily(evenly(200, 0, 0.5)), NOW)(0.85)).toBeLessThan(0.7)
})

test('a few outcomes correct less than many', () => {
  const corrected = (count: number) => recalibration(daily(Array(count).fill(0.99)), NOW)(0.5)
  expect(corrected(2)).toBeLessThan(0.55)
  expect(corrected(100)).toBeGreaterThan(0.8)
})

test('after a change, what came lately counts more than what came long ago', () => {
  const outcomes = (newer: number, older: number) =>
    [...Array(60).keys()].flatMap((day) => [
      { pit: newer, at: NOW - (day + 1) * DAY },
      { pit: older, at: NOW - (day + 700) * DAY },
    ])
  expect(recalibration(outcomes(0.9, 0.1), NOW)(0.5)).toBeGreaterThan(0.6)
  expect(recalibration(outcomes(0.1, 0.9), NOW)(0.5)).toBeLessThan(0.4)
})

test('the outcomes of a century do not overflow', () => {
  const known = new Recalibration({ halfLife: 20 * DAY, trust: 50 })
  for (let day = 36_500; day > 0; day--) known.add(0.99, 0.99, NOW - day * DAY)
  expect(known.share(0.5, NOW)).toBeGreaterThan(0.5)
  expect(known.share(0.5, NOW)).toBeLessThan(1)
})

test('an outcome on the day that most were expected is spread over the shares of that day', () => {
  const known = new Recalibration({ halfLife: 1e6 * DAY, trust: 1 })
  for (let day = 400; day > 0; day--) known.add(0, 1, NOW - day * DAY)
  for (const share of SHARES) expect(known.share(share, NOW)).toBeCloseTo(share, 6)
})

describe('whatever came', () => {
  test('what is asked of the forecast is a share, and more of it for a greater share', () => {
    fc.assert(
      fc.property(anyPits, (pits) => {
        const asked = SHARES.map(recalibration(pits, NOW))
        expect(asked.every((share) => share >= 0 && share <= 1)).toBe(true)
        expect(asked).toEqual(asked.toSorted((a, b) => a - b))
      }),
    )
  })

  test('of the outcomes that it was made of, as many are within as was asked', () => {
    const options = { halfLife: 1e9 * DAY, trust: 0.001 }
    fc.assert(
      fc.property(
        fc.array(anyPit, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0.5, 0.85, 0.95),
        (pits, share) => {
          const asked = recalibration(pits, NOW, options)(share)
          const within = pits.filter(({ pit }) => pit <= asked + 1 / 400).length / pits.length
          const before = pits.filter(({ pit }) => pit < asked - 1 / 400).length / pits.length
          expect(within).toBeGreaterThanOrEqual(share - 0.01)
          expect(before).toBeLessThanOrEqual(share + 0.01)
        },
      ),
    )
  })
})

test.each([
  [-0.1, 0.5],
  [0.6, 0.5],
  [0.5, 1.1],
  [Number.NaN, 1],
])('shares that are none are refused: %d to %d', (from, upTo) => {
  expect(() => new Recalibration().add(from, upTo, NOW)).toThrow(RangeError)
})

test('a share beyond the whole is refused', () => {
  expect(() => recalibration([], NOW)(1.1)).toThrow(RangeError)
})
