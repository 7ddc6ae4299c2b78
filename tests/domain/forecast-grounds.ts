import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { WorkingTime } from '../../server/domain/calendar.ts'
import type { Dice, ForecastGround, ForecastStep, PastRun } from '../../server/domain/forecast-ground.ts'
import { OFFICE, ROUND_THE_CLOCK, workingTime } from './working-times.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** A Monday, ten in the morning in Berlin. */
export const NOW = Date.UTC(2026, 10, 23, 9)
export const OFFICE_TIME = workingTime('Europe/Berlin', OFFICE)
export const ALWAYS = workingTime('UTC', ROUND_THE_CLOCK)

export function diceOf(seed: number): Dice {
  const generator = xoroshiro128plus(seed)
  return () => generator.next()
}

export function step(known: Partial<ForecastStep> = {}): ForecastStep {
  return {
    key: 'pick',
    departmentId: 1,
    before: [],
    delivers: false,
    time: ALWAYS,
    published: null,
    pastRuns: [],
    run: null,
    leadIns: [],
    ...known,
  }
}

export function ground(steps: readonly ForecastStep[], known: Partial<ForecastGround> = {}): ForecastGround {
  return { placedAt: NOW, now: NOW, attributes: {}, steps, correction: null, ...known }
}

type Times = { readonly wait?: number; readonly work: number; readonly daysAgo?: number; readonly time?: WorkingTime }

/** A finished run that waited and worked for so many hours of a department's time, ready so many days ago. */
export function pastRun(
  orderId: number,
  { wait = 0, work, daysAgo = 30, time = ALWAYS }: Times,
  known: Partial<PastRun> = {},
): PastRun {
  const readyAt = NOW - daysAgo * DAY
  const startedAt = time.add(readyAt, wait * HOUR)
  return {
    orderId,
    number: 1,
    readyAt,
    startedAt,
    finishedAt: time.add(startedAt, work * HOUR),
    brokenOffAt: null,
    holds: [],
    attributes: {},
    ...known,
  }
}
