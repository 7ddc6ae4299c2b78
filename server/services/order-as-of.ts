import type { Order } from '../domain/order.ts'
import { orderAsOf } from '../domain/order-history-fold.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { readOrderLogs } from '../storage/order-log.ts'
import { orderById } from './order-reads.ts'
import type { Request } from './request.ts'

/**
 * The order as it stood at an instant, folded from its log, if the viewer sees the order today. Null before it was placed. An
 * instant that has not come yet shows it as it stands.
 */
export async function orderByIdAsOf(request: Request, id: number, at: Instant): Promise<Order | null> {
  const order = await orderById(request, id)
  if (!order) return null
  const logs = await readOrderLogs(request.baton.database.pool, [id])
  const stood = orderAsOf(logs.get(id) ?? [], id, at)
  return stood && { ...stood, asOf: at }
}

export async function orderByNumberAsOf(request: Request, number: string, at: Instant): Promise<Order | null> {
  const id = await request.loaders.orderId.load(number)
  return id === null ? null : orderByIdAsOf(request, id, at)
}

/** The order that a key of one or two numbers names: as it is, or as it stood. */
export function orderByKey(request: Request, id: number | null, at: Instant | undefined): Promise<Order | null> {
  return id === null || at === undefined ? orderById(request, id) : orderByIdAsOf(request, id, at)
}
