import { Baselines } from './backtest-baseline.ts'
import { FigureSums, type Figures, standardError } from './backtest-figures.ts'
import { type BacktestOrder, checkParts, type Delivery, type Measure, measureOf, orderOf } from './backtest-order.ts'
import { ExpertForecast, FEWEST } from './expert-forecast.ts'

export const SHARES = { p50: 0.5, p85: 0.85, p95: 0.95 } as const
export type ShareName = keyof typeof SHARES
export type FiguresByShare = Readonly<Record<ShareName, Figures>>
/** The forecasts compared. `group`: the past orders that share the first attribute. */
export type BacktestFigures = {
  readonly baton: FiguresByShare
  readonly quoted: FiguresByShare
  readonly baselines: { readonly all: FiguresByShare; readonly group: FiguresByShare }
}
export type BacktestResult = {
  readonly measure: Measure
  readonly train: number
  readonly test: number
  /** Of the test part; of the later half of the training part, which is where the method was chosen. */
  readonly figures: BacktestFigures
  readonly training: BacktestFigures | null
  /** By share and attribute: how much experts that look at it were heard at the end of the training part. */
  readonly heard: Readonly<Record<ShareName, readonly number[]>>
  /** Twice the standard error of the share that comes by a date, in the test part. */
  readonly tolerance: Readonly<Record<ShareName, number>>
}

const NAMES = ['p50', 'p85', 'p95'] as const satisfies readonly ShareName[]
const PROBABILITIES = NAMES.map((name) => SHARES[name])

/**
 * Forecasts each delivery from nothing but what was over before its own origin, in the order of their origins, and says what the dates were
 * worth beside those that were quoted. Up to day `until` it is training. `heard` is called after each order with the share that is done.
 * Refuses what `checkParts` refuses, as `field`.
 */
export function backtest(
  deliveries: readonly Delivery[],
  until: number,
  field: string,
  heard: (share: number) => void = () => {},
): BacktestResult {
  const measure = measureOf(deliveries)
  const orders = deliveries.map((delivery) => orderOf(delivery, measure)).sort((a, b) => a.origin - b.origin)
  checkParts(orders, until, FEWEST, field)
  const train = orders.filter(({ origin }) => origin <= until)
  const test = orders.slice(train.length)
  const rolling = new Rolling(orders)
  const inTraining = new Comparison()
  const middle = train[Math.floor(train.length / 2)]!.origin
  const compare = (order: BacktestOrder, comparison: Comparison | null, done: number) => {
    const dates = rolling.forecast(order)
    if (dates) comparison?.add(order, dates)
    heard(done / orders.length)
  }
  for (const [at, order] of train.entries()) compare(order, order.origin >= middle ? inTraining : null, at + 1)
  const attended = rolling.heard()
  const inTest = new Comparison()
  for (const [at, order] of test.entries()) compare(order, inTest, train.length + at + 1)
  const sizes = [...Map.groupBy(test, ({ order }) => order).values()].map(({ length }) => length)
  return {
    measure,
    train: train.length,
    test: test.length,
    figures: inTest.figures(),
    training: inTraining.isEmpty ? null : inTraining.figures(),
    heard: attended,
    tolerance: byName((name) => 2 * standardError(SHARES[name], sizes)),
  }
}

/** Whose dates are compared. */
type Rival = 'baton' | 'quoted' | 'all' | 'group'
/** The days that each gives for the shares, in their order. */
export type Dates = Readonly<Record<Rival, readonly number[]>>

/** Goes from origin to origin, having learned of each order that was over before, and of no other. */
export class Rolling {
  private readonly byKnown: readonly BacktestOrder[]
  private readonly experts: ExpertForecast
  private readonly attributes: number
  private readonly baselines = new Baselines()
  private known = 0

  /** `orders`: at least one; each is learned from once what came of it is known. */
  constructor(orders: readonly BacktestOrder[]) {
    this.attributes = orders[0]!.values.length
    this.byKnown = orders.toSorted((a, b) => a.knownFrom - b.knownFrom)
    const days = [...new Set(orders.map(({ days }) => days))].sort((a, b) => a - b)
    this.experts = new ExpertForecast(this.attributes, days)
  }

  /** Of an order at its origin, which is not before that of the last; null while too little is known. */
  forecast(order: BacktestOrder): Dates | null {
    this.learnUntil(order.origin)
    const baton = this.experts.forecast(order, order.origin, PROBABILITIES)
    if (!baton) return null
    return {
      baton,
      quoted: PROBABILITIES.map(() => order.quoted),
      all: this.baselines.all(PROBABILITIES),
      group: this.baselines.group(order.values[0] ?? null, PROBABILITIES),
    }
  }

  heard(): BacktestResult['heard'] {
    return byName((name) => this.experts.heard(SHARES[name], this.attributes))
  }

  private learnUntil(origin: number): void {
    for (; this.known < this.byKnown.length && this.byKnown[this.known]!.knownFrom <= origin; this.known++) {
      const order = this.byKnown[this.known]!
      this.experts.learn(order, { ...order, at: order.knownFrom })
      this.baselines.learn(order.values[0] ?? null, order.days)
    }
  }
}

class Comparison {
  private readonly sums = { baton: newSums(), quoted: newSums(), all: newSums(), group: newSums() }
  isEmpty = true

  add({ days }: BacktestOrder, dates: Dates): void {
    this.isEmpty = false
    for (const [rival, given] of Object.entries(dates) as [Rival, readonly number[]][])
      for (const [at, sums] of this.sums[rival].entries()) sums.add(given[at]!, days)
  }

  figures(): BacktestFigures {
    const of = (rival: Rival) => byName((name) => this.sums[rival][NAMES.indexOf(name)]!.figures())
    return { baton: of('baton'), quoted: of('quoted'), baselines: { all: of('all'), group: of('group') } }
  }
}

function newSums(): FigureSums[] {
  return PROBABILITIES.map((share) => new FigureSums(share))
}

function byName<T>(of: (name: ShareName) => T): Readonly<Record<ShareName, T>> {
  return { p50: of('p50'), p85: of('p85'), p95: of('p95') }
}
