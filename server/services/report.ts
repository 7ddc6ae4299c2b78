import { badInput, notFound, Refusal, type RefusalCode } from '../domain/refusal.ts'
import { requireText } from '../domain/text.ts'
import { formatInstant } from '../domain/time.ts'
import { requireKnown, requireStepWorker } from '../domain/visibility.ts'
import type { Instant, StepState } from '../domain/vocabulary.ts'
import { graphOf } from '../domain/workflow.ts'
import type { Tx } from '../storage/database.ts'
import { claimReport } from '../storage/report-queries.ts'
import type { Asker } from './mutate.ts'
import { changeOrder, lockOrder } from './order-change.ts'
import { REASON_LIMIT } from './step.ts'

/** Changes a call. */
export const REPORT_LIMIT = 250
/** How far another system's clock may be ahead of ours, in milliseconds. */
const AHEAD = 60_000
const NAME_LIMIT = 200

export type ReportInput = { readonly source: string; readonly changes: readonly ReportedChange[] }
export type ReportedChange = {
  readonly sourceId: string
  readonly order: string
  readonly step: string
  readonly state: StepState
  readonly at: Instant
  readonly holder?: string | null | undefined
  readonly reason?: string | null | undefined
}
export type ReportAnswer = {
  readonly applied: number
  readonly duplicates: number
  readonly refused: readonly RefusedChange[]
}
export type RefusedChange = { readonly sourceId: string; readonly code: RefusalCode; readonly message: string }

/**
 * What an ERP or WMS says happened there. Each change is a transaction of its own, applied or refused by itself, in the order
 * given; one whose `sourceId` was applied before is a duplicate and does nothing.
 */
export async function recordStepChanges(asker: Asker, input: ReportInput): Promise<ReportAnswer> {
  requireKnown(asker.viewer)
  const source = requireText('input.source', input.source, NAME_LIMIT)
  checkCount(input.changes.length)
  const outcomes: Awaited<ReturnType<typeof record>>[] = []
  for (const change of input.changes) outcomes.push(await record(asker, source, change))
  asker.baton.feed.wake()
  const count = (outcome: string) => outcomes.filter((one) => one === outcome).length
  const refused = outcomes.filter((outcome) => typeof outcome === 'object')
  return { applied: count('applied'), duplicates: count('duplicate'), refused }
}

function checkCount(actual: number): void {
  if (actual === 0) throw badInput('input.changes', 'is empty', [])
  if (actual <= REPORT_LIMIT) return
  const details = { field: 'input.changes', limit: REPORT_LIMIT, actual }
  throw new Refusal('LIMIT_EXCEEDED', `input.changes: ${actual} changes, at most ${REPORT_LIMIT} a call`, details)
}

async function record(
  asker: Asker,
  source: string,
  change: ReportedChange,
): Promise<'applied' | 'duplicate' | RefusedChange> {
  try {
    return await asker.baton.database.transaction((tx) => apply(tx, asker, source, change))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { sourceId: change.sourceId, code: error.code, message: error.message }
  }
}

async function apply(tx: Tx, asker: Asker, source: string, change: ReportedChange): Promise<'applied' | 'duplicate'> {
  const { baton, viewer } = asker
  const sourceId = requireText('sourceId', change.sourceId, NAME_LIMIT)
  const locked = await lockOrder(tx, asker, change.order, 'order')
  const step = graphOf(locked.workflow).steps.get(change.step)
  if (!step) throw notFound('step', change.step)
  requireStepWorker(viewer, step.departmentId)
  if (!(await claimReport(tx, source, sourceId, baton.clock()))) return 'duplicate'
  checkInstant(change.at, baton.clock() + AHEAD)
  const reason = change.reason == null ? null : requireText('reason', change.reason, REASON_LIMIT)
  const report = {
    type: 'report',
    step: step.key,
    state: change.state,
    reason,
    holderId: holderOf(asker, change),
  } as const
  await changeOrder(tx, asker, locked, report, { at: change.at })
  return 'applied'
}

function checkInstant(at: Instant, limit: Instant): void {
  if (at > limit) throw badInput('at', 'has not come yet', formatInstant(at), formatInstant(limit))
}

function holderOf({ baton }: Asker, { holder }: ReportedChange): number | null {
  if (holder == null) return null
  const person = baton.directory.people.byKey(holder)
  if (!person) throw notFound('holder', holder)
  return person.id
}
