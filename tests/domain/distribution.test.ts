import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blended,
  type Distribution,
  distributionOf,
  effectiveSize,
  given,
  quantileOf,
  shareUpTo,
  survivalOf,
} from '../../server/domain/distribution.ts'

const anyValues = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 })
const anyShare = fc.double({ min: 0, max: 1, noNaN: true })
const list = (values: Float64Array) => [...values]

describe('a distribution', () => {
  const quantiles: [number, number][] = [
    [0, 1],
    [0.25, 1],
    [0.26, 3],
    [0.5, 3],
    [0.75, 3],
    [0.76, 8],
    [1, 8],
  ]
  test.each(quantiles)('of 3, 1, 8 and 3 has at %d the value %d', (share, value) => {
    expect(quantileOf(distributionOf([3, 1, 8, 3]), share)).toBe(value)
  })

  const shares: [number, number][] = [
    [0.9, 0],
    [1, 0.25],
    [2.9, 0.25],
    [3, 0.75],
    [8, 1],
    [99, 1],
  ]
  test.each(shares)('of 3, 1, 8 and 3 has up to %d the share %d', (value, share) => {
    expect(shareUpTo(distributionOf([3, 1, 8, 3]), value)).toBe(share)
  })

  test('counts a value by its weight', () => {
    const weighted = distributionOf([1, 2, 3], [1, 0, 3])
    expect([quantileOf(weighted, 0.25), quantileOf(weighted, 0.3), shareUpTo(weighted, 2)]).toEqual([1, 3, 0.25])
  })

  const refused: [string, number[], number[] | null][] = [
    ['nothing', [], null],
    ['what is no number', [1, Number.NaN], null],
    ['what has no weight', [1, 2], [0, 0]],
    ['a weight below zero', [1, 2], [1, -1]],
    ['too few weights', [1, 2], [1]],
  ]
  test.each(refused)('is not made of %s', (_, values, weights) => {
    expect(() => distributionOf(values, weights)).toThrow(RangeError)
  })

  test('has as many values as if they were of equal weight', () => {
    expect([effectiveSize([2, 2, 2, 2]), effectiveSize([1, 0, 0]), effectiveSize([]), effectiveSize([3, 1])]).toEqual([
      4, 1, 0, 1.6,
    ])
  })

  test('of any values is as counting them says', () => {
    fc.assert(
      fc.property(anyValues, anyShare, (values, share) => {
        const distribution = distributionOf(values)
        const upTo = (limit: number) => values.filter((value) => value <= limit).length / values.length
        const quantile = quantileOf(distribution, share)
        expect(upTo(quantile)).toBeGreaterThanOrEqual(share - 1e-12)
        expect(upTo(quantile - 0.5)).toBeLessThanOrEqual(Math.max(0, share))
        for (const value of values) expect(shareUpTo(distribution, value)).toBeCloseTo(upTo(value), 12)
      }),
    )
  })
})

describe('times of which some are not over', () => {
  /** Kaplan and Meier's own example (1958, section 2): deaths at 0.8, 3.1, 5.4 and 9.2; losses at 1.0, 2.7, 7.0 and 12.1. */
  const times = [0.8, 1.0, 2.7, 3.1, 5.4, 7.0, 9.2, 12.1]
  const over = [true, false, false, true, true, false, true, false]

  const surviving: [number, number][] = [
    [0.8, 7 / 8],
    [3.1, 7 / 10],
    [5.4, 21 / 40],
    [9.2, 21 / 80],
  ]
  test.each(surviving)('last longer than %d as Kaplan and Meier reckon', (time, share) => {
    expect(1 - shareUpTo(survivalOf(times, over), time)).toBeCloseTo(share, 12)
  })

  test('are at the longest where none is longer', () => {
    expect(shareUpTo(survivalOf(times, over), 12.1)).toBe(1)
    expect(list(survivalOf([4, 9], [false, false]).values)).toEqual([9])
  })

  test('are plain values where all are over', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const plain = distributionOf(values)
        const survival = survivalOf(
          values,
          values.map(() => true),
        )
        expect(list(survival.values)).toEqual(list(plain.values))
        for (const [place, share] of survival.shares.entries()) expect(share).toBeCloseTo(plain.shares[place]!, 9)
      }),
    )
  })

  test('never are shorter for not being over', () => {
    const anyTimes = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.boolean()), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(anyTimes, anyShare, (drawn, share) => {
        const values = drawn.map(([value]) => value)
        const survival = survivalOf(
          values,
          drawn.map(([, isOver]) => isOver),
        )
        expect(quantileOf(survival, share)).toBeGreaterThanOrEqual(quantileOf(distributionOf(values), share))
      }),
    )
  })
})

describe('what is known of the time taken', () => {
  const hundred = distributionOf(Array.from({ length: 100 }, (_, index) => index + 1))

  test('leaves those that are longer', () => {
    expect([quantileOf(given(hundred, 50), 0.02), quantileOf(given(hundred, 50), 1)]).toEqual([51, 100])
    expect(given(hundred, 0)).toBe(hundred)
  })

  test('beyond what was seen leaves as much as is left in the upper tenth', () => {
    const beyond = given(hundred, 500)
    expect([quantileOf(beyond, 0.05), quantileOf(beyond, 0.45), quantileOf(beyond, 1)]).toEqual([501, 505, 510])
  })

  test('says of times that were always the same that they may take as long again', () => {
    expect(list(given(distributionOf([7, 7, 7]), 8).values)).toEqual([15])
  })

  test('of what takes no time leaves none', () => {
    expect(list(given(distributionOf([0, 0]), 8).values)).toEqual([8])
  })

  test('of few values that came often is as sure as of many', () => {
    const often = distributionOf(Array.from({ length: 100 }, (_, index) => index % 4))
    expect(list(given(often, 1.5).values)).toEqual([2, 3])
  })

  test('never ends before what was taken, nor earlier the more was taken', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 0, max: 90 }), fc.nat(20), anyShare, (values, taken, more, share) => {
        const distribution = distributionOf(values)
        const early = quantileOf(given(distribution, taken), share)
        expect(early).toBeGreaterThanOrEqual(taken)
        expect(quantileOf(given(distribution, taken + more), share)).toBeGreaterThanOrEqual(early - 1e-9)
      }),
    )
  })
})

test('two distributions blend by the share of each', () => {
  const [short, long] = [distributionOf([1]), distributionOf([9, 10])]
  const both: Distribution = blended(short, long, 0.25)
  expect([shareUpTo(both, 1), shareUpTo(both, 9), shareUpTo(both, 10)]).toEqual([0.25, 0.625, 1])
  expect([blended(short, long, 1), blended(short, long, 0)]).toEqual([short, long])
})
