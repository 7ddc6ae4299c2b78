import { eventDeclarations, presentEvent } from '../interop/export/event-presentation.ts'
import { toKeys } from '../interop/export/keyed.ts'
import { type ObjectType, objectId } from '../interop/export/object-id.ts'
import type { OcelEvent, OcelLog, OcelObject } from '../interop/export/ocel-log.ts'
import { type Keyed, OBJECT_DECLARATIONS, presentObject } from '../interop/export/presentation.ts'
import type { Tx } from '../storage/database.ts'
import * as stored from '../storage/export-queries.ts'
import { type ExportedReference, KeyBook, loadReference } from './export-keys.ts'
import { keyedEvents, presentOrders } from './export-orders.ts'

/** The form of what stands in the attribute `baton` of every object and event. */
export const EXPORT_FORMAT = 1
const ORDERS = 200
const EVENTS = 2_000

/** What an export says of itself, by which it is known and by which it shows that it is whole. */
export type ExportHeader = {
  readonly format: number
  readonly exportedAt: number
  readonly from: string | null
  readonly to: string | null
  readonly orders: number
  readonly events: number
}

/** All that Baton knows, as one transaction sees it, with the orders of a period; read chunk by chunk while it is written. */
export async function ocelOf(tx: Tx, period: stored.Period, header: ExportHeader): Promise<OcelLog> {
  const reference = await loadReference(tx)
  const book = new KeyBook(reference)
  const kinds = await stored.kindsOfEvents(tx, period)
  const happenings = kinds.map(({ type, workflowId, position, to }) => {
    return { type, stepName: book.stepAt(workflowId, position)?.name ?? null, to }
  })
  return {
    objectTypes: OBJECT_DECLARATIONS,
    eventTypes: eventDeclarations(happenings),
    objects: objects(tx, period, book, reference, header),
    events: events(tx, period, book),
  }
}

async function* objects(
  tx: Tx,
  period: stored.Period,
  book: KeyBook,
  reference: ExportedReference,
  header: ExportHeader,
): AsyncGenerator<readonly OcelObject[]> {
  yield [presentObject('baton-export', objectId('baton-export', 'header'), header)]
  yield referenceObjects(book, reference)
  for (let after = 0; ; ) {
    const orders = await stored.ordersAfter(tx, period, after, ORDERS)
    if (orders.length > 0) yield await presentOrders(tx, book, orders)
    if (orders.length < ORDERS) return
    after = orders.at(-1)!.id
  }
}

function referenceObjects(book: KeyBook, reference: ExportedReference): OcelObject[] {
  const { departments, people, integrations, customers, products, workflows, requirements } = reference
  const acknowledged = Map.groupBy(reference.acknowledgements, (one) => one.requirementId)
  const present = (type: ObjectType, list: readonly { readonly id: number }[]) =>
    list.map(({ id, ...row }) => presentObject(type, book.idOf(type, id), toKeys(row, book.keyOf) as Keyed))
  const read = (id: number) => (acknowledged.get(id) ?? []).map(({ personId, at }) => ({ personId, at }))
  return [
    ...present('department', departments),
    ...present('person', people),
    ...present('integration', integrations),
    ...present('customer', customers),
    ...present('product', products),
    ...present(
      'workflow',
      workflows.map((one) => ({ ...one, publishedBy: reference.publishers.get(one.id) ?? null })),
    ),
    ...present(
      'requirement',
      requirements.map((one) => ({ ...one, acknowledgements: read(one.id) })),
    ),
  ]
}

async function* events(tx: Tx, period: stored.Period, book: KeyBook): AsyncGenerator<readonly OcelEvent[]> {
  let after = stored.FEED_START
  for (let place = 1; ; place += EVENTS) {
    const chunk = await stored.exportedEventsAfter(tx, period, after, EVENTS)
    const keyed = await keyedEvents(tx, book, chunk)
    yield keyed.map((one, index) => presentEvent(place + index, one))
    if (chunk.length < EVENTS) return
    after = chunk.at(-1)!
  }
}
