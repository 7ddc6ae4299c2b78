import { type BacktestOrder, type Delivery, measureOf, orderOf } from '../../server/domain/backtest-order.ts'

/** A Monday, in days since 1970-01-01. */
export const MONDAY = 4

/** A delivery that was placed, took `took` days and was promised after `promised`. */
export function delivery(placed: number, took: number, promised: number, values: (string | null)[] = []): Delivery {
  return { order: `${placed}/${took}/${values}`, placed, quoted: placed + promised, delivered: placed + took, values }
}

/** As a back-test takes them: in the order of their origins. */
export function ordersOf(deliveries: readonly Delivery[]): BacktestOrder[] {
  const measure = measureOf(deliveries)
  return deliveries.map((one) => orderOf(one, measure)).sort((a, b) => a.origin - b.origin)
}

/** The numbers from 0 on. */
export function upTo(count: number): number[] {
  return [...Array(count).keys()]
}
