import type { WorkingTime } from '../domain/calendar.ts'
import type { LeadIn } from '../domain/lead-in.ts'
import type { PlanGround } from '../domain/order-schedule.ts'
import { publishedForOrder } from '../domain/published-lead-time.ts'
import { type Held, heldAt, type Requirement } from '../domain/requirement.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Baton } from './baton.ts'
import { workingTimesOf } from './working-time.ts'

type Planned = {
  readonly workflow: Workflow
  readonly held: readonly Held[]
  readonly placedAt: Instant
  readonly now: Instant
}

/** What a plan of an order rests on: the calendars, what was published for each step, and the ramp-ups that it is held to. */
export async function planGroundOf(
  { directory }: Pick<Baton, 'directory'>,
  { workflow, held, placedAt, now }: Planned,
): Promise<PlanGround> {
  const timeOf = await workingTimesOf(directory)
  const heldBy = (position: number) => heldAt(held, workflow.steps[position]!)
  return {
    workflow,
    timeOf,
    leadTimeOf: (position) => publishedForOrder(heldBy(position)),
    leadInsOf: (position) => leadInsOf(heldBy(position), 'RAMP_UP', placedAt, timeOf),
    now,
  }
}

/** What must be over before a step can be ready, of one kind of what it is held to, from `from` on. */
export function leadInsOf(
  requirements: readonly Requirement[],
  kind: LeadIn['kind'],
  from: Instant,
  timeOf: (departmentId: number) => WorkingTime,
): LeadIn[] {
  return requirements.flatMap(({ departmentId, duration, clock, title, ...one }) => {
    const isMeant = one.kind === kind && duration !== null
    return isMeant ? { kind, departmentId, time: timeOf(departmentId), from, duration, clock, note: title } : []
  })
}
