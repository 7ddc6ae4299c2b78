import { orders } from '../../drizzle/order-tables.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'

export type OrderOrigin = Pick<typeof orders.$inferSelect, 'id' | 'number' | 'repId' | 'customerId' | 'workflowId'>

/** What never changes of these orders, as far as it decides who sees them. */
export async function readOrigins(tx: Tx, ids: readonly number[]): Promise<OrderOrigin[]> {
  const { id, number, repId, customerId, workflowId } = orders
  return tx.select({ id, number, repId, customerId, workflowId }).from(orders).where(anyOf(id, ids))
}
