import { requireText } from '../domain/text.ts'
import { requireOrderOwner } from '../domain/visibility.ts'
import type { CalendarDate } from '../domain/vocabulary.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'
import { changeOrder, lockOrder } from './order-change.ts'
import { REASON_LIMIT } from './step.ts'

/** The order concerned, by its number in the database. */
export type OrderRef = { readonly orderId: number }

type OrderInput = MutationInput & { readonly order: string; readonly expectedVersion?: number | null | undefined }

/** Gives the customer another date. The same date again changes nothing. CONFLICT once it is delivered or cancelled. */
export function changePromise(asker: Asker, input: OrderInput & { promisedDate: CalendarDate }): Promise<OrderRef> {
  return orderMutation(asker, 'changePromise', input, { type: 'promise', date: input.promisedDate })
}

/** Ends an order that is not delivered; its open steps are CANCELLED. */
export function cancelOrder(asker: Asker, input: OrderInput & { reason: string }): Promise<OrderRef> {
  const reason = requireText('input.reason', input.reason, REASON_LIMIT)
  return orderMutation(asker, 'cancelOrder', input, { type: 'cancel', reason })
}

function orderMutation(
  asker: Asker,
  mutation: string,
  input: OrderInput,
  command: { type: 'promise'; date: CalendarDate } | { type: 'cancel'; reason: string },
): Promise<OrderRef> {
  return mutate(asker, mutation, input, async (tx) => {
    const locked = await lockOrder(tx, asker, input.order)
    requireOrderOwner(asker.viewer, locked.order.repId)
    await changeOrder(tx, asker, locked, command, { expectedVersion: input.expectedVersion })
    return { orderId: locked.order.id }
  })
}
