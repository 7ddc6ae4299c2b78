import type { WorkingTime } from './calendar.ts'
import type { LeadIn } from './lead-in.ts'
import type { Clock, Instant } from './vocabulary.ts'

/** What is known of an order that may matter for how long a step takes, by name: `newCustomer: yes`, `category: windows`, `rush: yes`. */
export type Attributes = Readonly<Record<string, string>>

/** A lead time as a department published it: from READY to DONE. `duration` as stored, on `clock`. */
export type LeadTime = { readonly duration: string; readonly clock: Clock }

/** A time in which a run could not go on; `releasedAt` null: it still cannot. */
export type PastHold = { readonly reason: string; readonly since: Instant; readonly releasedAt: Instant | null }

/**
 * When one going-through of a step was ready, started and finished, and what held it up. A run that was completed out of READY was started when it was
 * finished. Holds may overlap, and may lie before the start.
 */
export type RunTimes = {
  readonly readyAt: Instant
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
  readonly holds: readonly PastHold[]
}

/**
 * A run of the same step in another order, as evidence. Its waiting is the department's open time from ready to start, its work that from start to
 * finish, the holds in both taken out. An unfinished run tells that it takes longer than it has taken so far.
 */
export type PastRun = RunTimes & {
  readonly orderId: number
  /** 1 for the first run of the step in its order, 2 where the order came back to it, and so on. */
  readonly number: number
  /** When an unfinished run was broken off: handed back, or its order cancelled. Null where it was finished or goes on now. */
  readonly brokenOffAt: Instant | null
  readonly attributes: Attributes
}

/** One step of the order that is forecast. Skipped and cancelled steps are left out of the ground, and stand for those before them. */
export type ForecastStep = {
  readonly key: string
  readonly departmentId: number
  /** The places in `ForecastGround.steps` of the steps that must be done first. */
  readonly before: readonly number[]
  /** With it done the goods are the customer's. Where no step delivers, all of them together do. */
  readonly delivers: boolean
  readonly time: WorkingTime
  readonly published: LeadTime | null
  /** Recent runs of this step in other orders, in any order; a few hundred are enough. Runs that go on now belong to them: they are the queue. */
  readonly pastRuns: readonly PastRun[]
  /** This order's own run of the step: the latest one, once the step was READY and unless it was handed back; null while it is WAITING. */
  readonly run: RunTimes | null
  /** Those of the requirements on this step; those on all work of a department stand at each of its steps. */
  readonly leadIns: readonly LeadIn[]
}

/** All that a forecast rests on. The same ground and the same dice give the same forecast. */
export type ForecastGround = {
  readonly placedAt: Instant
  /** Nothing that is not finished is finished before. */
  readonly now: Instant
  readonly attributes: Attributes
  readonly steps: readonly ForecastStep[]
  /**
   * The share to ask of the simulation so that what comes is within it as often as `share` says: monotonic, from 0..1 to 0..1. Learnt from past
   * forecasts (`Recalibration.share`); null: the share itself.
   */
  readonly correction: ((share: number) => number) | null
}

/** 32 random bits, as `next()` of a generator of pure-rand gives them. */
export type Dice = () => number

/** On what an estimate rests: the published lead time, past runs, or both. */
export type EstimateSource = 'PUBLISHED' | 'OBSERVED' | 'BLENDED'

/** What is forecast of one step. Durations are milliseconds of open time of its department, or plain ones where its lead time is elapsed. */
export type StepForecast = {
  readonly key: string
  /** When it starts and finishes in the median of the simulated runs; a fact where it did. */
  readonly start: Instant
  readonly finish: Instant
  readonly finishP85: Instant
  /** By when it must start and finish to deliver by the deadline, if all that follows takes its median; null off the path to delivery, or where it did. */
  readonly latestStart: Instant | null
  readonly latestFinish: Instant | null
  /** Working time from `finish` to `latestFinish`; negative where it is too late. */
  readonly slack: number | null
  /** Share of the simulated runs in which it lies on the critical path, 0..1. */
  readonly criticality: number
  /** Past runs that the estimate rests on. */
  readonly sampleSize: number
  /** Null where nothing is known: it takes no time. */
  readonly source: EstimateSource | null
}

/** One stretch of the way from the placing to the p85. */
export type Leg = {
  readonly kind: 'WORK' | 'WAIT' | 'RAMP_UP' | 'NOTICE' | 'MARGIN'
  /** The step's place in `ForecastGround.steps`; null for MARGIN. */
  readonly place: number | null
  readonly departmentId: number | null
  readonly from: Instant
  readonly to: Instant
  readonly source: EstimateSource | null
  readonly sampleSize: number | null
  readonly notes: readonly string[]
}
