import { createHash } from 'node:crypto'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { deliveryAt, likelihoodBy, type Simulated, simulate } from '../domain/forecast.ts'
import { because } from '../domain/forecast-because.ts'
import type { Dice, Leg, StepForecast } from '../domain/forecast-ground.ts'
import { stepForecasts } from '../domain/forecast-steps.ts'
import type { PlanGround } from '../domain/order-schedule.ts'
import { badInput } from '../domain/refusal.ts'
import { endOfDay, formatInstant, localDate } from '../domain/time.ts'
import type { CalendarDate, Instant } from '../domain/vocabulary.ts'
import type { Baton } from './baton.ts'
import { planGroundOf } from './plan-ground.ts'
import { correctionOf } from './promise-correction.ts'
import { groundOf, keptSteps, type ThoughtOf } from './promise-ground.ts'
import { publishedDate } from './promise-published.ts'
import { type PromiseInput, thinkOf } from './promise-sale.ts'
import type { Request } from './request.ts'
import type { StepInWorkflow } from './workflow-reads.ts'
import { whereReached } from './working-time.ts'

/** A step as it is planned. */
export type PlannedStep = StepForecast & { readonly step: StepInWorkflow }

/** What can be promised for an order that was only thought of. Days are those of its time zone. */
export type Quote = {
  readonly sale: ThoughtOf
  readonly plan: PlanGround
  readonly simulated: Simulated
  readonly publishedDate: CalendarDate | null
  readonly p50: CalendarDate
  readonly p85: CalendarDate
  readonly p95: CalendarDate
  /** Those that would have to be done, in the order of the workflow. */
  readonly steps: readonly PlannedStep[]
  readonly because: readonly Leg[]
}

/**
 * What could be promised if the order were placed. The same question on the same day throws the same dice. Refuses, by field, what is wrong
 * with the input, and a department that it needs and that never works; nothing is written.
 */
export async function quote(request: Request, input: PromiseInput): Promise<Quote> {
  const { baton } = request
  const sale = await thinkOf(request, input)
  const { order, workflow } = sale
  const now = Math.max(baton.clock(), order.placedAt)
  const plan = await planGroundOf(baton, { ...sale, placedAt: order.placedAt, now })
  requireWorkingTime(baton, sale, plan)
  const ground = await groundOf(baton, sale, plan, correctionOf(baton, workflow.key))
  const simulated = simulate(ground, diceFor(input, localDate(now, order.timeZone)))
  const [p50, p85, p95] = [0.5, 0.85, 0.95].map((share) => localDate(deliveryAt(simulated, share), order.timeZone))
  const forecasts = stepForecasts(simulated, endOfDay(order.requestedDate ?? p85!, order.timeZone))
  const steps = keptSteps(sale).map(({ position }, place) => ({
    ...forecasts[place]!,
    step: { workflow, step: workflow.steps[position]! },
  }))
  const published = publishedDate(sale, plan)
  return {
    sale,
    plan,
    simulated,
    publishedDate: published,
    p50: p50!,
    p85: p85!,
    p95: p95!,
    steps,
    because: because(simulated),
  }
}

/** The probability, 0..1, that the goods are the customer's by the end of that day. */
export function likelihoodOn({ sale, simulated }: Quote, by: CalendarDate): number {
  return likelihoodBy(simulated, endOfDay(by, sale.order.timeZone))
}

function diceFor(input: PromiseInput, today: CalendarDate): Dice {
  const digest = createHash('sha256')
    .update(JSON.stringify([input, today]))
    .digest()
  const generator = xoroshiro128plus(digest.readInt32LE())
  return () => generator.next()
}

/** A department that never works is told by its key, before it is searched for in ten thousand runs. */
function requireWorkingTime({ directory }: Baton, sale: ThoughtOf, { timeOf, leadTimeOf, now }: PlanGround): void {
  const elapsed = (position: number) => leadTimeOf(position)?.clock === 'ELAPSED'
  const performing = keptSteps(sale).filter(({ position }) => !elapsed(position))
  const asking = sale.held.filter(({ requirement: { clock, duration } }) => clock === 'WORKING' && duration !== null)
  const ids = [
    ...performing.map(({ position }) => sale.workflow.steps[position]!.departmentId),
    ...asking.map(({ requirement }) => requirement.departmentId),
  ]
  const idle = ids.find((id) => whereReached(() => timeOf(id).add(now, 1)) === null)
  if (idle !== undefined) throw neverWorks(directory.departments.byId(idle)!.key, now)
}

function neverWorks(key: string, now: Instant): Error {
  return badInput('calendar', `${key} has no working time within 10 years of ${formatInstant(now)}`, key, '10 years')
}
