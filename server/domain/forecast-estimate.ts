import { blended, type Distribution, distributionOf, effectiveSize, survivalOf } from './distribution.ts'
import type { Attributes, EstimateSource, ForecastStep } from './forecast-ground.ts'
import { type Evidence, evidenceOf, publishedTime, queueOf, type Taken } from './forecast-runs.ts'
import { isAlike, ranksOf, type Split, splitsOf } from './forecast-split.ts'
import { normalQuantile } from './normal.ts'
import type { Instant } from './vocabulary.ts'

/** As many past runs as a published lead time is worth, and how many make it worth nothing. */
const PUBLISHED_WORTH = 5
const ENOUGH = 45
/** The runs that differ in what matters count as so many together. */
const OTHERS_WORTH = 5
/** A published lead time is taken as the median of a lognormal time of this spread: kept within 1.36 times in 85 of 100. */
const PUBLISHED_SPREAD = 0.3
/** Fewest waits from which it is learnt how they follow the queue. */
const LEAST_WAITS = 30
const MINUTE = 60_000

/** What happens to a share of the runs, and the time it adds. */
export type Chance = { readonly share: number; readonly delay: Distribution }

/** What is expected of one step, in its own time. */
export type StepEstimate = {
  readonly evidence: readonly Evidence[]
  readonly wait: Distribution
  readonly work: Distribution
  readonly hold: Chance | null
  /** The order comes back to the step once it was finished. */
  readonly again: Chance | null
  readonly splits: readonly Split[]
  /** Runs that wait for the department now. */
  readonly queue: number
  readonly sampleSize: number
  readonly source: EstimateSource | null
}

const NO_TIME = distributionOf([0])
const PUBLISHED = distributionOf(
  Array.from({ length: 256 }, (_, place) => Math.exp(PUBLISHED_SPREAD * normalQuantile((place + 0.5) / 256))),
)

/**
 * What recent runs of the step and its published lead time let expect. Past runs and the published time are blended as an empirical Bayes estimate
 * is (Efron and Morris 1977): the share of the runs is n / (n + 5), n being their effective number; from 45 on they stand alone.
 */
export function estimateOf(step: ForecastStep, now: Instant, attributes: Attributes): StepEstimate {
  const evidence = evidenceOf(step, now)
  const queue = queueOf(step.pastRuns)
  const splits = splitsOf(evidence, attributes)
  const weights = weightsOf(evidence, splits)
  const first = evidence.filter(({ run }) => run.number === 1)
  const known = first.filter(({ work }) => work?.isOver)
  const size = effectiveSize(known.map((one) => weights.get(one)!))
  const shareOfRuns = known.length === 0 ? 0 : !step.published || size >= ENOUGH ? 1 : size / (size + PUBLISHED_WORTH)
  const waits = adjusted(first, queue(step.run?.readyAt ?? now))
  const weight = (one: Evidence) => weights.get(one)!
  const published = publishedParts(publishedTime(step, now), known)
  const observed = known.length > 0 && {
    wait: timesOf(waits, weight),
    work: timesOf(
      first.flatMap((one) => (one.work ? [[one, one.work] as const] : [])),
      weight,
    ),
  }
  const both = (part: 'wait' | 'work') => blended(observed ? observed[part] : NO_TIME, published[part], shareOfRuns)
  return {
    evidence,
    wait: both('wait'),
    work: both('work'),
    hold: chanceOf(
      evidence.filter(({ work, held }) => work?.isOver || held),
      'held',
      size,
    ),
    again: chanceOf(
      evidence.filter(({ work }) => work?.isOver),
      'again',
      size,
    ),
    splits,
    queue: Math.max(0, queue(now)),
    sampleSize: known.filter(({ run }) => isAlike(run.attributes, splits)).length,
    source: sourceOf(shareOfRuns, step.published !== null),
  }
}

function sourceOf(shareOfRuns: number, isPublished: boolean): EstimateSource | null {
  if (shareOfRuns === 1) return 'OBSERVED'
  if (shareOfRuns > 0) return 'BLENDED'
  return isPublished ? 'PUBLISHED' : null
}

