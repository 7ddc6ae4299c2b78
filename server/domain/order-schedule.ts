import { move, type WorkingTime } from './calendar.ts'
import { type LeadIn, leadInEnd } from './lead-in.ts'
import type { Order, OrderStep } from './order.ts'
import type { Requirement } from './requirement.ts'
import { type Activity, type Planned, schedule } from './schedule.ts'
import type { Clock, Instant } from './vocabulary.ts'
import { graphOf, type Workflow } from './workflow.ts'

/** What a plan of an order rests on. `leadTimeOf`: what was published for a step, by its place; null: nothing, it takes no time. */
export type PlanGround = {
  readonly workflow: Workflow
  readonly timeOf: (departmentId: number) => WorkingTime
  readonly leadTimeOf: (position: number) => { readonly duration: string; readonly clock: Clock } | null
  /** What must be over before a step can be ready, beside the earlier ones. */
  readonly leadInsOf: (position: number) => readonly LeadIn[]
  readonly now: Instant
}

/** The plan of an order's steps, by position; of skipped and cancelled steps null. */
export type OrderPlan = readonly (Planned | null)[]

/** When each step is ready and finished if every department keeps what it published, and by when it must be for `deadline`. */
export function planOrder(order: Order, ground: PlanGround, deadline: Instant | null): OrderPlan {
  const kept = order.steps.filter(({ state }) => state !== 'SKIPPED' && state !== 'CANCELLED')
  const places = new Map(kept.map((step, place) => [step.key, place]))
  const activities = kept.map((step) => activityOf(step, ground, beforeOf(step.key, ground.workflow, places)))
  const planned = schedule(activities, order.placedAt, ground.now, deadline)
  return order.steps.map(({ key }) => planned[places.get(key) ?? -1] ?? null)
}

/** The steps that must be done first, by their place in the plan; what is left out of it stands for those before it. */
function beforeOf(key: string, workflow: Workflow, places: ReadonlyMap<string, number>): number[] {
  const { steps } = graphOf(workflow)
  const found = new Set<number>()
  const open = [...steps.get(key)!.dependsOn]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const place = places.get(next)
    if (place === undefined) open.push(...steps.get(next)!.dependsOn)
    else found.add(place)
  }
  return [...found]
}

function activityOf(
  step: OrderStep,
  { workflow, timeOf, leadTimeOf, leadInsOf }: PlanGround,
  before: number[],
): Activity {
  const { departmentId, delivers } = graphOf(workflow).steps.get(step.key)!
  const time = timeOf(departmentId)
  const lead = leadTimeOf(step.position)
  const run = step.state === 'WAITING' ? undefined : step.runs.at(-1)
  return {
    before,
    delivers,
    notBefore: Math.max(...leadInsOf(step.position).map(leadInEnd)),
    readyAt: run?.readyAt ?? run?.startedAt ?? null,
    finishedAt: step.state === 'DONE' ? (run?.finishedAt ?? null) : null,
    finish: (ready) => (lead ? Math.max(ready, move(time, ready, lead.duration, lead.clock)) : ready),
    latestReady: (finish) => (lead ? Math.min(finish, move(time, finish, lead.duration, lead.clock, -1)) : finish),
  }
}

/**
 * When what a requirement asks for is due: NOTICE and INFORMATION so long before the step begins, RAMP_UP so long after the placing, on
 * the calendar of the department that asks; LEAD_TIME never. `position` null: before the first step of that department.
 */
export function dueAt(
  requirement: Requirement,
  position: number | null,
  order: Order,
  plan: OrderPlan,
  ground: PlanGround,
): Instant | null {
  const { kind, duration, clock, departmentId } = requirement
  if (kind === 'LEAD_TIME') return null
  const time = ground.timeOf(departmentId)
  if (kind === 'RAMP_UP') return duration === null ? order.placedAt : move(time, order.placedAt, duration, clock)
  const begin = position === null ? firstOf(departmentId, plan, ground.workflow) : beginOf(order.steps[position]!, plan)
  if (begin === null) return null
  return duration === null ? begin : move(time, begin, duration, clock, -1)
}

function beginOf(step: OrderStep, plan: OrderPlan): Instant | null {
  return step.runs[0]?.startedAt ?? plan[step.position]?.ready ?? null
}

function firstOf(departmentId: number, plan: OrderPlan, { steps }: Workflow): Instant | null {
  const begins = steps
    .filter((step) => step.departmentId === departmentId)
    .map(({ position }) => plan[position]?.ready ?? null)
  const known = begins.filter((at) => at !== null)
  return known.length > 0 ? Math.min(...known) : null
}
