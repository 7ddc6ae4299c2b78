import { badInput } from './refusal.ts'

/** One delivery as a table tells it: an order or a line of one. Days are counted from 1970-01-01. */
export type Delivery = {
  readonly order: string
  readonly placed: number | null
  readonly quoted: number
  readonly delivered: number
  /** The values of the attributes, in their order; null where nobody told it. */
  readonly values: readonly (string | null)[]
}
/** What is forecast: the days from placing to delivery, or, where the placing day of some is missing, those from the quoted date to delivery. */
export type Measure = 'LENGTH' | 'DEVIATION'
/** A delivery as it is forecast. */
export type BacktestOrder = {
  readonly order: string
  readonly values: readonly (string | null)[]
  /** The day on which it is forecast: placed, or else the quoted date, which is then all that is known. */
  readonly origin: number
  /** The day from which the days count. */
  readonly base: number
  /** Whole days, by the measure: what came, and what was quoted. */
  readonly days: number
  readonly quoted: number
  /** From this day on what came is known: the day after the delivery, and after its own forecast where it was early. */
  readonly knownFrom: number
}

/** One measure for all of a table, so that each order can learn from each. */
export function measureOf(deliveries: readonly Delivery[]): Measure {
  return deliveries.every(({ placed }) => placed !== null) ? 'LENGTH' : 'DEVIATION'
}

export function orderOf(delivery: Delivery, measure: Measure): BacktestOrder {
  const { order, values, placed, quoted, delivered } = delivery
  const origin = placed ?? quoted
  const base = measure === 'LENGTH' ? origin : quoted
  const knownFrom = Math.max(delivered, origin) + 1
  return { order, values, origin, base, days: delivered - base, quoted: quoted - base, knownFrom }
}

/** Refuses (BAD_USER_INPUT, `field`) a last training day that leaves nothing to learn from or nothing to test, or `fewest` and less to learn from. */
export function checkParts(orders: readonly BacktestOrder[], until: number, fewest: number, field: string): void {
  const origins = orders.map(({ origin }) => origin)
  const [first, last] = [origins.reduce((a, b) => Math.min(a, b)), origins.reduce((a, b) => Math.max(a, b))]
  const limit = `${dayText(first)}..${dayText(last - 1)}`
  const known = orders.filter(({ knownFrom }) => knownFrom <= until + 1).length
  const said = dayText(until)
  if (until < first) throw badInput(field, `lies before the first order, of ${dayText(first)}`, said, limit)
  if (until >= last) throw badInput(field, `leaves no order to test; the last is of ${dayText(last)}`, said, limit)
  if (known < fewest)
    throw badInput(field, `${known} orders were over by ${said}; at least ${fewest} are needed`, known, fewest)
}

/** A day as RFC 3339 full-date. */
export function dayText(day: number): string {
  return Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString()
}

export function dayNumber(date: string): number {
  return Temporal.PlainDate.from('1970-01-01').until(date, { largestUnit: 'day' }).days
}
