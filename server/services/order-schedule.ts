import type { Order } from '../domain/order.ts'
import { dueAt, type OrderPlan, type PlanGround, planOrder } from '../domain/order-schedule.ts'
import { isHandedIn } from '../domain/requirement.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { type OrderRequirement, requirementsOfOrder } from './order-requirement-reads.ts'
import { planGroundOf } from './plan-ground.ts'
import type { Request } from './request.ts'
import { whereReached } from './working-time.ts'

type Planned = { readonly plan: OrderPlan; readonly ground: PlanGround }

/** An order is read anew for each request, and so planned once in it. */
const plans = new WeakMap<Order, Promise<Planned | null>>()

/** When it is due; null for what is never due, where the plan says nothing of the step, and where a department that it rests on never works. */
export async function dueAtOf(
  request: Request,
  { stored, requirement, order }: OrderRequirement,
): Promise<Instant | null> {
  const planned = await planOf(request, order)
  if (planned === null) return null
  return whereReached(() => dueAt(requirement, stored.position, order, planned.plan, planned.ground))
}

/** Whether it should have been handed in, and is neither that nor waived, while the order is open. */
export async function isOverdue(request: Request, owed: OrderRequirement): Promise<boolean> {
  const { satisfiedAt, waivedAt } = owed.stored
  const isOpen = satisfiedAt === null && waivedAt === null && owed.order.state === 'OPEN'
  if (!isOpen || !isHandedIn(owed.requirement)) return false
  const due = await dueAtOf(request, owed)
  return due !== null && due < nowFor(request, owed.order)
}

function planOf(request: Request, order: Order): Promise<Planned | null> {
  const planned = plans.get(order) ?? plan(request, order)
  plans.set(order, planned)
  return planned
}

async function plan(request: Request, order: Order): Promise<Planned | null> {
  const owed = await requirementsOfOrder(request, order)
  const needed = owed.filter(({ stored }) => stored.waivedAt === null)
  const held = needed.map(({ stored, requirement }) => ({ requirement, position: stored.position }))
  const workflow = request.baton.directory.workflowById(order.workflowId)
  const about = { workflow, held, placedAt: order.placedAt, now: nowFor(request, order) }
  const ground = await planGroundOf(request.baton, about)
  return whereReached(() => ({ plan: planOrder(order, ground, null), ground }))
}

function nowFor({ baton }: Request, order: Order): Instant {
  return order.asOf ?? baton.clock()
}
