import fc from 'fast-check'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { WorkingTime } from '../../server/domain/calendar.ts'
import type {
  Dice,
  ForecastGround,
  ForecastStep,
  LeadTime,
  PastRun,
  RunTimes,
} from '../../server/domain/forecast-ground.ts'
import { NIGHTS, OFFICE, ROUND_THE_CLOCK, workingTime } from './working-times.ts'

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

type Drawn = {
  readonly time: WorkingTime
  readonly published: LeadTime | null
  readonly runs: number
  readonly before: readonly number[]
  readonly delivers: boolean
  readonly state: number
  readonly leadIn: string | null
  readonly seed: number
}

/** Named where a property fails: the hours of years would be too much to read. */
const named = (time: WorkingTime, name: string) => Object.assign(time, { [fc.toStringMethod]: () => name })
const NIGHT_TIME = workingTime('America/New_York', NIGHTS)
const TIMES = [named(OFFICE_TIME, 'office'), named(ALWAYS, 'always'), named(NIGHT_TIME, 'nights')]
const drawnStep = fc.record<Drawn>({
  time: fc.constantFrom(...TIMES),
  published: fc.option(
    fc.record({
      duration: fc.constantFrom('P1D', 'P3D', 'PT5H', 'PT20M', 'PT0M'),
      clock: fc.constantFrom('WORKING', 'ELAPSED'),
    }),
  ),
  runs: fc.constantFrom(0, 1, 4, 60),
  before: fc.array(fc.nat(20), { maxLength: 3 }),
  delivers: fc.boolean(),
  state: fc.nat(9),
  leadIn: fc.option(fc.constantFrom('P1D', 'P4D', 'PT90M'), { freq: 4 }),
  seed: fc.integer(),
})

/** Orders at any point of their way, with much, little or nothing known of their steps. */
export const anyGround: fc.Arbitrary<ForecastGround> = fc
  .tuple(fc.array(drawnStep, { minLength: 1, maxLength: 9 }), fc.nat(9))
  .map(([drawn, daysAgo]) => {
    const placedAt = NOW - daysAgo * DAY
    const finishes: (number | null)[] = []
    const steps = drawn.map((one, place) => {
      const before = place === 0 ? [] : [...new Set(one.before.map((earlier) => earlier % place))]
      const ready = Math.max(placedAt, ...before.map((earlier) => finishes[earlier] ?? Number.POSITIVE_INFINITY))
      const run = Number.isFinite(ready) ? ownRun(ready, one.state) : null
      finishes.push(run?.finishedAt ?? null)
      return stepOf(one, place, before, run, placedAt)
    })
    return ground(steps, { placedAt })
  })

function stepOf(
  { time, published, runs, delivers, leadIn, seed }: Drawn,
  place: number,
  before: number[],
  run: RunTimes | null,
  placedAt: number,
): ForecastStep {
  const dice = diceOf(seed)
  const share = () => (dice() >>> 0) / 2 ** 32
  const pastRuns = Array.from({ length: runs }, (_, orderId) =>
    pastRun(orderId, { wait: 9 * share() ** 2, work: 20 * share() ** 3, daysAgo: 5 + 100 * share(), time }),
  )
  const asks = leadIn && ({ kind: place % 2 ? 'NOTICE' : 'RAMP_UP', departmentId: place, time } as const)
  const leadIns = asks ? [{ ...asks, from: placedAt, duration: leadIn, clock: 'WORKING' as const, note: 'Form' }] : []
  return step({ key: `step ${place}`, departmentId: place, before, delivers, time, published, pastRuns, run, leadIns })
}

/** Ready, started, held or finished some hours later, but not after now; null: it waits. */
function ownRun(readyAt: number, state: number): RunTimes | null {
  const startedAt = readyAt + 3 * HOUR
  const finishedAt = startedAt + 5 * HOUR
  if (readyAt > NOW || state === 0) return null
  if (startedAt > NOW || state < 3) return { readyAt, startedAt: null, finishedAt: null, holds: [] }
  const hold = { reason: 'no stock', since: startedAt, releasedAt: null }
  if (finishedAt > NOW || state < 5) return { readyAt, startedAt, finishedAt: null, holds: state === 3 ? [hold] : [] }
  return { readyAt, startedAt, finishedAt, holds: [] }
}
