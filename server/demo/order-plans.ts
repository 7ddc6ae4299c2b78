import type { Customer, Product } from '../domain/directory.ts'
import type { ExternalId, OrderLine } from '../domain/order.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { type Purchase, purchases } from './buying.ts'
import { named, type Reference } from './company.ts'
import { CUSTOMERS } from './customers.ts'
import { PRODUCTS, type ProductPlan } from './products.ts'
import type { Random } from './random.ts'
import { season } from './season.ts'
import type { WorkingHours } from './working-hours.ts'

/** An order before it is placed: what of it does not depend on the orders before it. */
export type OrderPlan = {
  readonly id: number
  readonly at: Instant
  readonly number: string
  readonly externalIds: readonly ExternalId[]
  readonly customer: Customer
  /** It has bought before the history begins. */
  readonly isKnownCustomer: boolean
  readonly repId: number
  readonly lines: readonly OrderLine[]
  readonly channel: string
  readonly circumstances: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  /** How long each of its steps takes beside the ordinary time: one order is harder than another, all the way through. */
  readonly pace: number
}

type Period = { readonly from: Instant; readonly to: Instant; readonly hours: WorkingHours }

/** Orders of the period, the oldest first, placed while sales is open. */
export function planOrders(reference: Reference, period: Period, ids: readonly number[], random: Random): OrderPlan[] {
  const { at } = season(period.hours, period.from, period.to)
  const buyers = CUSTOMERS.slice(0, reference.customers.length)
  return purchases(buyers, ids.length, random).map((purchase, place) => {
    const moment = { id: ids[place]!, at: at(purchase.share), number: orderNumber(place) }
    return planOrder(reference, purchase, moment, random)
  })
}

/** The number of the order that is placed after so many others. */
export function orderNumber(place: number): string {
  return `KO-${24_117 + place}`
}

type Moment = Pick<OrderPlan, 'id' | 'at' | 'number'>

function planOrder(reference: Reference, purchase: Purchase, moment: Moment, random: Random): OrderPlan {
  const { abroad, joins } = purchase.customer
  const customer = named(reference.customers, purchase.customer.key)
  const circumstances = circumstancesOf(abroad, random)
  return {
    ...moment,
    externalIds: random.chance(0.6) ? [{ source: 'erp', id: `4500${moment.number.slice(3)}` }] : [],
    customer,
    isKnownCustomer: joins === 0,
    repId: customer.accountManagerId!,
    lines: linesOf(reference.products, purchase.share, random),
    channel: channelOf(random),
    circumstances,
    attributes: circumstances.includes('export') ? { incoterm: random.pick(['DAP', 'CIF', 'FCA']) } : {},
    pace: random.around(circumstances.includes('rush') ? RUSH : 1, 0.28),
  }
}

/** The pace of an order that everybody hurries. */
const RUSH = 0.65

const CHANNELS = [
  ['email', 8],
  ['edi', 5],
  ['web', 4],
  ['phone', 3],
  ['trade fair', 1],
] as const

export function channelOf(random: Random): string {
  return random.pickWeighted(CHANNELS, ([, weight]) => weight)[0]
}

export function circumstancesOf(abroad: boolean, random: Random): string[] {
  const found = []
  if (random.chance(abroad ? 0.3 : 0.03)) found.push('export')
  if (random.chance(0.09)) found.push('rush')
  if (random.chance(0.06)) found.push('consignment')
  return found
}

function linesOf(products: readonly Product[], share: number, random: Random): OrderLine[] {
  const ids = new Map(products.map(({ sku, id }) => [sku, id]))
  return basket(share, random).map(({ sku, quantity }) => ({ productId: ids.get(sku)!, quantity }))
}

/** What an order is for, after so large a share of the history; a share of 1 is now. */
export function basket(share: number, random: Random): { sku: string; quantity: string }[] {
  const count = random.pickWeighted([1, 2, 3, 4], (lines) => 5 - lines)
  const demand = (plan: ProductPlan) => demandAt(plan, share)
  const chosen = new Set(Array.from({ length: count }, () => random.pickWeighted(PRODUCTS, demand)))
  return [...chosen].map(({ sku, most }) => ({ sku, quantity: String(random.whole(1, most)) }))
}

/** What is in fashion, or out of it, becomes so in the last two fifths of the history. */
function demandAt({ weight, trend }: ProductPlan, share: number): number {
  return weight * trend ** (Math.max(0, share - 0.6) / 0.4)
}
