import type { Order, OrderStep } from '../domain/order.ts'
import {
  type AskedParts,
  NOTHING,
  type OrderParts,
  orderInPart,
  type ReadStep,
  StepInPart,
} from '../domain/order-parts.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { ReadOrder } from '../storage/order-row.ts'
import type { Request } from './request.ts'

/** What a statement is to read for this: of whole orders no more than which they are. */
export function partsToRead(parts: AskedParts): OrderParts {
  return parts ?? NOTHING
}

/** The orders that were read, whole or as far as was asked; what came with them is kept for the rest of the request. */
export async function ordersOf(request: Request, found: readonly ReadOrder[], parts: AskedParts): Promise<Order[]> {
  const { loaders, baton } = request
  if (!parts) return Promise.all(found.map(async ({ head }) => (await loaders.order.load(head.id))!))
  for (const { head } of found)
    if (!baton.directory.findWorkflow(head.workflowId))
      await baton.directory.workflowOf(baton.database.pool, head.workflowId)
  return found.map((read) => inPart(request, read))
}

/** The step of an order that was read in part. */
export function stepOf({ baton }: Request, order: Order, read: ReadStep): OrderStep {
  return stepIn(baton.directory.workflowById(order.workflowId), read)
}

function inPart({ loaders, baton }: Request, { head, customer, steps, events }: ReadOrder): Order {
  const workflow = baton.directory.workflowById(head.workflowId)
  if (customer) loaders.along.customers.set(customer.id, customer)
  const order = orderInPart(head, steps?.map((step) => stepIn(workflow, step)) ?? null)
  if (events) loaders.along.events.set(order, events)
  return order
}

function stepIn(workflow: Workflow, read: ReadStep): OrderStep {
  return new StepInPart(workflow.steps[read.position]!.key, read)
}
