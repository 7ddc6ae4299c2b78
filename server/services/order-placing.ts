import { conditionHolds, type OrderFacts } from '../domain/condition.ts'
import { parseQuantity } from '../domain/decimal.ts'
import type { Customer, Product } from '../domain/directory.ts'
import { eventsOf } from '../domain/event.ts'
import type { ExternalId, Order } from '../domain/order.ts'
import { type OrderHeader, placeOrder as place } from '../domain/placing.ts'
import { badInput, notFound, Refusal } from '../domain/refusal.ts'
import { requireKey, requireText } from '../domain/text.ts'
import { formatInstant, parseTimeZone } from '../domain/time.ts'
import { requireOrderOwner, requireSeller } from '../domain/visibility.ts'
import type { CalendarDate, Decimal, Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { customerByKey, customersWithOrders } from '../storage/customer-queries.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { allocateOrderIds, insertOrders } from '../storage/order-insert.ts'
import { productsBySkus } from '../storage/product-queries.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'
import type { OrderRef } from './order.ts'
import { bindRequirements } from './requirement-binding.ts'

const LINE_LIMIT = 250
const CIRCUMSTANCE_LIMIT = 50
const NAME_LIMIT = 120

export type PlaceOrderInput = MutationInput & {
  readonly number?: string | null | undefined
  readonly externalId?: ExternalId | null | undefined
  readonly workflow?: string | null | undefined
  readonly customer: string
  readonly rep?: string | null | undefined
  readonly lines: readonly { readonly sku: string; readonly quantity: Decimal }[]
  readonly circumstances?: readonly string[] | null | undefined
  readonly channel?: string | null | undefined
  readonly placedAt?: Instant | null | undefined
  readonly requestedDate?: CalendarDate | null | undefined
  readonly promisedDate?: CalendarDate | null | undefined
  readonly timeZone?: string | null | undefined
}

/** Places an order: chooses its workflow version, skips what does not apply, and owes the departments what they require. */
export function placeOrder(asker: Asker, input: PlaceOrderInput): Promise<OrderRef> {
  return mutate(asker, 'placeOrder', input, async (tx) => {
    requireSeller(asker.viewer)
    const sale = await readSale(tx, asker, input)
    const workflow = chooseWorkflow(asker, input, sale.facts)
    const [id] = await allocateOrderIds(tx, 1)
    const header = headerOf(input, sale, { id: id!, timeZone: zoneOf(asker, input, workflow, sale.facts) })
    const facts = { ...sale.facts, number: header.number }
    const placed = place(workflow, header, (step) => conditionHolds(step.appliesWhen, facts))
    await insertOrders(tx, [{ order: placed.order, fingerprint: null }], new Map([[workflow.id, workflow]]))
    await bindRequirements(tx, [{ order: placed.order, workflow, facts }])
    await insertEvents(tx, eventsOf(placed.order, workflow, placed.facts, by(asker)))
    return { orderId: placed.order.id }
  })
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
  checkLists(input)
  const customer = await customerByKey(tx, input.customer)
  if (!customer) throw notFound('input.customer', input.customer)
  const repId = repOf(asker, input, customer)
  const products = await findProducts(tx, input)
  const isNewCustomer = !(await customersWithOrders(tx, [customer.id])).has(customer.id)
  const placedAt = placedAtOf(asker, input)
  return { customer, repId, products, placedAt, facts: factsOf(asker, input, { repId, products, isNewCustomer }) }
}

function checkLists({ lines, circumstances, channel, externalId }: PlaceOrderInput): void {
  if (lines.length === 0) throw badInput('input.lines', 'is empty', [], 1)
  checkLimit('input.lines', lines.length, LINE_LIMIT)
  lines.forEach(({ quantity }, place) => void parseQuantity(`input.lines.${place}.quantity`, quantity))
  checkLimit('input.circumstances', circumstances?.length ?? 0, CIRCUMSTANCE_LIMIT)
  circumstances?.forEach((one, place) => void requireText(`input.circumstances.${place}`, one, NAME_LIMIT))
  if (channel != null) requireText('input.channel', channel, NAME_LIMIT)
  if (externalId) requireText('input.externalId.source', externalId.source, NAME_LIMIT)
  if (externalId) requireText('input.externalId.id', externalId.id, NAME_LIMIT)
}

function checkLimit(field: string, actual: number, limit: number): void {
  if (actual > limit)
    throw new Refusal('LIMIT_EXCEEDED', `${field}: ${actual}, at most ${limit}`, { field, limit, actual })
}

/** The rep named; else the one who places it; else the customer's account manager. */
function repOf({ baton, viewer }: Asker, { rep }: PlaceOrderInput, customer: Customer): number | null {
  const named = rep == null ? null : baton.directory.people.byKey(rep)
  if (rep != null && !named) throw notFound('input.rep', rep)
  if (named) requireOrderOwner(viewer, named.id)
  if (named) return named.id
  return viewer.roles.has('REP') ? viewer.person!.id : customer.accountManagerId
}

async function findProducts(tx: Tx, { lines }: PlaceOrderInput): Promise<ReadonlyMap<string, Product>> {
  const products = await productsBySkus(tx, [...new Set(lines.map((line) => line.sku))])
  lines.forEach(({ sku }, place) => {
    if (!products.has(sku)) throw notFound(`input.lines.${place}.sku`, sku)
  })
  return products
}

function placedAtOf({ baton }: Asker, { placedAt }: PlaceOrderInput): Instant {
  const now = baton.clock()
  if (placedAt != null && placedAt > now)
    throw badInput('input.placedAt', 'has not come yet', formatInstant(placedAt), formatInstant(now))
  return placedAt ?? now
}

function factsOf(
  { baton }: Asker,
  input: PlaceOrderInput,
  found: Pick<Sale, 'repId' | 'products'> & { isNewCustomer: boolean },
): OrderFacts {
  const lines = input.lines.map(({ sku, quantity }) => {
    return { sku, category: found.products.get(sku)?.category ?? '', quantity: Number(quantity) }
  })
  return {
    number: input.number ?? '',
    customer: input.customer,
    isNewCustomer: found.isNewCustomer,
    rep: baton.directory.people.byId(found.repId)?.key ?? '',
    channel: input.channel ?? '',
    circumstances: input.circumstances ?? [],
    attributes: {},
    lines,
  }
}

/** The workflow named, in its newest version; else the most recently published whose condition fits the order. */
function chooseWorkflow({ baton }: Asker, { workflow: key }: PlaceOrderInput, facts: OrderFacts): Workflow {
  if (key != null) {
    const named = baton.directory.workflow(key)
    if (named) return named
    throw notFound('input.workflow', key)
  }
  const fitting = baton.directory
    .currentWorkflows()
    .filter((one) => !one.discovered && conditionHolds(one.appliesWhen, facts))
  const chosen = fitting.at(-1)
  if (!chosen) throw badInput('input.workflow', 'no published workflow is for this order: name one')
  return chosen
}

/** The zone said; else that of the department whose step, of those that apply, delivers last. */
function zoneOf({ baton }: Asker, { timeZone }: PlaceOrderInput, workflow: Workflow, facts: OrderFacts): string {
  if (timeZone != null) return parseTimeZone('input.timeZone', timeZone)
  const delivering = workflow.steps.findLast((step) => step.delivers && conditionHolds(step.appliesWhen, facts))
  return baton.directory.departments.byId(delivering?.departmentId ?? null)?.timeZone ?? 'UTC'
}

function headerOf(input: PlaceOrderInput, sale: Sale, { id, timeZone }: Pick<Order, 'id' | 'timeZone'>): OrderHeader {
  return {
    id,
    number: input.number == null ? `SO-${id}` : requireKey('input.number', input.number),
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
