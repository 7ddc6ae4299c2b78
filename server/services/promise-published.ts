import { type PlanGround, planOrder } from '../domain/order-schedule.ts'
import { deliveringSteps } from '../domain/readiness.ts'
import { localDate } from '../domain/time.ts'
import type { CalendarDate } from '../domain/vocabulary.ts'
import { ancestorsOf } from '../domain/workflow.ts'
import { keptSteps, type ThoughtOf } from './promise-ground.ts'

/** The day of delivery if every department keeps what it published; null where one that delivery waits for has published nothing. */
export function publishedDate(sale: ThoughtOf, plan: PlanGround): CalendarDate | null {
  const { order, workflow } = sale
  const delivering = deliveringSteps(workflow, order)
  const needed = new Set(delivering.flatMap(({ key }) => [key, ...ancestorsOf(workflow, key)]))
  const isSilent = keptSteps(sale).some(({ key, position }) => needed.has(key) && plan.leadTimeOf(position) === null)
  if (isSilent) return null
  const planned = planOrder(order, plan, null)
  const finishes = delivering.map(({ position }) => planned[position]!.finish)
  return localDate(Math.max(...finishes), order.timeZone)
}
