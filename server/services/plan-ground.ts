import type { PlanGround } from '../domain/order-schedule.ts'
import { publishedForOrder } from '../domain/published-lead-time.ts'
import { type Held, heldAt } from '../domain/requirement.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Baton } from './baton.ts'
import { workingTimesOf } from './working-time.ts'

/** What a plan of an order rests on that is held to these requirements: the calendars, and what was published for each step. */
export async function planGroundOf(
  { directory }: Pick<Baton, 'directory'>,
  workflow: Workflow,
  held: readonly Held[],
  now: Instant,
): Promise<PlanGround> {
  const performing = workflow.steps.map(({ departmentId }) => departmentId)
  const asking = held.map(({ requirement }) => requirement.departmentId)
  return {
    workflow,
    timeOf: await workingTimesOf(directory, [...performing, ...asking]),
    leadTimeOf: (position) => publishedForOrder(heldAt(held, workflow.steps[position]!)),
    now,
  }
}
