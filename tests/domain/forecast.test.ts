import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveryAt, likelihoodBy, simulate } from '../../server/domain/forecast.ts'
import type { ForecastGround, ForecastStep, PastRun } from '../../server/domain/forecast-ground.ts'
import { Circle } from '../../server/domain/schedule.ts'
import { ALWAYS, anyGround, DAY, diceOf, ground, HOUR, NOW, OFFICE_TIME, pastRun, step } from './forecast-grounds.ts'
import { refused } from './refused.ts'
import { local, workingTime } from './working-times.ts'

const delivers = { delivers: true }

/** Hours from now to the delivery with that likelihood, to the minute. */
function hours(drawn: ForecastGround, share: number, seed = 1): number {
  return Math.round((deliveryAt(simulate(drawn, diceOf(seed)), share) - NOW) / 60_000) / 60
}

function runs(count: number, of: (index: number) => PastRun): PastRun[] {
  return Array.from({ length: count }, (_, index) => of(index))
}

const alike = (count: number, work: number, known: Partial<PastRun> = {}) =>
  runs(count, (orderId) => pastRun(orderId, { work }, known))

describe('a forecast', () => {
  test('takes the published lead time as the median where nobody has done it yet', () => {
    const published = { duration: 'P2D', clock: 'WORKING' } as const
    const simulated = simulate(ground([step({ ...delivers, time: OFFICE_TIME, published })]), diceOf(1))
    expect(local('Europe/Berlin', deliveryAt(simulated, 0.5)).slice(0, 13)).toBe('2026-11-25 10')
    expect(simulated.estimates[0]).toMatchObject({ source: 'PUBLISHED', sampleSize: 0 })
    expect(deliveryAt(simulated, 0.85)).toBeGreaterThan(deliveryAt(simulated, 0.5) + 4 * HOUR)
  })

  test('takes a lead time on the elapsed clock through nights and weekends', () => {
    const published = { duration: 'P6D', clock: 'ELAPSED' } as const
    const pastRuns = runs(60, (orderId) => pastRun(orderId, { work: 6 * 24 }))
    expect(hours(ground([step({ ...delivers, time: OFFICE_TIME, published, pastRuns })]), 0.5)).toBe(6 * 24)
  })

  test('takes no time for a step of which nothing is known', () => {
    expect([hours(ground([step(delivers)]), 0.95), hours(ground([]), 0.5)]).toEqual([0, 0])
  })

  const known: [runs: number, source: string | null, hours: readonly [number, number]][] = [
    [0, 'PUBLISHED', [20, 30]],
    [5, 'BLENDED', [4, 25]],
    [60, 'OBSERVED', [4, 4]],
  ]
  test.each(known)('of %d past runs is %s', (count, source, [least, most]) => {
    const published = { duration: 'P1D', clock: 'ELAPSED' } as const
    const drawn = ground([step({ ...delivers, published, pastRuns: alike(count, 4) })])
    expect(simulate(drawn, diceOf(1)).estimates[0]).toMatchObject({ source, sampleSize: count })
    expect(hours(drawn, 0.5)).toBeGreaterThanOrEqual(least)
    expect(hours(drawn, 0.5)).toBeLessThanOrEqual(most)
  })

  test('believes recent runs more than old ones', () => {
    const old = runs(60, (orderId) => pastRun(orderId, { work: 50, daysAgo: 400 }))
    const recent = runs(30, (orderId) => pastRun(100 + orderId, { work: 5, daysAgo: 10 }))
    expect(hours(ground([step({ ...delivers, pastRuns: [...old, ...recent] })]), 0.85)).toBe(5)
  })

  test('knows that a run which goes on takes longer than it has', () => {
    const over = runs(30, (orderId) => pastRun(orderId, { work: 10 + (orderId % 3) }))
    const going = runs(30, (orderId) => pastRun(50 + orderId, { work: 0, daysAgo: 0.45 }, { finishedAt: null }))
    const at = (pastRuns: PastRun[]) => hours(ground([step({ ...delivers, pastRuns })]), 0.3)
    expect([at(over), at([...over, ...going])]).toEqual([10, 11])
  })

  test('waits longer with a longer queue, where the department is shown to take one after another', () => {
    const oneByOne = runs(60, (index) => {
      const readyAt = NOW - 40 * DAY + Math.floor(index / 10) * 2 * DAY
      const startedAt = readyAt + (1 + (index % 10)) * HOUR
      return { ...pastRun(index, { work: 1 }), readyAt: readyAt + index, startedAt, finishedAt: startedAt + HOUR }
    })
    const queued = (count: number) =>
      runs(count, (index) => {
        return pastRun(1000 + index, { work: 0 }, { readyAt: NOW - 1, startedAt: null, finishedAt: null })
      })
    const medianWith = (count: number) =>
      hours(ground([step({ ...delivers, pastRuns: [...oneByOne, ...queued(count)] })]), 0.5)
    expect(medianWith(40)).toBeGreaterThan(3 * medianWith(0))
  })

  test('is later as often as its steps are held, and as long', () => {
    const held = pastRun(0, { work: 5 })
    const holds = [{ reason: 'no stock', since: held.readyAt, releasedAt: held.readyAt + 100 * HOUR }]
    const finishedAt = held.finishedAt! + 100 * HOUR
    const pastRuns = runs(500, (orderId) =>
      orderId % 5 === 0 ? { ...held, orderId, holds, finishedAt } : { ...held, orderId },
    )
    const simulated = simulate(ground([step({ ...delivers, pastRuns })]), diceOf(1))
    expect(likelihoodBy(simulated, NOW + 5 * HOUR)).toBeCloseTo(0.8, 1)
    expect(deliveryAt(simulated, 1)).toBe(NOW + 105 * HOUR)
  })

  test('is later as often as orders come back to a step', () => {
    const first = alike(300, 5)
    const second = alike(75, 8, { number: 2 }).map((run) => ({ ...run, readyAt: first[0]!.finishedAt! }))
    const again = second.map((run) => ({ ...run, startedAt: run.readyAt, finishedAt: run.readyAt + 8 * HOUR }))
    const simulated = simulate(ground([step({ ...delivers, pastRuns: [...first, ...again] })]), diceOf(1))
    expect(likelihoodBy(simulated, NOW + 5 * HOUR)).toBeCloseTo(1 - 75 / 375, 1)
    expect(deliveryAt(simulated, 1)).toBe(NOW + 13 * HOUR)
  })

  test('is wider where the steps of past orders were slow together', () => {
    const chain = (share: (orderId: number, place: number) => number) =>
      [0, 1, 2, 3, 4, 5].map((place) =>
        step({
          before: place === 0 ? [] : [place - 1],
          delivers: place === 5,
          pastRuns: runs(100, (orderId) => pastRun(orderId, { work: 5 + 10 * share(orderId, place) })),
        }),
      )
    const together = ground(chain((orderId) => orderId / 100))
    const apart = ground(chain((orderId, place) => ((orderId * [1, 7, 11, 13, 17, 19][place]!) % 100) / 100))
    const spread = (drawn: ForecastGround) => hours(drawn, 0.85) - hours(drawn, 0.5)
    expect(hours(together, 0.5)).toBeCloseTo(hours(apart, 0.5), -1)
    expect(spread(together)).toBeGreaterThan(1.6 * spread(apart))
  })

  test('is later for an order whose finished steps were slow', () => {
    const pastRuns = runs(100, (orderId) => pastRun(orderId, { work: 5 + orderId / 10 }))
    const ownRun = (work: number) => {
      return { readyAt: NOW - work * HOUR, startedAt: NOW - work * HOUR, finishedAt: NOW, holds: [] }
    }
    const nextAfter = (work: number) =>
      hours(ground([step({ pastRuns, run: ownRun(work) }), step({ before: [0], pastRuns })]), 0.5)
    expect(nextAfter(15)).toBeGreaterThan(nextAfter(5) + 2)
  })

  test('is corrected by how past forecasts turned out, in its likelihood as in its quantiles', () => {
    const pastRuns = runs(100, (orderId) => pastRun(orderId, { work: 1 + orderId }))
    const correction = (share: number) => share ** 0.5
    const simulated = simulate(ground([step({ ...delivers, pastRuns })], { correction }), diceOf(1))
    expect(hours(ground([step({ ...delivers, pastRuns })]), 0.8)).toBeCloseTo(80, -1)
    expect((deliveryAt(simulated, 0.64) - NOW) / HOUR).toBeCloseTo(80, -1)
    expect(likelihoodBy(simulated, deliveryAt(simulated, 0.64))).toBeCloseTo(0.64, 1)
  })
})

