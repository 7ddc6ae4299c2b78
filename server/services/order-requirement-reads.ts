import type { Department } from '../domain/directory.ts'
import type { Order } from '../domain/order.ts'
import { forbidden } from '../domain/refusal.ts'
import type { Requirement } from '../domain/requirement.ts'
import { seesRequirements } from '../domain/visibility.ts'
import type { StoredOrderRequirement } from '../storage/order-requirement-queries.ts'
import { orderById } from './order-reads.ts'
import type { Request } from './request.ts'

/** What an order owes, with the requirement that says so and the order itself. */
export type OrderRequirement = {
  readonly stored: StoredOrderRequirement
  readonly requirement: Requirement
  readonly order: Order
}

/** What the departments need for this order; nothing for who does not see requirements. */
export async function requirementsOfOrder(request: Request, order: Order): Promise<OrderRequirement[]> {
  if (!seesRequirements(request.viewer)) return []
  const owed = await request.loaders.owedBy.load(order.id)
  return Promise.all(owed.map((stored) => complete(request, stored, order)))
}

/** One by its number, if the viewer sees its order and requirements. */
export async function orderRequirementById(request: Request, id: number): Promise<OrderRequirement | null> {
  const stored = seesRequirements(request.viewer) ? await request.loaders.orderRequirement.load(id) : null
  const order = stored && (await orderById(request, stored.orderId))
  return stored && order ? complete(request, stored, order) : null
}

/** The one that the request has just changed. */
export async function changedOrderRequirement(request: Request, id: number): Promise<OrderRequirement> {
  const found = await orderRequirementById(request, id)
  if (found) return found
  throw forbidden('It is done, but this token may not read it: it lacks ORDERS_READ or REQUIREMENTS_READ')
}

/** Which department owes it; null: the rep. */
export function debtorOf({ baton }: Request, { requirement }: OrderRequirement): Department | null {
  return baton.directory.departments.byId(requirement.owedById)
}

/** What is stored, with its requirement and its order; null where the viewer may not see the order. */
export async function owedOf(request: Request, stored: StoredOrderRequirement): Promise<OrderRequirement | null> {
  const order = await orderById(request, stored.orderId)
  return order && complete(request, stored, order)
}

async function complete(request: Request, stored: StoredOrderRequirement, order: Order): Promise<OrderRequirement> {
  return { stored, order, requirement: (await request.loaders.requirement.load(stored.requirementId))! }
}
