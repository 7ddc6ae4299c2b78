import { toKeys } from '../interop/export/keyed.ts'
import type { OcelObject } from '../interop/export/ocel-log.ts'
import { type Keyed, presentObject } from '../interop/export/presentation.ts'
import type { Tx } from '../storage/database.ts'
import { countEventsOf, type ExportedEvent, type ExportedOrder, linesOf } from '../storage/export-queries.ts'
import {
  orderRequirementsById,
  requirementsOfOrders,
  type StoredOrderRequirement,
} from '../storage/order-requirement-queries.ts'
import type { KeyBook } from './export-keys.ts'

/** What an order owes is named by the order's number and workflow version, which say whose and at which step. */
type Owing = { readonly number: string; readonly workflowId: number }

/** A chunk of orders as objects, each followed by what it owes. */
export async function presentOrders(
  tx: Tx,
  book: KeyBook,
  orders: readonly ExportedOrder[],
): Promise<readonly OcelObject[]> {
  const ids = orders.map((order) => order.id)
  const events = await countEventsOf(tx, ids)
  const lines = Map.groupBy(await linesOf(tx, ids), (line) => line.orderId)
  const owed = Map.groupBy(await requirementsOfOrders(tx, ids), (one) => one.orderId)
  return orders.flatMap(({ id, ...order }) => {
    book.put(id, 'order', order.number)
    const products = (lines.get(id) ?? []).map((line) => book.idOf('product', line.productId))
    const told = { ...order, products: [...new Set(products)], events: events.get(id) ?? 0 }
    const own = presentObject('order', book.idOf('order', id), toKeys(told, book.keyOf) as Keyed)
    const obligations = (owed.get(id) ?? []).map((one) => presentOwed(book, one, order))
    book.forget('order')
    return [own, ...obligations]
  })
}

function presentOwed(book: KeyBook, owed: StoredOrderRequirement, order: Owing): OcelObject {
  putOwed(book, owed, order)
  const { id, position, ...settled } = owed
  const keyed = {
    ...(toKeys(settled, book.keyOf) as Keyed),
    step: book.stepAt(order.workflowId, position)?.key ?? null,
  }
  const object = presentObject('order-requirement', book.idOf('order-requirement', id), keyed)
  book.forget('order-requirement')
  return object
}

function putOwed(book: KeyBook, { id, requirementId, position }: StoredOrderRequirement, order: Owing): void {
  const requirement = book.idOf('requirement', requirementId)
  const step = book.stepAt(order.workflowId, position)
  book.put(id, 'order-requirement', order.number, requirement.slice('requirement:'.length), step?.key ?? '')
}

/** A chunk of events with object ids in place of numbers, each whole. */
export async function keyedEvents(tx: Tx, book: KeyBook, events: readonly ExportedEvent[]): Promise<Keyed[]> {
  const owed = new Map((await owedIn(tx, events)).map((one) => [one.id, one]))
  const keyed = events.map((event) => {
    if (event.orderId !== null) book.put(event.orderId, 'order', event.orderNumber!)
    const one = owed.get(event.payload.orderRequirementId as number)
    if (one) putOwed(book, one, { number: event.orderNumber!, workflowId: event.orderWorkflowId! })
    return keyedEvent(book, event)
  })
  book.forget('order')
  book.forget('order-requirement')
  return keyed
}

function keyedEvent(book: KeyBook, event: ExportedEvent): Keyed {
  const { id: _, seq: __, transactionId: ___, orderNumber: ____, orderWorkflowId, ...told } = event
  const step = book.stepAt(orderWorkflowId, event.position)
  return { ...(toKeys(told, book.keyOf) as Keyed), step: step?.key ?? null, stepName: step?.name ?? null }
}

async function owedIn(tx: Tx, events: readonly ExportedEvent[]): Promise<StoredOrderRequirement[]> {
  const ids = events.map(({ payload }) => payload.orderRequirementId).filter((id) => typeof id === 'number')
  return ids.length === 0 ? [] : orderRequirementsById(tx, ids)
}