describe('an order that is under way', () => {
  const pastRuns = runs(100, (orderId) => pastRun(orderId, { wait: 2, work: 1 + orderId / 10 }))
  const under = (known: Partial<NonNullable<ForecastStep['run']>>) => {
    const run = { readyAt: NOW - 20 * HOUR, startedAt: null, finishedAt: null, holds: [], ...known }
    return ground([step({ ...delivers, pastRuns, run })], { placedAt: NOW - DAY })
  }

  test('has what it still takes before it, given what it took', () => {
    const fresh = hours(ground([step({ ...delivers, pastRuns })]), 0.5)
    expect(fresh).toBeCloseTo(8, 0)
    expect(hours(under({ startedAt: NOW - 4 * HOUR }), 0.5)).toBeCloseTo(3.5, 0)
    expect(hours(under({ startedAt: NOW - 10 * HOUR }), 0.95)).toBeLessThan(1.1)
  })

  test('has not got the time that it was held behind it', () => {
    const startedAt = NOW - 10 * HOUR
    const holds = [{ reason: 'no stock', since: startedAt, releasedAt: NOW - HOUR }]
    expect(hours(under({ startedAt, holds }), 0.5)).toBeGreaterThan(hours(under({ startedAt }), 0.5) + 3)
  })

  test('that is held waits for the end of that as well', () => {
    const startedAt = NOW - 10 * HOUR
    const holds = [{ reason: 'no stock', since: NOW - 9 * HOUR, releasedAt: null }]
    expect(hours(under({ startedAt, holds }), 0.05)).toBeGreaterThanOrEqual(9)
  })

  test('is delivered when it was', () => {
    const finishedAt = NOW - 5 * HOUR
    const simulated = simulate(under({ startedAt: NOW - 9 * HOUR, finishedAt }), diceOf(1))
    expect([deliveryAt(simulated, 0.05), deliveryAt(simulated, 0.95)]).toEqual([finishedAt, finishedAt])
  })
})

