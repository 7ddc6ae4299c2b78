import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveryAt, simulate } from '../../server/domain/forecast.ts'
import { because } from '../../server/domain/forecast-because.ts'
import type { ForecastStep, Leg } from '../../server/domain/forecast-ground.ts'
import { anyGround, DAY, diceOf, ground, HOUR, NOW, OFFICE_TIME, pastRun, step } from './forecast-grounds.ts'
import { local } from './working-times.ts'

const BERLIN = 'Europe/Berlin'

function legsOf(steps: readonly ForecastStep[], known: Parameters<typeof ground>[1] = {}): Leg[] {
  return because(simulate(ground(steps, known), diceOf(1), 1000))
}

function told(legs: readonly Leg[]): unknown[] {
  return legs.map(({ kind, place, from, to }) => [kind, place, local(BERLIN, from), local(BERLIN, to)])
}

/** So many runs alike, but for their order. */
function alike(count: number, times: Parameters<typeof pastRun>[1], known: Parameters<typeof pastRun>[2] = {}) {
  return Array.from({ length: count }, (_, orderId) => pastRun(orderId, { time: OFFICE_TIME, ...times }, known))
}

describe('the legs of a forecast', () => {
  test('are waiting and working of the steps on the critical path, and then a margin', () => {
    const pick = step({ time: OFFICE_TIME, pastRuns: alike(60, { wait: 2, work: 4 }) })
    const label = step({ time: OFFICE_TIME, pastRuns: alike(60, { work: 1 }) })
    const ship = step({ before: [0, 1], delivers: true, time: OFFICE_TIME, pastRuns: alike(60, { work: 3 }) })
    expect(told(legsOf([pick, label, ship]))).toEqual([
      ['WAIT', 0, '2026-11-23 10:00', '2026-11-23 12:00'],
      ['WORK', 0, '2026-11-23 12:00', '2026-11-23 16:00'],
      ['WORK', 2, '2026-11-23 16:00', '2026-11-24 11:00'],
      ['MARGIN', null, '2026-11-24 11:00', '2026-11-24 11:00'],
    ])
  })

  const leadIn = { kind: 'RAMP_UP', departmentId: 7, time: OFFICE_TIME, from: NOW, clock: 'WORKING' } as const

  test('begin with a ramp-up where that takes longer than the steps before, and not where it does not', () => {
    const legsWith = (duration: string) => {
      const leadIns = [{ ...leadIn, duration, note: 'Tooling' }]
      const pick = step({ time: OFFICE_TIME, pastRuns: alike(60, { work: 4 }) })
      return legsOf([pick, step({ before: [0], delivers: true, leadIns })])
    }
    const [first, last] = legsWith('P5D')
    expect(first).toMatchObject({ kind: 'RAMP_UP', departmentId: 7, source: 'PUBLISHED', from: NOW })
    expect(first!.notes).toEqual(['closed Sat-Sun', 'Tooling'])
    expect(local(BERLIN, first!.to)).toBe('2026-11-30 10:00')
    expect(last!.kind).toBe('MARGIN')
    expect(legsWith('PT3H').map(({ kind }) => kind)).toEqual(['WORK', 'MARGIN'])
  })

  test('say on what they rest', () => {
    const pastRuns = [
      ...alike(25, { wait: 5, work: 9 }, { attributes: { newCustomer: 'yes' } }),
      ...alike(40, { wait: 1, work: 2 }, { attributes: { newCustomer: 'no' } }),
      ...alike(3, { wait: 1, work: 1, daysAgo: 0.1 }, { startedAt: null, finishedAt: null }),
    ].map((run, orderId) => ({ ...run, orderId }))
    const published = { duration: 'P1D', clock: 'WORKING' } as const
    const [wait, work, margin] = legsOf([step({ delivers: true, time: OFFICE_TIME, pastRuns, published })], {
      attributes: { newCustomer: 'yes' },
    })
    expect(wait).toMatchObject({ kind: 'WAIT', source: 'BLENDED', sampleSize: 25 })
    expect(wait!.notes).toEqual(['queue of 3', 'new customer'])
    expect(work!.notes).toContain('new customer')
    expect(margin).toMatchObject({ kind: 'MARGIN', source: 'BLENDED', sampleSize: 25 })
  })

  test('tell what has happened as it was', () => {
    const run = { readyAt: NOW - 5 * HOUR, startedAt: NOW - 4 * HOUR, finishedAt: NOW - HOUR, holds: [] }
    const legs = legsOf([step({ run }), step({ before: [0], delivers: true, pastRuns: alike(60, { work: 1 }) })], {
      placedAt: NOW - DAY,
    })
    expect(legs.slice(0, 2)).toMatchObject([
      { kind: 'WAIT', from: NOW - DAY, to: NOW - 4 * HOUR, source: null, sampleSize: null, notes: ['as it was'] },
      { kind: 'WORK', from: NOW - 4 * HOUR, to: NOW - HOUR, source: null, notes: ['as it was'] },
    ])
  })

  test('join end to end from the placing to the p85, in a thousand orders of any kind', () => {
    const anyCorrection = fc.constantFrom(
      null,
      (share: number) => share ** 0.7,
      (share: number) => share ** 2,
    )
    fc.assert(
      fc.property(anyGround, fc.integer(), anyCorrection, (drawn, seed, correction) => {
        const simulated = simulate({ ...drawn, correction }, diceOf(seed), 200)
        const legs = because(simulated)
        const { placedAt } = drawn
        expect(legs.map(({ from }) => from)).toEqual([placedAt, ...legs.slice(0, -1).map(({ to }) => to)])
        expect(legs.at(-1)).toMatchObject({ kind: 'MARGIN', to: deliveryAt(simulated, 0.85) })
        expect(legs.at(-1)!.from).toBe(deliveryAt(simulated, 0.5))
        for (const { kind, from, to } of legs) expect(to - from).toBeGreaterThanOrEqual(kind === 'MARGIN' ? 0 : 1)
        expect(legs.filter(({ kind }) => kind === 'MARGIN')).toHaveLength(1)
      }),
      { numRuns: 1000 },
    )
  })
})
