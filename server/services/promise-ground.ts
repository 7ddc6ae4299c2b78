import type { Attributes, ForecastGround, ForecastStep } from '../domain/forecast-ground.ts'
import type { LeadIn } from '../domain/lead-in.ts'
import type { Order, OrderStep } from '../domain/order.ts'
import type { PlanGround } from '../domain/order-schedule.ts'
import { carriedAhead, knownAt } from '../domain/past-order.ts'
import { effectivePredecessors } from '../domain/readiness.ts'
import { type Held, heldAt } from '../domain/requirement.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Baton } from './baton.ts'
import { pastRunsOf } from './past-orders.ts'
import { leadInsOf } from './plan-ground.ts'

/** An order that was only thought of, in its workflow, with what it would be held to. */
export type ThoughtOf = {
  readonly order: Order
  readonly workflow: Workflow
  readonly held: readonly Held[]
  readonly attributes: Attributes
}

/** Runs that a forecast of a step looks at: those that became ready last. */
const RUNS = 300

/** The steps that would have to be done. */
export function keptSteps({ order }: ThoughtOf): OrderStep[] {
  return order.steps.filter(({ state }) => state !== 'SKIPPED')
}

/** What a forecast of it rests on: what was published for each step, what past orders took, and what must be over beside the steps. */
export async function groundOf(
  baton: Baton,
  sale: ThoughtOf,
  plan: PlanGround,
  correction: ForecastGround['correction'],
): Promise<ForecastGround> {
  const { order, attributes } = sale
  const kept = keptSteps(sale)
  const places = new Map(kept.map(({ key }, place) => [key, place]))
  const steps = await Promise.all(kept.map((step) => stepOf(baton, sale, plan, step, places)))
  return { placedAt: order.placedAt, now: plan.now, attributes, steps, correction }
}

async function stepOf(
  baton: Baton,
  sale: ThoughtOf,
  plan: PlanGround,
  { key, position }: OrderStep,
  places: ReadonlyMap<string, number>,
): Promise<ForecastStep> {
  const { order, workflow } = sale
  const step = workflow.steps[position]!
  const known = knownAt(await pastRunsOf(baton, { workflow, step }), Math.min(plan.now, baton.clock()), RUNS)
  return {
    key,
    departmentId: step.departmentId,
    before: effectivePredecessors(workflow, order, key).map((before) => places.get(before)!),
    delivers: step.delivers,
    time: plan.timeOf(step.departmentId),
    published: plan.leadTimeOf(position),
    pastRuns: known.map((run) => carriedAhead(run, plan.now - baton.clock())),
    run: null,
    leadIns: leadInsAt(sale, position, plan),
  }
}

/** A notice can be given when the order is placed, but not in the past. */
function leadInsAt({ order, workflow, held }: ThoughtOf, position: number, plan: PlanGround): LeadIn[] {
  const asked = heldAt(held, workflow.steps[position]!)
  const given = Math.max(order.placedAt, plan.now)
  return [
    ...leadInsOf(asked, 'RAMP_UP', order.placedAt, plan.timeOf),
    ...leadInsOf(asked, 'NOTICE', given, plan.timeOf),
  ]
}
