import { stepApplies } from '../domain/applying.ts'
import type { Customer } from '../domain/directory.ts'
import type { Order } from '../domain/order.ts'
import { attributesOf } from '../domain/past-order.ts'
import { type OrderHeader, placeOrder } from '../domain/placing.ts'
import { badInput, notFound } from '../domain/refusal.ts'
import { heldTo } from '../domain/requirement.ts'
import { formatInstant, localDate } from '../domain/time.ts'
import type { CalendarDate, Instant } from '../domain/vocabulary.ts'
import { customerByKey } from '../storage/customer-queries.ts'
import { allVersions } from '../storage/requirement-save.ts'
import { refuseInput } from './mutate.ts'
import type { ThoughtOf } from './promise-ground.ts'
import type { Request } from './request.ts'
import { checkSale, chooseWorkflow, factsOf, findProducts, type SaleInput, zoneOf } from './sale.ts'

export type PromiseInput = SaleInput & {
  /** Null: a new customer. */
  readonly customer?: string | null | undefined
  readonly placedAt?: Instant | null | undefined
  readonly requestedDate?: CalendarDate | null | undefined
}

/** Years from now to the placing, and from there to the date asked for, beyond which no calendar is looked into. */
const REACH = 10

/**
 * The order as it would be placed, and what it would be held to. Every part of the input that is wrong is refused by its field; nothing is
 * written.
 */
export async function thinkOf(request: Request, input: PromiseInput): Promise<ThoughtOf> {
  checkSale(input)
  const { baton, loaders } = request
  const { pool } = baton.database
  const customer = await findCustomer(request, input)
  const products = await findProducts(pool, input)
  const isNewCustomer = customer === null || !(await loaders.hasOrdered.load(customer.id))
  const known = { number: '', customer: customer?.key ?? '', isNewCustomer, rep: repOf(request, customer) }
  const facts = factsOf(input, products, known)
  const workflow = chooseWorkflow(baton.directory, input, facts)
  const header = headerOf(input, placedAtOf(request, input), zoneOf(baton.directory, input, workflow, facts))
  const order = placed(() => placeOrder(workflow, header, stepApplies(workflow, facts)).order, input)
  const held = heldTo(await allVersions(pool), workflow, order, facts)
  return { order: notBegun(order), workflow, held, attributes: attributesOf(facts) }
}

/** Nothing of it is ready: what must be over first, a ramp-up say, is still to come. */
export function notBegun(order: Order): Order {
  const steps = order.steps.map((step) => ({
    ...step,
    state: step.state === 'READY' ? 'WAITING' : step.state,
    runs: [],
  }))
  return { ...order, steps }
}

async function findCustomer({ baton }: Request, { customer: key }: PromiseInput): Promise<Customer | null> {
  if (key == null) return null
  const customer = await customerByKey(baton.database.pool, key)
  if (!customer) throw notFound('input.customer', key)
  return customer
}

/** Who would place it: the one who asks, if a rep; else the account manager. */
function repOf({ baton, viewer }: Request, customer: Customer | null): string {
  if (viewer.roles.has('REP')) return viewer.person!.key
  return baton.directory.people.byId(customer?.accountManagerId ?? null)?.key ?? ''
}

function placedAtOf({ baton }: Request, { placedAt }: PromiseInput): Instant {
  const now = baton.clock()
  const [earliest, latest] = [-REACH, REACH].map((years) => yearsAfter(now, years))
  const at = placedAt ?? now
  if (at < earliest! || at > latest!)
    throw badInput(
      'input.placedAt',
      `is more than ${REACH} years away`,
      formatInstant(at),
      `${formatInstant(earliest!)}..${formatInstant(latest!)}`,
    )
  return at
}

function headerOf(input: PromiseInput, placedAt: Instant, timeZone: string): OrderHeader {
  checkRequested(input.requestedDate ?? null, placedAt, timeZone)
  return { ...bareHeader(placedAt, timeZone), requestedDate: input.requestedDate ?? null }
}

/** An order as far as its plan depends on it; what conditions ask of it stands in its facts. */
export function bareHeader(placedAt: Instant, timeZone: string): OrderHeader {
  const nobody = { customerId: null, repId: null }
  const nothing = { externalIds: [], lines: [], channel: null, circumstances: [], attributes: {} }
  return { id: 0, number: '', ...nobody, ...nothing, timeZone, placedAt, requestedDate: null, promisedDate: null }
}

function checkRequested(requested: CalendarDate | null, placedAt: Instant, timeZone: string): void {
  const [first, last] = [placedAt, yearsAfter(placedAt, REACH)].map((at) => localDate(at, timeZone))
  if (requested === null || (requested >= first! && requested <= last!)) return
  const problem = requested < first! ? 'is before the order is placed' : `is more than ${REACH} years after the placing`
  throw badInput('input.requestedDate', problem, requested, `${first}..${last}`)
}

function yearsAfter(at: Instant, years: number): Instant {
  const utc = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC')
  return utc.add({ years }).epochMilliseconds
}

function placed(place: () => Order, input: PromiseInput): Order {
  try {
    return place()
  } catch (error) {
    return refuseInput(input, error)
  }
}
