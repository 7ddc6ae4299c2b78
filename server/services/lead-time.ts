import type { WorkingTime } from '../domain/calendar.ts'
import type { Department } from '../domain/directory.ts'
import { type FailureMode, failureModes } from '../domain/failure-modes.ts'
import { type FinishedRun, finishedRuns, keeps, realLeadTime } from '../domain/lead-time.ts'
import type { PastOrder } from '../domain/past-order.ts'
import { type PublishedLeadTime, publishedFor } from '../domain/published-lead-time.ts'
import type { CalendarDate, Instant } from '../domain/vocabulary.ts'
import { pastOrdersOf, pastRunsOf } from './past-orders.ts'
import type { Request } from './request.ts'
import { type StepInWorkflow, stepsOfDepartment } from './workflow-reads.ts'
import { whereReached, workingTimeOf } from './working-time.ts'

/** Runs of a step that are looked at: the latest. */
const RUNS = 500
/** Reasons that are told. */
const MODES = 20

/** Published against real. Durations are open time in milliseconds; what is published stands as it was given. */
export type LeadTimeReport = ReturnType<typeof realLeadTime> & {
  readonly step: StepInWorkflow
  readonly published: string | null
  readonly keptRate: number | null
}

/** One row a step of the department, over all current workflows. `since`: of the runs finished on that day or later. */
export function leadTimesOf(request: Request, department: Department, since: CalendarDate | null) {
  const from =
    since === null ? 0 : Temporal.PlainDate.from(since).toZonedDateTime(department.timeZone).epochMilliseconds
  return Promise.all(stepsOfDepartment(request, department.id).map((step) => leadTimeOf(request, step, from)))
}

/** What was published for a step now, and what its latest runs really took, over all versions of the workflow. */
export async function leadTimeOf(request: Request, step: StepInWorkflow, since: Instant = 0): Promise<LeadTimeReport> {
  const [{ runs, time }, inForce] = await Promise.all([latestRuns(request, step, since), request.loaders.inForce()])
  const published = publishedFor(inForce, step.workflow, step.step)
  return {
    step,
    published: published?.duration ?? null,
    ...realLeadTime(runs, time),
    keptRate: published && runs.length > 0 ? keptRate(runs, published, time) : null,
  }
}

/** What goes wrong in a step, the most frequent first. */
export async function failureModesOf(request: Request, step: StepInWorkflow): Promise<FailureMode[]> {
  const { orders, runs, time } = await latestRuns(request, step, 0)
  const returns = new Map(orders.map((order) => [order.id, order.returns]))
  const returned = (orderId: number, at: Instant) => returns.get(orderId)!.find((one) => one.at === at)?.reason ?? null
  return failureModes(runs, returned, time).slice(0, MODES)
}

type LatestRuns = {
  readonly orders: readonly PastOrder[]
  readonly runs: readonly FinishedRun[]
  readonly time: WorkingTime
}

async function latestRuns({ baton }: Request, of: StepInWorkflow, since: Instant): Promise<LatestRuns> {
  const department = baton.directory.departments.byId(of.step.departmentId)!
  const [orders, runs, time] = await Promise.all([
    pastOrdersOf(baton, of.workflow.key),
    pastRunsOf(baton, of),
    workingTimeOf(department),
  ])
  return { orders, time, runs: finishedRuns(runs, RUNS, since) }
}

/** Null where the calendar has no working days to count. */
function keptRate(runs: readonly FinishedRun[], published: PublishedLeadTime, time: WorkingTime): number | null {
  return whereReached(() => runs.filter((run) => keeps(run, published, time)).length / runs.length)
}
