import { eventsOf, type NewEvent, referenceEvent } from '../domain/event.ts'
import type { Order } from '../domain/order.ts'
import type { Requirement } from '../domain/requirement.ts'
import type { Workflow } from '../domain/workflow.ts'
import { type Acknowledgement, type OwedRequirement, person, type Reference } from './company.ts'
import type { Change } from './simulation.ts'

type Past = {
  readonly reference: Reference
  readonly orders: ReadonlyMap<number, Order>
  /** The oldest first. */
  readonly changes: readonly Change[]
  readonly owed: readonly OwedRequirement[]
  readonly acknowledgements: readonly Acknowledgement[]
}

/** Everything that happened, in the order in which it was recorded, which was on the spot. */
export function logOf(past: Past): NewEvent[] {
  const { reference, orders, changes, owed, acknowledgements } = past
  const bound = Map.groupBy(owed, (one) => one.requirementId)
  const requirements = new Map(reference.requirements.map((requirement) => [requirement.id, requirement]))
  const events = [
    ...reference.workflows.map((workflow) => workflowPublished(workflow, publisherOf(reference))),
    ...reference.requirements.map((requirement) =>
      requirementPublished(requirement, bound.get(requirement.id) ?? [], orders),
    ),
    ...changes.flatMap(({ order, workflow, facts, personId, at }) =>
      eventsOf(order, workflow, facts, { actor: person(personId), recordedAt: at }),
    ),
    ...acknowledgements.map((one) => acknowledged(one, requirements.get(one.requirementId)!)),
    ...owed.flatMap((one) => settled(one, requirements.get(one.requirementId)!, reference)),
  ]
  return events.sort((one, other) => one.recordedAt - other.recordedAt)
}

/** Workflows are the administrator's to publish. */
export function publisherOf({ people }: Reference): number {
  return people.find((one) => one.isAdmin)!.id
}

function workflowPublished({ id: workflowId, publishedAt: at }: Workflow, publisherId: number): NewEvent {
  return referenceEvent({ type: 'WORKFLOW_PUBLISHED', at, payload: { workflowId } }, person(publisherId), at)
}

/** It touches the orders that were under way and are bound by it. */
function requirementPublished(
  { id: requirementId, departmentId, publishedAt: at, publishedBy }: Requirement,
  owed: readonly OwedRequirement[],
  orders: Past['orders'],
): NewEvent {
  const bound = owed.map((one) => one.orderId).filter((id) => orders.get(id)!.placedAt < at)
  const affectedOrderCount = new Set(bound).size
  const payload = { requirementId, affectedOrderCount }
  return referenceEvent({ type: 'REQUIREMENT_PUBLISHED', at, departmentId, payload }, publishedBy, at)
}

function acknowledged({ requirementId, personId, at }: Acknowledgement, { departmentId }: Requirement): NewEvent {
  const payload = { requirementId }
  return referenceEvent({ type: 'REQUIREMENT_ACKNOWLEDGED', at, departmentId, payload }, person(personId), at)
}

/** Handed in, or waived by the lead of the department that asks for it. */
function settled(one: OwedRequirement, { id, departmentId }: Requirement, { departments }: Reference): NewEvent[] {
  const at = one.satisfiedAt ?? one.waivedAt
  if (at === null) return []
  const lead = departments.find((department) => department.id === departmentId)!.leadId!
  const reason = one.waivedAt === null ? null : 'Known from earlier orders'
  const { satisfiedAt, satisfiedBy, waivedAt, answer, evidenceUrl } = one
  const settlement = { satisfiedAt, satisfiedBy, waivedAt, answer, evidenceUrl }
  const payload = { requirementId: id, orderRequirementId: one.id, ...settlement }
  const event = { type: 'REQUIREMENT_SATISFIED', at, departmentId, reason, payload } as const
  const { orderId, position } = one
  return [{ ...referenceEvent(event, satisfiedBy ?? person(lead), at), orderId, position }]
}
