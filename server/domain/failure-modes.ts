import type { WorkingTime } from './calendar.ts'
import { type FinishedRun, median } from './lead-time.ts'
import type { Instant } from './vocabulary.ts'

/** What went wrong in the runs of a step: in which share of them, and the open time in milliseconds that it mostly cost. */
export type FailureMode = { readonly reason: string; readonly share: number; readonly medianDelay: number }

type Failure = { readonly reason: string; readonly delay: number }

/** Why a step was handed back at `at` in an order; null where it was not. */
export type ReturnReason = (orderId: number, at: Instant) => string | null

/**
 * Why runs of a step were held or handed back, the most frequent first. A hold delays by how long it lasts, a hand-back by how long the run
 * takes that it makes necessary. A reason counts once a run, however its letters are written.
 */
export function failureModes(runs: readonly FinishedRun[], returned: ReturnReason, time: WorkingTime): FailureMode[] {
  const again = new Map(runs.map((run) => [`${run.orderId}:${run.number}`, run]))
  const failures = runs.flatMap((run) => {
    const next = again.get(`${run.orderId}:${run.number + 1}`)
    return onceEach([...holdsOf(run, time), ...(next ? repeatOf(next, returned, time) : [])])
  })
  const modes = byReason(failures).map((same) => ({
    reason: same[0]!.reason,
    share: same.length / runs.length,
    medianDelay: median(same.map(({ delay }) => delay))!,
  }))
  return modes.sort((a, b) => b.share - a.share || b.medianDelay - a.medianDelay)
}

function holdsOf({ holds }: FinishedRun, time: WorkingTime): Failure[] {
  return holds.flatMap(({ since, releasedAt, reason }) =>
    releasedAt === null ? [] : { reason: reason.trim(), delay: time.between(since, releasedAt) },
  )
}

/** The hand-back that made a run necessary, which was ready that instant. */
function repeatOf({ orderId, readyAt, finishedAt }: FinishedRun, returned: ReturnReason, time: WorkingTime): Failure[] {
  const reason = returned(orderId, readyAt)
  return reason === null ? [] : [{ reason: reason.trim(), delay: time.between(readyAt, finishedAt) }]
}

function onceEach(failures: readonly Failure[]): Failure[] {
  return byReason(failures).map((same) => ({
    reason: same[0]!.reason,
    delay: same.reduce((sum, { delay }) => sum + delay, 0),
  }))
}

function byReason(failures: readonly Failure[]): Failure[][] {
  return [...Map.groupBy(failures, ({ reason }) => reason.toLowerCase()).values()]
}
