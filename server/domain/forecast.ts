import type { WorkingTime } from './calendar.ts'
import type { HoursTable } from './calendar-hours.ts'
import { type Distribution, distributionOf, given } from './distribution.ts'
import { DAY } from './duration.ts'
import { type Chance, estimateOf, type StepEstimate } from './forecast-estimate.ts'
import { type CommonFactor, commonFactor } from './forecast-factor.ts'
import type { Dice, ForecastGround, ForecastStep } from './forecast-ground.ts'
import { isHeld, takenBy } from './forecast-runs.ts'
import { leadInEnd } from './lead-in.ts'
import { DRAW_MASK, NORMAL_DRAWS, PER_SCORE, SCORE_REACH, SCORE_SHARES, SCORES } from './normal.ts'
import { Refusal } from './refusal.ts'
import { topological } from './schedule.ts'
import { countUpTo } from './sorted.ts'
import type { Instant } from './vocabulary.ts'
import { STEP_LIMIT } from './workflow-faults.ts'

/** How often an order is simulated, and at most how many steps in all: an order of hundreds of steps has less chance in its sum. */
const RUNS = 10_000
const STEP_RUNS = 1_200_000
/** Open hours are made ready for so long; what takes longer is looked up one by one. */
const TABLE_REACH = 2 * 365 * DAY
const DELAYS = 256

/** A ground and what came of it in each simulated run. Columns are by the step's place; `deliveries` ascends. */
export type Simulated = {
  readonly ground: ForecastGround
  readonly estimates: readonly StepEstimate[]
  readonly runs: number
  readonly finish: readonly Float64Array[]
  /** What of the finish of a run is waiting, in the step's own time, from when it was ready or from now. */
  readonly wait: readonly Float64Array[]
  /** Before this none is ready: now, the placing, and what must be over beside the earlier steps. */
  readonly earliest: readonly Instant[]
  /** When what must be over beside the earlier steps is over; -Infinity where there is nothing, or it is over since. */
  readonly leadInsEnd: readonly Instant[]
  /** The places of the steps with which the goods are the customer's. */
  readonly delivering: readonly number[]
  readonly delivery: Float64Array
  readonly deliveries: Float64Array
}

/** What a ground tells, ready to be simulated. */
export type Prepared = {
  readonly ground: ForecastGround
  readonly estimates: readonly StepEstimate[]
  readonly factor: CommonFactor
  /** What remains of each step, by its place. */
  readonly draws: readonly Drawn[]
}

/**
 * Learns from the past runs of an order's steps. Refuses an order of more than 500 steps (LIMIT_EXCEEDED), and a department that has no working time
 * within reach (BAD_USER_INPUT).
 */
export function prepared(ground: ForecastGround): Prepared {
  const { steps, now, attributes } = ground
  if (steps.length > STEP_LIMIT) throw tooMany(steps.length)
  const estimates = steps.map((step) => estimateOf(step, now, attributes))
  const draws = steps.map((step, place) => drawnOf(step, estimates[place]!, now))
  return { ground, estimates, factor: commonFactor(steps, estimates), draws }
}

/** Learns from the past and simulates the order to its delivery; refuses as `prepared` and `simulated` do. */
export function simulate(ground: ForecastGround, dice: Dice, runs = RUNS): Simulated {
  return simulated(prepared(ground), dice, runs)
}

/**
 * An order as it may go, so many times, fewer where it has hundreds of steps. Refuses a department that has no working time within reach (BAD_USER_INPUT); a step that waits for
 * itself throws `Circle`.
 */
export function simulated({ ground, estimates, factor, draws }: Prepared, dice: Dice, runs = RUNS): Simulated {
  const { steps } = ground
  const count = Math.min(runs, Math.floor(STEP_RUNS / Math.max(1, steps.length)))
  const common = commonScores(factor, count, dice)
  const leadInsEnd = steps.map(leadInsEndOf)
  const begin = (step: ForecastStep) => step.run?.readyAt ?? ground.placedAt
  const earliest = steps.map((step, place) => Math.max(ground.now, begin(step), leadInsEnd[place]!))
  const finish = steps.map(() => new Float64Array(count))
  const wait = steps.map(() => new Float64Array(count))
  for (const place of topological(steps)) {
    const step = steps[place]!
    const ready = finish[place]!.fill(earliest[place]!)
    if (!step.run) for (const before of step.before) raise(ready, finish[before]!)
    if (step.run?.finishedAt != null) finish[place]!.fill(step.run.finishedAt)
    else drawStep(draws[place]!, common, factor, dice, finish[place]!, wait[place]!)
  }
  const delivery = new Float64Array(count).fill(ground.placedAt)
  const delivering = deliveringPlaces(steps)
  for (const place of delivering) raise(delivery, finish[place]!)
  const deliveries = delivery.slice().sort()
  return { ground, estimates, runs: count, finish, wait, earliest, leadInsEnd, delivering, delivery, deliveries }
}

/** The instant by which the goods are the customer's with probability `share`, 0..1. */
export function deliveryAt({ ground, deliveries, runs }: Simulated, share: number): Instant {
  const asked = ground.correction?.(share) ?? share
  return deliveries[Math.min(runs - 1, Math.max(0, Math.ceil(asked * runs) - 1))]!
}

/** The probability, 0..1, that the goods are the customer's by `at`: the inverse of `deliveryAt`. */
export function likelihoodBy({ ground, deliveries, runs }: Simulated, at: Instant): number {
  const share = countUpTo(deliveries, at) / runs
  if (!ground.correction || share === 0 || share === 1) return share
  let [low, high] = [0, 1]
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2
    if (ground.correction(middle) <= share) low = middle
    else high = middle
  }
  return low
}

