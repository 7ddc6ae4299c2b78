import { DAY } from './duration.ts'
import { Experts, LEVELS, type Ordered, type Outcome } from './expert.ts'
import { ExpertWeights } from './expert-weights.ts'
import { Recalibration } from './recalibration.ts'

/** What was forecast for one order: what each expert gave, and what was made of it, at each level. */
type Given = { readonly quantiles: Float64Array; readonly combined: Float64Array }

/** Chosen, with the rates of the experts, on the training parts alone; docs/back-test.md has the figures. */
const CORRECTION = { halfLife: 120 * DAY, trust: 200 }

/** Outcomes that must be known before anything is forecast: with fewer, none of twenty could lie beyond p95. */
export const FEWEST = 20

/**
 * Forecasts how many days orders take, one after the other, from those that were over before: the experts' dates, weighed by what they have
 * cost so far, corrected by how often what was said came true. Told of outcomes alone, it knows nothing of the future.
 */
export class ExpertForecast {
  private readonly experts: Experts
  private readonly weights: ExpertWeights
  private readonly recalibration = new Recalibration(CORRECTION)
  private readonly open = new Map<Ordered, Given>()
  private learned = 0

  /** `days`: whatever an order may be found to have taken, ascending. */
  constructor(attributes: number, days: readonly number[]) {
    this.experts = new Experts(attributes, days)
    this.weights = new ExpertWeights(this.experts.all)
  }

  /** The days for each of `shares`, whole and ascending with them, at day `at`; null while too little is known. */
  forecast(order: Ordered, at: number, shares: readonly number[]): number[] | null {
    if (this.learned < FEWEST) return null
    const quantiles = this.experts.quantiles(order)
    const combined = this.weights.combine(quantiles)
    this.open.set(order, { quantiles, combined })
    return shares.map((share) => Math.round(quantileAt(combined, this.recalibration.share(share, at * DAY))))
  }

  /** What came of an order, in the order in which it came. */
  learn(order: Ordered, outcome: Outcome): void {
    const given = this.open.get(order)
    if (given) {
      this.open.delete(order)
      this.weights.judge(given.quantiles, outcome.days)
      const [from, upTo] = sharesOf(given.combined, outcome.days)
      this.recalibration.add(from, upTo, outcome.at * DAY)
    }
    this.experts.learn(outcome)
    this.learned += 1
  }

  /** How much is heard, at the level of `share`, of experts that look at each of the attributes; a share of 1. */
  heard(share: (typeof LEVELS)[number], attributes: number): number[] {
    const weights = this.weights.weightsAt(LEVELS.indexOf(share))
    return [...Array(attributes).keys()].map((attribute) =>
      this.experts.all.reduce((sum, { kin }, expert) => sum + (kin.includes(attribute) ? weights[expert]! : 0), 0),
    )
  }
}

/** Between the levels it is as far as the share is; beyond the outermost it is theirs. */
function quantileAt(quantiles: Float64Array, share: number): number {
  const above = LEVELS.findIndex((level) => level >= share)
  if (above === 0) return quantiles[0]!
  if (above < 0) return quantiles[LEVELS.length - 1]!
  const [from, upTo] = [LEVELS[above - 1]!, LEVELS[above]!]
  return quantiles[above - 1]! + ((share - from) / (upTo - from)) * (quantiles[above]! - quantiles[above - 1]!)
}

/** Which shares of a forecast the day took up: those whose quantile is rounded to it. */
function sharesOf(quantiles: Float64Array, day: number): [from: number, upTo: number] {
  return [shareBelow(quantiles, day - 0.5), shareBelow(quantiles, day + 0.5)]
}

/** The least share whose quantile is at least `value`. */
function shareBelow(quantiles: Float64Array, value: number): number {
  const above = quantiles.findIndex((quantile) => quantile >= value)
  if (above === 0) return 0
  if (above < 0) return 1
  const [from, upTo] = [quantiles[above - 1]!, quantiles[above]!]
  return LEVELS[above - 1]! + ((value - from) / (upTo - from)) * (LEVELS[above]! - LEVELS[above - 1]!)
}
