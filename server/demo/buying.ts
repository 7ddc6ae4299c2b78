import type { CustomerPlan } from './customers.ts'
import type { Random } from './random.ts'

/** That a customer buys, after so large a share (0 to 1) of the history's orders. */
export type Purchase = { readonly customer: CustomerPlan; readonly share: number }

/** Exactly so many purchases, the oldest first: each customer buys in a rhythm of its own, the new ones from when they join. */
export function purchases(customers: readonly CustomerPlan[], count: number, random: Random): Purchase[] {
  const counts = apportion(customers.map(expected), count)
  return customers
    .flatMap((customer, place) => purchasesOf(customer, counts[place]!, random))
    .sort((one, other) => one.share - other.share)
}

function expected({ weight, joins }: CustomerPlan): number {
  return weight * (1 - joins)
}

/** Whole numbers in the proportion of `weights` that add up to `count`, each at least 1 as long as there are enough. */
export function apportion(weights: readonly number[], count: number): number[] {
  const least = count >= weights.length ? 1 : 0
  const left = count - least * weights.length
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const fair = weights.map((weight) => (weight / all) * left)
  const whole = fair.map((part) => Math.floor(part))
  const missing = left - whole.reduce((sum, part) => sum + part, 0)
  const byRest = fair.map((part, place) => ({ place, rest: part - whole[place]! }))
  const raised = new Set(
    byRest
      .sort((one, other) => other.rest - one.rest)
      .slice(0, missing)
      .map(({ place }) => place),
  )
  return whole.map((part, place) => least + part + (raised.has(place) ? 1 : 0))
}

function purchasesOf(customer: CustomerPlan, count: number, random: Random): Purchase[] {
  const { joins, jitter } = customer
  const phase = joins > 0 ? 0 : random.unit()
  return Array.from({ length: count }, (_, place) => {
    const isFirst = joins > 0 && place === 0
    const off = isFirst ? 0 : jitter * (random.unit() - 0.5)
    const share = joins + ((1 - joins) * Math.max(0, place + phase + off)) / count
    return { customer, share: Math.min(share, 1 - random.unit() / (10 * count)) }
  })
}
