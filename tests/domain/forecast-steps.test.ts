import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveryAt, simulate } from '../../server/domain/forecast.ts'
import type { ForecastStep } from '../../server/domain/forecast-ground.ts'
import { stepForecasts } from '../../server/domain/forecast-steps.ts'
import { anyGround, diceOf, ground, HOUR, NOW, OFFICE_TIME, pastRun, step } from './forecast-grounds.ts'
import { instant, local } from './working-times.ts'

const BERLIN = 'Europe/Berlin'
const ALWAYS_SAME = (wait: number, work: number) =>
  Array.from({ length: 60 }, (_, orderId) => pastRun(orderId, { wait, work, time: OFFICE_TIME }))

const office = (known: Partial<ForecastStep>) => step({ time: OFFICE_TIME, ...known })
const picked = office({ key: 'pick', pastRuns: ALWAYS_SAME(1, 4) })
const labelled = office({ key: 'label', pastRuns: ALWAYS_SAME(0, 2) })
const shipped = office({ key: 'ship', before: [0, 1], delivers: true, pastRuns: ALWAYS_SAME(1, 3) })
const billed = office({ key: 'bill', before: [2], pastRuns: ALWAYS_SAME(0, 2) })

function shown(steps: readonly ForecastStep[], deadline: string) {
  const forecasts = stepForecasts(simulate(ground(steps), diceOf(1), 500), instant(BERLIN, deadline))
  const at = (one: number | null) => one && local(BERLIN, one)
  return forecasts.map(({ key, start, finish, latestStart, latestFinish, slack, criticality }) => {
    const spare = slack === null ? null : slack / HOUR
    return [key, at(start), at(finish), at(latestStart), at(latestFinish), spare, criticality]
  })
}

describe('the steps of a forecast', () => {
  test('have their starts and finishes, and what they can spare until the deadline', () => {
    expect(shown([picked, labelled, shipped, billed], '2026-11-24 15:00')).toEqual([
      ['pick', '2026-11-23 11:00', '2026-11-23 15:00', '2026-11-23 15:00', '2026-11-24 11:00', 4, 1],
      ['label', '2026-11-23 10:00', '2026-11-23 12:00', '2026-11-24 09:00', '2026-11-24 11:00', 7, 0],
      ['ship', '2026-11-23 16:00', '2026-11-24 11:00', '2026-11-24 12:00', '2026-11-24 15:00', 4, 1],
      ['bill', '2026-11-24 11:00', '2026-11-24 13:00', null, null, null, 0],
    ])
  })

  test('spare less than nothing where the deadline is missed', () => {
    const [pick] = shown([picked, labelled, shipped], '2026-11-24 10:00')
    expect(pick!.slice(3, 6)).toEqual(['2026-11-23 10:00', '2026-11-23 14:00', -1])
  })

  test('are not late while a ramp-up goes on beside the earlier ones', () => {
    const rampUp = { kind: 'RAMP_UP', departmentId: 3, time: OFFICE_TIME, from: NOW, note: 'Tooling' } as const
    const leadIns = [{ ...rampUp, duration: 'P2D', clock: 'WORKING' as const }]
    const [pick, , ship] = shown([picked, labelled, { ...shipped, leadIns }], '2026-11-25 14:00')
    expect(ship!.slice(0, 3)).toEqual(['ship', '2026-11-25 11:00', '2026-11-25 14:00'])
    expect(pick!.slice(4)).toEqual(['2026-11-25 10:00', 11, 0])
  })

  test('keep what has happened, of which nothing is due any more', () => {
    const run = { readyAt: NOW - 9 * HOUR, startedAt: NOW - 8 * HOUR, finishedAt: NOW - 2 * HOUR, holds: [] }
    const [done] = stepForecasts(
      simulate(
        ground([
          { ...picked, run },
          { ...shipped, before: [0] },
        ]),
        diceOf(1),
        99,
      ),
      NOW,
    )
    expect(done).toMatchObject({ start: NOW - 8 * HOUR, finish: NOW - 2 * HOUR, finishP85: NOW - 2 * HOUR })
    expect(done).toMatchObject({ latestStart: null, latestFinish: null, slack: null, criticality: 1 })
  })

  test('of any order start before they finish, each after those before it, some of them critical in every run', () => {
    fc.assert(
      fc.property(anyGround, fc.integer(), (drawn, seed) => {
        const simulated = simulate(drawn, diceOf(seed), 200)
        const forecasts = stepForecasts(simulated, deliveryAt(simulated, 0.85))
        for (const [place, { start, finish, finishP85, latestStart, latestFinish }] of forecasts.entries()) {
          expect(start).toBeLessThanOrEqual(finish)
          expect(finish).toBeLessThanOrEqual(finishP85)
          if (latestStart !== null) expect(latestStart).toBeLessThanOrEqual(latestFinish!)
          const { run, before } = drawn.steps[place]!
          if (!run) for (const earlier of before) expect(start).toBeGreaterThanOrEqual(forecasts[earlier]!.finish)
        }
        const critical = forecasts.reduce((sum, { criticality }) => sum + criticality, 0)
        expect(critical).toBeGreaterThanOrEqual(1 - 1e-9)
      }),
    )
  })
})
