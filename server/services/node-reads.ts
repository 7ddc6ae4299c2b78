import { type GlobalType, readGlobalId } from '../domain/global-id.ts'
import { integrationById } from './actor-reads.ts'
import { customerById } from './customer-reads.ts'
import { orderByKey } from './order-as-of.ts'
import { orderRequirementById } from './order-requirement-reads.ts'
import { holdAt, stepAt } from './order-step-reads.ts'
import { productById } from './product-reads.ts'
import type { Request } from './request.ts'
import { requirementById } from './requirement-reads.ts'
import { workflowStepAt } from './workflow-reads.ts'

type Read = (request: Request, key: readonly number[]) => object | null | Promise<object | null>

const READS: Readonly<Record<Exclude<GlobalType, 'Event'>, Read>> = {
  Customer: (request, [id]) => customerById(request, id!),
  Department: ({ baton }, [id]) => baton.directory.departments.byId(id!),
  Hold: holdAt,
  Integration: (request, [id]) => integrationById(request, id!),
  Order: (request, [id, at]) => orderByKey(request, id!, at),
  OrderRequirement: (request, [id]) => orderRequirementById(request, id!),
  OrderStep: (request, [id, position, at]) => stepAt(request, id!, position!, at),
  Person: ({ baton }, [id]) => baton.directory.people.byId(id!),
  Product: (request, [id]) => productById(request, id!),
  Requirement: (request, [id]) => requirementById(request, id!),
  Workflow: ({ baton }, [id]) => baton.directory.findWorkflow(id!),
  WorkflowStep: workflowStepAt,
}

/** Whatever a global id names, as far as the viewer sees it. BAD_USER_INPUT for what is no id. */
export async function readNode(request: Request, id: string): Promise<{ type: GlobalType; node: object } | null> {
  const { type, key } = readGlobalId('id', id)
  const node = type === 'Event' ? null : await READS[type](request, key)
  return node && { type, node }
}
