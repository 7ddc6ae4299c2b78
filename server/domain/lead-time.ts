import { move, type WorkingTime } from './calendar.ts'
import type { LeadTime, PastRun } from './forecast-ground.ts'
import type { Instant } from './vocabulary.ts'

/** A run that is over. */
export type FinishedRun = PastRun & { readonly finishedAt: Instant }

/** What a step really took, from READY to DONE, in milliseconds of open time; null where it was never done. */
export type RealLeadTime = {
  readonly p50: number | null
  readonly p85: number | null
  readonly p95: number | null
  readonly sampleSize: number
}

/** The `limit` runs that were finished last, the latest first, of those finished at `since` or later. */
export function finishedRuns(runs: readonly PastRun[], limit: number, since: Instant): FinishedRun[] {
  return runs
    .filter((run): run is FinishedRun => run.finishedAt !== null && run.finishedAt >= since)
    .sort((a, b) => b.finishedAt - a.finishedAt)
    .slice(0, limit)
}

export function realLeadTime(runs: readonly FinishedRun[], time: WorkingTime): RealLeadTime {
  const taken = runs.map(({ readyAt, finishedAt }) => time.between(readyAt, finishedAt)).sort((a, b) => a - b)
  const at = (share: number) => quantile(taken, share)
  return { p50: at(0.5), p85: at(0.85), p95: at(0.95), sampleSize: taken.length }
}

/** The smallest of these ascending values that is not below a share `q` of them; null where there is none. */
export function quantile(ascending: readonly number[], q: number): number | null {
  return ascending[Math.max(0, Math.ceil(q * ascending.length) - 1)] ?? null
}

/** The middle value, or halfway between the two middle ones; null where there is none. */
export function median(values: readonly number[]): number | null {
  const ascending = values.toSorted((a, b) => a - b)
  const [lower, upper] = [ascending[(ascending.length - 1) >> 1], ascending[ascending.length >> 1]]
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2
}

/** Whether a run was finished within a lead time as it is published. Refuses (BAD_USER_INPUT) where the calendar has not enough working time. */
export function keeps({ readyAt, finishedAt }: FinishedRun, { duration, clock }: LeadTime, time: WorkingTime): boolean {
  return finishedAt <= move(time, readyAt, duration, clock)
}
