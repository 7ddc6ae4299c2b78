import type { Order } from '../domain/order.ts'
import { dueAt, type OrderPlan, type PlanGround, planOrder } from '../domain/order-schedule.ts'
import { isHandedIn } from '../domain/requirement.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { type OrderRequirement, requirementsOfOrder } from './order-requirement-reads.ts'
import type { Request } from './request.ts'
import { workingTimeOf } from './working-time.ts'

type Planned = { readonly plan: OrderPlan; readonly ground: PlanGround }

/** An order is read anew for each request, and so planned once in it. */
const plans = new WeakMap<Order, Promise<Planned>>()

/** When it is due; null for what is never due, and where the plan says nothing of the step. */
export async function dueAtOf(
  request: Request,
  { stored, requirement, order }: OrderRequirement,
): Promise<Instant | null> {
  const { plan, ground } = await planOf(request, order)
  return dueAt(requirement, stored.position, order, plan, ground)
}

/** Whether it should have been handed in, and is neither that nor waived, while the order is open. */
export async function isOverdue(request: Request, owed: OrderRequirement): Promise<boolean> {
  const { satisfiedAt, waivedAt } = owed.stored
  const isOpen = satisfiedAt === null && waivedAt === null && owed.order.state === 'OPEN'
  if (!isOpen || !isHandedIn(owed.requirement)) return false
  const due = await dueAtOf(request, owed)
  return due !== null && due < nowFor(request, owed.order)
}

function planOf(request: Request, order: Order): Promise<Planned> {
  const planned = plans.get(order) ?? plan(request, order)
  plans.set(order, planned)
  return planned
}

async function plan(request: Request, order: Order): Promise<Planned> {
  const { directory } = request.baton
  const workflow = directory.workflowById(order.workflowId)
  const owed = await requirementsOfOrder(request, order)
  const leadTimes = new Map(
    owed.flatMap(({ stored, requirement: { kind, duration, clock } }) =>
      kind === 'LEAD_TIME' && duration !== null ? [[stored.position, { duration, clock }] as const] : [],
    ),
  )
  const asking = new Set([
    ...workflow.steps.map((step) => step.departmentId),
    ...owed.map(({ requirement }) => requirement.departmentId),
  ])
  const times = new Map(
    await Promise.all(
      [...asking].map(async (id) => [id, await workingTimeOf(directory.departments.byId(id)!)] as const),
    ),
  )
  const ground: PlanGround = {
    workflow,
    timeOf: (id) => times.get(id)!,
    leadTimeOf: (position) => leadTimes.get(position) ?? null,
    now: nowFor(request, order),
  }
  return { plan: planOrder(order, ground, null), ground }
}

function nowFor({ baton }: Request, order: Order): Instant {
  return order.asOf ?? baton.clock()
}
