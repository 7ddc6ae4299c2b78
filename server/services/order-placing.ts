import { stepApplies } from '../domain/applying.ts'
import type { OrderFacts } from '../domain/condition.ts'
import type { Customer, Product } from '../domain/directory.ts'
import { eventsOf } from '../domain/event.ts'
import type { ExternalId, Order } from '../domain/order.ts'
import { type OrderHeader, placeOrder as place } from '../domain/placing.ts'
import { badInput, notFound, Refusal } from '../domain/refusal.ts'
import { requireKey, requireText } from '../domain/text.ts'
import { formatInstant } from '../domain/time.ts'
import { requireOrderOwner, requireSeller } from '../domain/visibility.ts'
import type { CalendarDate, Instant } from '../domain/vocabulary.ts'
import { customerByKey, customersWithOrders } from '../storage/customer-queries.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { allocateNamedOrderId, allocateOrderIds, insertOrders } from '../storage/order-insert.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'
import type { OrderRef } from './order.ts'
import { bindRequirements } from './requirement-binding.ts'
import { checkSale, chooseWorkflow, factsOf, findProducts, NAME_LIMIT, type SaleInput, zoneOf } from './sale.ts'

export type PlaceOrderInput = MutationInput &
  SaleInput & {
    readonly number?: string | null | undefined
    readonly externalId?: ExternalId | null | undefined
    readonly customer: string
    readonly rep?: string | null | undefined
    readonly placedAt?: Instant | null | undefined
    readonly requestedDate?: CalendarDate | null | undefined
    readonly promisedDate?: CalendarDate | null | undefined
  }

/** What the number of an order begins with that was given none. */
const PREFIX = 'SO-'

/** Places an order: chooses its workflow version, skips what does not apply, and owes the departments what they require. */
export function placeOrder(asker: Asker, input: PlaceOrderInput): Promise<OrderRef> {
  return placeOnce(asker, input).catch((error: unknown) => {
    if (!isNumberTaken(error) || input.number != null) throw error
    // By somebody who gave it meanwhile: the next attempt sees that, and takes another.
    return placeOrder(asker, input)
  })
}

function isNumberTaken(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'CONFLICT' && error.details.field === 'input.number'
}

function placeOnce(asker: Asker, input: PlaceOrderInput): Promise<OrderRef> {
  return mutate(asker, 'placeOrder', input, async (tx) => {
    requireSeller(asker.viewer)
    const sale = await readSale(tx, asker, input)
    const workflow = chooseWorkflow(asker.baton.directory, input, sale.facts)
    const id = await idOf(tx, input)
    const timeZone = zoneOf(asker.baton.directory, input, workflow, sale.facts)
    const header = headerOf(input, sale, { id, timeZone })
    const facts = { ...sale.facts, number: header.number }
    const placed = place(workflow, header, stepApplies(workflow, facts))
    await insertOrders(tx, [{ order: placed.order, fingerprint: null }], new Map([[workflow.id, workflow]]))
    await bindRequirements(tx, [{ order: placed.order, workflow, facts }])
    await insertEvents(tx, eventsOf(placed.order, workflow, placed.facts, by(asker)))
    return { orderId: placed.order.id }
  })
}

async function idOf(tx: Tx, { number }: PlaceOrderInput): Promise<number> {
  if (number == null) return allocateNamedOrderId(tx, PREFIX)
  const [id] = await allocateOrderIds(tx, 1)
  return id!
}

const by = ({ baton, viewer }: Asker) => ({ actor: viewer.actor, recordedAt: baton.clock() })

type Sale = {
  readonly customer: Customer
  readonly repId: number | null
  readonly products: ReadonlyMap<string, Product>
  readonly placedAt: Instant
  readonly facts: OrderFacts
}

/** What the input names, found; every part of it that is wrong is refused by its field. */
async function readSale(tx: Tx, asker: Asker, input: PlaceOrderInput): Promise<Sale> {
  checkSale(input)
  checkExternalId(input)
  const customer = await customerByKey(tx, input.customer)
  if (!customer) throw notFound('input.customer', input.customer)
  const repId = repOf(asker, input, customer)
  const products = await findProducts(tx, input)
  const isNewCustomer = !(await customersWithOrders(tx, [customer.id])).has(customer.id)
  const placedAt = placedAtOf(asker, input)
  const rep = asker.baton.directory.people.byId(repId)?.key ?? ''
  const known = { number: input.number ?? '', customer: input.customer, isNewCustomer, rep }
  return { customer, repId, products, placedAt, facts: factsOf(input, products, known) }
}

function checkExternalId({ externalId }: PlaceOrderInput): void {
  if (externalId) requireText('input.externalId.source', externalId.source, NAME_LIMIT)
  if (externalId) requireText('input.externalId.id', externalId.id, NAME_LIMIT)
}

/** The rep named; else the one who places it; else the customer's account manager. */
function repOf({ baton, viewer }: Asker, { rep }: PlaceOrderInput, customer: Customer): number | null {
  const named = rep == null ? null : baton.directory.people.byKey(rep)
  if (rep != null && !named) throw notFound('input.rep', rep)
  if (named) requireOrderOwner(viewer, named.id)
  if (named) return named.id
  return viewer.roles.has('REP') ? viewer.person!.id : customer.accountManagerId
}

function placedAtOf({ baton }: Asker, { placedAt }: PlaceOrderInput): Instant {
  const now = baton.clock()
  if (placedAt != null && placedAt > now)
    throw badInput('input.placedAt', 'has not come yet', formatInstant(placedAt), formatInstant(now))
  return placedAt ?? now
}

function headerOf(input: PlaceOrderInput, sale: Sale, { id, timeZone }: Pick<Order, 'id' | 'timeZone'>): OrderHeader {
  return {
    id,
    number: input.number == null ? `${PREFIX}${id}` : requireKey('input.number', input.number),
    externalIds: input.externalId ? [input.externalId] : [],
    customerId: sale.customer.id,
    repId: sale.repId,
    lines: input.lines.map(({ sku, quantity }) => ({ productId: sale.products.get(sku)!.id, quantity })),
    channel: input.channel ?? null,
    circumstances: input.circumstances ?? [],
    attributes: {},
    timeZone,
    placedAt: sale.placedAt,
    requestedDate: input.requestedDate ?? null,
    promisedDate: input.promisedDate ?? null,
  }
}
