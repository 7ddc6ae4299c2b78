import { median } from '../domain/lead-time.ts'
import { holderCount, isClean, isDelivered } from '../domain/past-order.ts'
import type { Workflow } from '../domain/workflow.ts'
import { pastOrdersOf } from './past-orders.ts'
import type { Request } from './request.ts'

/** Share of the delivered orders in which nothing was held, returned or repeated; null where there is none. Over all versions of the workflow. */
export async function cleanRunRate({ baton }: Request, { key }: Workflow): Promise<number | null> {
  const delivered = (await pastOrdersOf(baton, key)).filter(isDelivered)
  return delivered.length === 0 ? null : delivered.filter(isClean).length / delivered.length
}

/** How many people had a step of a delivered order, in the median; null where none is known. Over all versions of the workflow. */
export async function peopleInvolved({ baton }: Request, { key }: Workflow): Promise<number | null> {
  const delivered = (await pastOrdersOf(baton, key)).filter(isDelivered)
  return median(delivered.map(holderCount).filter((count) => count > 0))
}