describe('a forecast is refused', () => {
  test('where a department never works', () => {
    const time = workingTime('Europe/Berlin', [])
    const pastRuns = alike(60, 4)
    const published = { duration: 'PT4H', clock: 'WORKING' } as const
    const refusal = refused(() => simulate(ground([step({ ...delivers, time, published, pastRuns })]), diceOf(1)))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'calendar' })
  })

  const chain = (count: number) =>
    Array.from({ length: count }, (_, place) =>
      step({ before: place === 0 ? [] : [place - 1], published: { duration: 'PT1H', clock: 'ELAPSED' } }),
    )

  test('beyond 500 steps, and not of so many', () => {
    expect(hours(ground(chain(500)), 0.5)).toBeCloseTo(520, -2)
    expect(refused(() => simulate(ground(chain(501)), diceOf(1)))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      field: 'steps',
      limit: 500,
      actual: 501,
    })
  })

  test('where a step waits for itself', () => {
    expect(() => simulate(ground([step({ before: [1] }), step({ before: [0] })]), diceOf(1))).toThrow(Circle)
  })
})

describe('any forecast', () => {
  const few = (drawn: ForecastGround, seed: number) => simulate(drawn, diceOf(seed), 300)
  const anyShare = fc.double({ min: 0.01, max: 0.99, noNaN: true })

  test('is the same for the same ground and dice', () => {
    fc.assert(
      fc.property(anyGround, fc.integer(), (drawn, seed) => {
        expect(few(drawn, seed).deliveries).toEqual(few(drawn, seed).deliveries)
      }),
    )
  })

  test('has its quantiles in order, none before now unless all is done', () => {
    fc.assert(
      fc.property(anyGround, fc.integer(), (drawn, seed) => {
        const simulated = few(drawn, seed)
        const [p50, p85, p95] = [0.5, 0.85, 0.95].map((share) => deliveryAt(simulated, share))
        expect(p50).toBeLessThanOrEqual(p85!)
        expect(p85).toBeLessThanOrEqual(p95!)
        const isOpen = simulated.delivering.some((place) => !drawn.steps[place]!.run?.finishedAt)
        if (isOpen) expect(simulated.deliveries[0]).toBeGreaterThanOrEqual(NOW)
      }),
    )
  })

  test('says of each of its quantiles that it is as likely as that', () => {
    fc.assert(
      fc.property(anyGround, fc.integer(), anyShare, (drawn, seed, share) => {
        const simulated = few({ ...drawn, correction: (asked) => asked ** 0.8 }, seed)
        const at = deliveryAt(simulated, share)
        expect(likelihoodBy(simulated, at)).toBeGreaterThanOrEqual(share - 1e-9)
        if (likelihoodBy(simulated, at - 1) > 0)
          expect(likelihoodBy(simulated, at - 1)).toBeLessThanOrEqual(share + 0.01)
      }),
    )
  })

  test('is never earlier for a longer lead time or a ramp-up', () => {
    const longer = { P1D: 'P2D', P3D: 'P5D', PT5H: 'PT6H', PT20M: 'PT1H', PT0M: 'PT10M' } as Record<string, string>
    fc.assert(
      fc.property(anyGround, fc.integer(), fc.nat(8), anyShare, (drawn, seed, at, share) => {
        const place = at % drawn.steps.length
        const one = drawn.steps[place]!
        const published = one.published && { ...one.published, duration: longer[one.published.duration]! }
        const rampUp = { kind: 'RAMP_UP', departmentId: 1, time: ALWAYS, from: NOW, clock: 'ELAPSED' } as const
        const leadIns = [...one.leadIns, { ...rampUp, duration: 'PT30H', note: 'Tooling' }]
        const before = deliveryAt(few(drawn, seed), share)
        const with_ = (changed: ForecastStep) => ({ ...drawn, steps: drawn.steps.with(place, changed) })
        expect(deliveryAt(few(with_({ ...one, leadIns }), seed), share)).toBeGreaterThanOrEqual(before)
        if (!one.run) expect(deliveryAt(few(with_({ ...one, published }), seed), share)).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  test('of an order that is not begun is never earlier for more work that waits', () => {
    fc.assert(
      fc.property(anyGround, fc.integer(), fc.nat(8), fc.nat(90), anyShare, (drawn, seed, at, count, share) => {
        const steps = drawn.steps.map((one) => ({ ...one, run: null }))
        const place = at % steps.length
        const one = steps[place]!
        const waiting = { ...pastRun(0, { work: 0 }), readyAt: NOW - 1, startedAt: null, finishedAt: null }
        const queue = runs(count, (index) => ({ ...waiting, orderId: 1000 + index }))
        const more = steps.with(place, { ...one, pastRuns: [...one.pastRuns, ...queue] })
        const less = deliveryAt(few({ ...drawn, steps }, seed), share)
        expect(deliveryAt(few({ ...drawn, steps: more }, seed), share)).toBeGreaterThanOrEqual(less)
      }),
    )
  })
})