/** Of the runs that are alike in what matters their age alone, of the others in sum as much as so many of those. */
function weightsOf(evidence: readonly Evidence[], splits: readonly Split[]): Map<Evidence, number> {
  const [alike, others] = [true, false].map((wanted) =>
    evidence.filter(({ run }) => isAlike(run.attributes, splits) === wanted).map(({ weight }) => weight),
  )
  const sum = (weights: readonly number[] = []) => weights.reduce((total, weight) => total + weight, 0)
  const worth = (sum(alike) / effectiveSize(alike ?? [])) * OTHERS_WORTH
  const scale = others?.length ? Math.min(1, worth / sum(others)) : 1
  return new Map(evidence.map((one) => [one, one.weight * (isAlike(one.run.attributes, splits) ? 1 : scale)]))
}

type Timed = readonly [Evidence, Taken]

function timesOf(times: readonly Timed[], weight: (one: Evidence) => number): Distribution {
  return survivalOf(
    times.map(([, { time }]) => time),
    times.map(([, { isOver }]) => isOver),
    times.map(([one]) => weight(one)),
  )
}

/** The published lead time, parted into waiting and working as past runs are; all work where there are none. */
function publishedParts(time: number | null, known: readonly Evidence[]): Record<'wait' | 'work', Distribution> {
  if (time === null) return { wait: NO_TIME, work: NO_TIME }
  const total = (part: (one: Evidence) => number) => known.reduce((sum, one) => sum + part(one) * one.weight, 0)
  const waited = total(({ wait }) => wait.time)
  const worked = total(({ work }) => work!.time)
  const share = waited + worked > 0 ? waited / (waited + worked) : 0
  return { wait: scaled(PUBLISHED, time * share), work: scaled(PUBLISHED, time * (1 - share)) }
}

function scaled({ values, shares, count }: Distribution, factor: number): Distribution {
  return factor === 0 ? NO_TIME : { values: values.map((value) => value * factor), shares, count }
}

/** The waits as they would be with the queue that there is now. */
function adjusted(first: readonly Evidence[], queueNow: number): Timed[] {
  const growth = growthWithQueue(first)
  return first.map((one) => {
    const factor = ((Math.max(0, queueNow) + 1) / (one.queue + 1)) ** growth
    return [one, { ...one.wait, time: one.wait.time * factor }]
  })
}

/**
 * The power of the queue by which waits grow: 1 where a department takes one after another (Little's law), 0 where the queue is not shown to matter by
 * the rank correlation of Spearman (1904); between, by regression of the logarithms.
 */
function growthWithQueue(first: readonly Evidence[]): number {
  const waited = first.filter(({ wait }) => wait.isOver && wait.time > 0)
  if (waited.length < LEAST_WAITS) return 0
  const queues = waited.map(({ queue }) => queue)
  const times = waited.map(({ wait }) => wait.time)
  const ranks = lineOf([...ranksOf(queues).ranks], [...ranksOf(times).ranks])
  if (!(ranks.correlation * Math.sqrt(waited.length - 1) > normalQuantile(0.995))) return 0
  const logs = lineOf(
    queues.map((queue) => Math.log(queue + 1)),
    times.map((time) => Math.log(Math.max(MINUTE, time))),
  )
  return Math.min(1, Math.max(0, logs.slope))
}

function lineOf(
  xs: readonly number[],
  ys: readonly number[],
): { readonly slope: number; readonly correlation: number } {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [midX, midY] = [mean(xs), mean(ys)]
  const both = xs.reduce((sum, x, place) => sum + (x - midX) * (ys[place]! - midY), 0)
  const spreadX = xs.reduce((sum, x) => sum + (x - midX) ** 2, 0)
  const spreadY = ys.reduce((sum, y) => sum + (y - midY) ** 2, 0)
  if (spreadX === 0 || spreadY === 0) return { slope: 0, correlation: 0 }
  return { slope: both / spreadX, correlation: both / Math.sqrt(spreadX * spreadY) }
}

/** Drawn towards never as if it had been missed `PUBLISHED_WORTH` times; null where it never was. */
function chanceOf(evidence: readonly Evidence[], what: 'held' | 'again', size: number): Chance | null {
  const times = evidence.flatMap((one) => (one[what] ? [[one, one[what]] as const] : []))
  const sum = (list: readonly Evidence[]) => list.reduce((total, { weight }) => total + weight, 0)
  if (times.length === 0) return null
  const share = (sum(times.map(([one]) => one)) / sum(evidence)) * (size / (size + PUBLISHED_WORTH))
  return { share, delay: timesOf(times, ({ weight }) => weight) }
}