function deliveringPlaces(steps: readonly ForecastStep[]): number[] {
  const places = [...steps.keys()]
  const delivering = places.filter((place) => steps[place]!.delivers)
  return delivering.length > 0 ? delivering : places
}

/** Nothing keeps back a step that was started. */
function leadInsEndOf({ run, leadIns }: ForecastStep): Instant {
  if (run && (run.startedAt ?? run.finishedAt) !== null) return Number.NEGATIVE_INFINITY
  return Math.max(...leadIns.map(leadInEnd))
}

/** Where the order stands in each run. */
function commonScores({ mean, spread }: CommonFactor, count: number, dice: Dice): Float64Array {
  return Float64Array.from({ length: count }, () => mean + spread * NORMAL_DRAWS[dice() & DRAW_MASK]!)
}

/** A step made ready to be drawn: the times that remain by their score, and what may be added. */
type Drawn = {
  readonly wait: Float64Array
  readonly work: Float64Array
  readonly hold: Addition | null
  readonly again: Addition | null
  readonly time: WorkingTime
  /** Null where its time is plain time. */
  readonly hours: HoursTable | null
}

/** Comes where 32 random bits are below `limit`. */
type Addition = { readonly limit: number; readonly delays: Float64Array }

function drawnOf(step: ForecastStep, { wait, work, hold, again }: StepEstimate, now: Instant): Drawn {
  const taken = step.run && takenBy(step, step.run, now)
  return {
    wait: taken?.wait.isOver ? new Float64Array(SCORES) : byScore(wait, taken?.wait.time ?? 0),
    work: byScore(work, taken?.work?.time ?? 0),
    hold: taken?.held ? (isHeld(step.run!) ? holdsOn(hold, taken.held.time) : null) : additionOf(hold, 0),
    again: additionOf(again, 0),
    time: step.time,
    hours: step.published?.clock === 'ELAPSED' ? null : step.time.tableOf(now, now + TABLE_REACH),
  }
}

/** What holds it now goes on as past holds did; where there were none, as long again. */
function holdsOn(hold: Chance | null, held: number): Addition {
  const delay = hold?.delay ?? distributionOf([held * 2])
  return additionOf({ share: 1, delay }, held)!
}

function additionOf(chance: Chance | null, taken: number): Addition | null {
  if (!chance) return null
  const delay = given(chance.delay, taken)
  return { limit: chance.share * 2 ** 32, delays: remaining(delay, taken, DELAYS, (place) => (place + 0.5) / DELAYS) }
}

function byScore(distribution: Distribution, taken: number): Float64Array {
  return remaining(given(distribution, taken), taken, SCORES, (place) => SCORE_SHARES[place]!)
}

/** The quantiles at shares that ascend, less what was taken, in whole milliseconds. */
function remaining({ values, shares }: Distribution, taken: number, count: number, shareAt: (place: number) => number) {
  const table = new Float64Array(count)
  const last = values.length - 1
  for (let place = 0, value = 0; place < count; place++) {
    const share = shareAt(place)
    while (value < last && shares[value]! < share) value++
    table[place] = Math.max(0, Math.round(values[value]! - taken))
  }
  return table
}

/** Makes of the instants when a step is ready in each run those when it is finished. */
function drawStep(
  { wait, work, hold, again, time, hours }: Drawn,
  common: Float64Array,
  { loading }: CommonFactor,
  dice: Dice,
  finish: Float64Array,
  waits: Float64Array,
): void {
  const [ofWait, ofWork] = [loading.wait, loading.work]
  const [ownWait, ownWork] = [Math.sqrt(1 - ofWait ** 2), Math.sqrt(1 - ofWork ** 2)]
  const add = (at: Instant, span: number): Instant => {
    if (hours === null) return at + span
    const reached = hours.add(at, span)
    return Number.isNaN(reached) ? time.add(at, span) : reached
  }
  for (let run = 0; run < finish.length; run++) {
    const bits = dice()
    const shared = common[run]!
    const waitScore = ofWait * shared + ownWait * NORMAL_DRAWS[bits & DRAW_MASK]!
    const workScore = ofWork * shared + ownWork * NORMAL_DRAWS[(bits >>> 16) & DRAW_MASK]!
    const waited = wait[((waitScore + SCORE_REACH) * PER_SCORE) | 0]!
    const worked = work[((workScore + SCORE_REACH) * PER_SCORE) | 0]!
    waits[run] = waited
    finish[run] = add(finish[run]!, waited + worked)
  }
  for (const addition of [hold, again]) if (addition) addTo(finish, addition, dice, add)
}

function addTo(finish: Float64Array, { limit, delays }: Addition, dice: Dice, add: WorkingTime['add']): void {
  for (let run = 0; run < finish.length; run++)
    if (dice() >>> 0 < limit) finish[run] = add(finish[run]!, delays[dice() & (DELAYS - 1)]!)
}

function raise(column: Float64Array, other: Float64Array): void {
  for (let run = 0; run < column.length; run++) if (other[run]! > column[run]!) column[run] = other[run]!
}

function tooMany(count: number): Refusal {
  const message = `steps: an order of ${count} steps is not forecast, at most one of ${STEP_LIMIT}`
  return new Refusal('LIMIT_EXCEEDED', message, { field: 'steps', limit: STEP_LIMIT, actual: count })
}
