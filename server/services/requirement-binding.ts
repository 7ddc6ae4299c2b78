import type { OrderFacts } from '../domain/condition.ts'
import type { Order } from '../domain/order.ts'
import { heldTo, type Requirement, touches } from '../domain/requirement.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Tx } from '../storage/database.ts'
import { loadWorkflows } from '../storage/directory-load.ts'
import { lockOpenOrders } from '../storage/order-facts.ts'
import { holdRequirements } from '../storage/requirement-lock.ts'
import { allVersions, insertBindings, unbindEarlier } from '../storage/requirement-save.ts'

type Placed = { readonly order: Order; readonly workflow: Workflow; readonly facts: OrderFacts }

/** Binds orders that are being placed to the versions that were in force then, or that bind open orders. */
export async function bindRequirements(tx: Tx, placed: readonly Placed[]): Promise<void> {
  await holdRequirements(tx)
  const versions = await allVersions(tx)
  const bindings = placed.flatMap(({ order, workflow, facts }) =>
    heldTo(versions, workflow, order, facts).map(({ requirement, position }) => ({
      orderId: order.id,
      requirementId: requirement.id,
      position,
    })),
  )
  await insertBindings(tx, bindings)
}

/**
 * Binds the open orders that a new version touches; what they owed for earlier versions and nobody handed in is taken back. Their workflows are
 * those in the tables: this process may not have been told of all.
 */
export async function bindOpenOrders(tx: Tx, requirement: Requirement): Promise<void> {
  const performs = (workflow: Workflow) => workflow.steps.some((step) => step.departmentId === requirement.departmentId)
  const workflows = new Map((await loadWorkflows(tx)).filter(performs).map((one) => [one.id, one]))
  const open = await lockOpenOrders(tx, [...workflows.keys()])
  await unbindEarlier(tx, requirement)
  const bindings = open.flatMap(({ id, workflowId, steps, facts }) => {
    const workflow = workflows.get(workflowId)!
    const keyed = steps.map((step) => ({ ...step, key: workflow.steps[step.position]!.key }))
    return bind(requirement, workflow, { id, steps: keyed }, facts)
  })
  await insertBindings(tx, bindings)
}

function bind(
  requirement: Requirement,
  workflow: Workflow,
  order: Pick<Order, 'id'> & Parameters<typeof touches>[2],
  facts: OrderFacts,
) {
  const places = touches(requirement, workflow, order, facts)
  return places.map((position) => ({ orderId: order.id, requirementId: requirement.id, position }))
}
