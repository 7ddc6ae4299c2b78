import { describe, expect, test } from 'vitest'
import { Experts, LEVELS } from '../../server/domain/expert.ts'
import { ExpertForecast, FEWEST } from '../../server/domain/expert-forecast.ts'
import { Weekdays } from '../../server/domain/expert-weekdays.ts'
import { ExpertWeights } from '../../server/domain/expert-weights.ts'
import { upTo } from './backtests.ts'

const P50 = LEVELS.indexOf(0.5)
const outcome = (days: number, at: number, values: (string | null)[]) => ({ base: at - days, days, at, values })

describe('an expert', () => {
  const experts = new Experts(2, [1, 5, 9])
  for (const at of upTo(30)) experts.learn(outcome(1, at, ['x', 'x']))
  for (const at of upTo(3)) experts.learn(outcome(5, at, ['a', 'x']))
  experts.learn(outcome(9, 0, ['a', 'b']))
  const median = (halfLife: number, kin: number[], factor: number, values: (string | null)[]) => {
    const place = experts.all.findIndex(
      (one) => one.halfLife === halfLife && `${one.kin}` === `${kin}` && one.factor === factor,
    )
    return experts.quantiles({ base: 0, values })[place * LEVELS.length + P50]
  }
  const ever = Number.POSITIVE_INFINITY

  test('who looks at nothing counts all alike', () => expect(median(ever, [], 1, ['a', 'b'])).toBe(1))

  test('who looks at an attribute counts those that share it more often', () => {
    expect(median(ever, [0], 4, ['a', 'b'])).toBe(1)
    expect(median(ever, [0], 16, ['a', 'b'])).toBe(5)
  })

  test('who looks at two counts those that share both by the square', () => {
    expect(median(ever, [0, 1], 4, ['a', 'b'])).toBe(1)
    expect(median(ever, [0, 1], 16, ['a', 'b'])).toBe(9)
  })

  test('a value that is not known is shared by none', () => {
    expect(median(ever, [0, 1], 64, [null, null])).toBe(1)
  })

  test('what came long ago counts less, except for who never forgets', () => {
    const two = new Experts(0, [1, 5])
    for (const at of upTo(20)) two.learn(outcome(1, at, []))
    for (const at of upTo(5)) two.learn(outcome(5, 400 + at, []))
    const medians = two.quantiles({ base: 0, values: [] }).filter((_, at) => at % LEVELS.length === P50)
    expect(two.all.map(({ halfLife }, at) => [halfLife, medians[at]])).toEqual([
      [60, 5],
      [120, 5],
      [240, 1],
      [Number.POSITIVE_INFINITY, 1],
    ])
  })

  test('two centuries of outcomes do not overflow', () => {
    const long = new Experts(0, [1, 5])
    for (const at of upTo(400)) long.learn(outcome(5, at * 200, []))
    expect(long.quantiles({ base: 0, values: [] }).every((days) => days === 5)).toBe(true)
  })

  test('what was not laid out is a defect of the caller', () => {
    expect(() => experts.learn(outcome(2, 0, ['a', 'b']))).toThrow(RangeError)
  })

  test('all of them together count one before anything has come', () => {
    for (const attributes of [0, 1, 4])
      expect(new Experts(attributes, [1]).all.reduce((sum, { prior }) => sum + prior, 0)).toBeCloseTo(1)
  })
})

describe('who is listened to', () => {
  const [good, bad] = [
    { halfLife: 60, kin: [], factor: 1, prior: 0.2 },
    { halfLife: 120, kin: [], factor: 1, prior: 0.8 },
  ]
  const quantiles = Float64Array.from([...LEVELS.map(() => 7), ...LEVELS.map(() => 3)])

  test('at first whom the priors name, then who has lost less', () => {
    const weights = new ExpertWeights([good, bad])
    expect(weights.combine(quantiles)[P50]).toBe(3)
    for (const _ of upTo(20)) weights.judge(quantiles, 7)
    expect(weights.weightsAt(P50)[0]).toBeGreaterThan(0.9)
    expect(weights.combine(quantiles)[P50]).toBe(7)
  })

  test('the dates for greater shares are never earlier', () => {
    const weights = new ExpertWeights([good, bad])
    const falling = Float64Array.from([...LEVELS.map((_, at) => 30 - at), ...LEVELS.map((_, at) => 30 - at)])
    const combined = [...weights.combine(falling)]
    expect(combined).toEqual(combined.toSorted((a, b) => a - b))
  })
})

test('nothing is forecast from fewer outcomes than p95 needs', () => {
  const forecast = new ExpertForecast(0, [3])
  const order = { base: 0, values: [] }
  for (const at of upTo(FEWEST - 1)) forecast.learn({ ...order }, outcome(3, at, []))
  expect(forecast.forecast(order, 50, [0.5])).toBeNull()
  forecast.learn({ ...order }, outcome(3, 40, []))
  expect(forecast.forecast(order, 50, [0.5, 0.95])).toEqual([3, 3])
})

test('where more comes late than was said, the same share asks for a later date', () => {
  const forecast = new ExpertForecast(0, upTo(41))
  const given = upTo(400).map((at) => {
    const order = { base: at, values: [] }
    const dates = forecast.forecast(order, at, [0.85])
    const days = at < 60 ? at % 10 : (at * 7) % 41
    forecast.learn(order, { ...order, days, at })
    return dates?.[0]
  })
  expect(given[60]).toBe(8)
  expect(given.at(-1)).toBeGreaterThan(33)
})

describe('a weekday is closed', () => {
  const seen = (days: readonly number[]) => {
    const weekdays = new Weekdays()
    for (const day of days) weekdays.learn(day)
    return upTo(7).filter((day) => weekdays.isClosed(day))
  }

  test('when nothing ever came on it', () => expect(seen(upTo(280).filter((day) => day % 7 < 5))).toEqual([5, 6]))
  test('but not from few outcomes', () => expect(seen(upTo(99).map(() => 0))).toEqual([]))
  test('nor where something comes on it now and then', () => {
    expect(seen([...upTo(280).filter((day) => day % 7 < 5), 5, 12, 6, 13])).toEqual([])
  })
  test('also before 1970', () => expect(seen(upTo(280).map((day) => -7 * day - 1))).toEqual([0, 1, 2, 3, 4, 5]))
})
