import type { Customer, Product } from '../domain/directory.ts'
import type { ExternalId, OrderLine } from '../domain/order.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { named, type Reference } from './company.ts'
import { CUSTOMERS } from './customers.ts'
import { PRODUCTS } from './products.ts'
import type { Random } from './random.ts'
import { afterOpenTime, openTime, type WorkingHours } from './working-hours.ts'

export const ORDER_COUNT = 200

/** An order before it is placed: what of it does not depend on the orders before it. */
export type OrderPlan = {
  readonly id: number
  readonly at: Instant
  readonly number: string
  readonly externalIds: readonly ExternalId[]
  readonly customer: Customer
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
  const open = openTime(period.hours, period.from, period.to)
  const moments = ids.map(() => random.unit()).sort((one, other) => one - other)
  return moments.map((share, place) => {
    const at = afterOpenTime(period.hours, period.from, share * open)
    return planOrder(reference, { id: ids[place]!, at, share, number: `KO-${24_117 + place}` }, random)
  })
}

type Moment = { readonly id: number; readonly at: Instant; readonly share: number; readonly number: string }

function planOrder(reference: Reference, { id, at, share, number }: Moment, random: Random): OrderPlan {
  const known = CUSTOMERS.filter((plan) => plan.joins <= share)
  const customer = named(reference.customers, random.pickWeighted(known, (plan) => plan.weight).key)
  const circumstances = circumstancesOf(random)
  return {
    id,
    at,
    number,
    externalIds: random.chance(0.6) ? [{ source: 'erp', id: `4500${number.slice(3)}` }] : [],
    customer,
    repId: customer.accountManagerId!,
    lines: linesOf(reference.products, random),
    channel: random.pickWeighted(CHANNELS, ([, weight]) => weight)[0],
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

function circumstancesOf(random: Random): string[] {
  const found = []
  if (random.chance(0.13)) found.push('export')
  if (random.chance(0.09)) found.push('rush')
  if (random.chance(0.06)) found.push('consignment')
  return found
}

function linesOf(products: readonly Product[], random: Random): OrderLine[] {
  const count = random.pickWeighted([1, 2, 3, 4], (lines) => 5 - lines)
  const chosen = new Set(Array.from({ length: count }, () => random.pickWeighted(PRODUCTS, (plan) => plan.weight)))
  return [...chosen].map((plan) => {
    const productId = products.find(({ sku }) => sku === plan.sku)!.id
    return { productId, quantity: String(random.whole(1, plan.most)) }
  })
}
