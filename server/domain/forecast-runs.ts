import { move } from './calendar.ts'
import { joined } from './calendar-days.ts'
import { DAY } from './duration.ts'
import type { ForecastStep, PastHold, PastRun, RunTimes } from './forecast-ground.ts'
import { countBelow } from './sorted.ts'
import type { Instant } from './vocabulary.ts'

/** After so long a past run counts half: departments change within a quarter, and a quarter has runs enough. */
export const HALF_LIFE = 90 * DAY

/** A time that was taken; not over: it was longer. */
export type Taken = { readonly time: number; readonly isOver: boolean }

/** A past run as evidence, in the time of its step. `work` is null where it was never started, `held` where nothing held it. */
export type Evidence = {
  readonly run: PastRun
  readonly wait: Taken
  readonly work: Taken | null
  readonly held: Taken | null
  /** From its finish to the finish of the next run of the same order; null where it was not finished, or finished for good. */
  readonly again: Taken | null
  /** How many other runs were ready and not started when it was ready. */
  readonly queue: number
  /** 1 now, half of it a half-life ago. */
  readonly weight: number
}

type Timed = Pick<ForecastStep, 'time' | 'published'>

/** Milliseconds from one instant to another on the clock of the step: open time of its department, or plain time; never negative. */
export function timeOf({ time, published }: Timed, from: Instant, to: Instant): number {
  return Math.max(0, published?.clock === 'ELAPSED' ? to - from : time.between(from, to))
}

/** The published lead time on the clock of the step, as it is for who begins at `now`; null where none is published. */
export function publishedTime(step: Timed, now: Instant): number | null {
  if (!step.published) return null
  const { duration, clock } = step.published
  return timeOf(step, now, move(step.time, now, duration, clock))
}

/** What the past runs of a step tell at `now`. */
export function evidenceOf(step: ForecastStep, now: Instant): Evidence[] {
  const queueAt = queueOf(step.pastRuns)
  const repeats = new Map<number, PastRun[]>()
  for (const run of step.pastRuns)
    if (run.number > 1) repeats.set(run.orderId, [...(repeats.get(run.orderId) ?? []), run])
  return step.pastRuns.map((run) => {
    const happenedAt = run.finishedAt ?? run.brokenOffAt ?? now
    return {
      run,
      ...takenBy(step, run, run.brokenOffAt ?? now),
      again: again(
        step,
        run,
        repeats.get(run.orderId)?.find(({ number }) => number === run.number + 1),
        now,
      ),
      queue: Math.max(0, queueAt(run.readyAt)),
      weight: 2 ** (Math.min(0, happenedAt - now) / HALF_LIFE),
    }
  })
}

/** What a run has taken by `until`, where it was not finished before: waiting and working with the holds taken out, and those. */
export function takenBy(step: Timed, run: RunTimes, until: Instant): Pick<Evidence, 'wait' | 'work' | 'held'> {
  const { readyAt, finishedAt } = run
  const startedAt = run.startedAt ?? finishedAt
  const end = finishedAt ?? until
  const free = (from: Instant, to: Instant) => Math.max(0, timeOf(step, from, to) - heldIn(step, run.holds, from, to))
  return {
    wait: { time: free(readyAt, startedAt ?? end), isOver: startedAt !== null },
    work: startedAt === null ? null : { time: free(startedAt, end), isOver: finishedAt !== null },
    held: run.holds.length > 0 ? { time: heldIn(step, run.holds, readyAt, end), isOver: !isHeld(run) } : null,
  }
}

/** Something holds it now. */
export function isHeld(run: RunTimes): boolean {
  return run.finishedAt === null && run.holds.some(({ releasedAt }) => releasedAt === null)
}

/** How many runs are ready and not started at an instant, those that become so just then left out. */
export function queueOf(runs: readonly PastRun[]): (at: Instant) => number {
  const ready = Float64Array.from(runs, ({ readyAt }) => readyAt).sort()
  const gone = runs.map(({ startedAt, finishedAt, brokenOffAt }) => startedAt ?? finishedAt ?? brokenOffAt)
  const left = Float64Array.from(gone.filter((at) => at !== null)).sort()
  return (at) => countBelow(ready, at) - countBelow(left, at)
}

function again(step: Timed, run: PastRun, next: PastRun | undefined, now: Instant): Taken | null {
  if (run.finishedAt === null || !next) return null
  const end = next.finishedAt ?? next.brokenOffAt ?? now
  return { time: timeOf(step, run.finishedAt, end), isOver: next.finishedAt !== null }
}

/** The time within which something held it, what overlaps counted once. */
function heldIn(step: Timed, holds: readonly PastHold[], from: Instant, to: Instant): number {
  if (holds.length === 0) return 0
  const spans = holds
    .map(({ since, releasedAt }) => ({ from: Math.max(from, since), to: Math.min(to, releasedAt ?? to) }))
    .filter((span) => span.from < span.to)
    .sort((one, other) => one.from - other.from)
  return joined(spans).reduce((sum, span) => sum + timeOf(step, span.from, span.to), 0)
}
