import { distributionOf, quantileOf } from './distribution.ts'
import { type Expert, LEVELS } from './expert.ts'
import { pinball } from './pinball.ts'

/** How fast a worse expert is heard less: by e for every five mean losses that it has lost more than the best. */
const RATE = 0.2

/**
 * Whom to listen to, for each level by itself: the weight of an expert falls with what its dates have cost (exponentially weighted average,
 * Cesa-Bianchi, Lugosi 2006, "Prediction, learning, and games", chapter 2, with losses in units of their mean).
 */
export class ExpertWeights {
  private readonly priors: readonly number[]
  private readonly losses: Float64Array
  /** By level: what an expert has lost on average. */
  private readonly means = new Float64Array(LEVELS.length)
  private outcomes = 0
  /** By level; null where a judgement has come since. */
  private readonly known: (Float64Array | null)[] = LEVELS.map(() => null)

  constructor(experts: readonly Expert[]) {
    this.priors = experts.map(({ prior }) => prior)
    this.losses = new Float64Array(experts.length * LEVELS.length)
  }

  /** `quantiles` as the experts gave them for an order that took `days`. */
  judge(quantiles: Float64Array, days: number): void {
    this.outcomes += 1
    this.known.fill(null)
    for (const [level, share] of LEVELS.entries())
      for (let at = level; at < quantiles.length; at += LEVELS.length) {
        const loss = pinball(share, days, quantiles[at]!)
        this.losses[at]! += loss
        this.means[level]! += loss / this.priors.length
      }
  }

  /** For each level the median of what the experts give, by their weights: a date that one of them means; ascending. */
  combine(quantiles: Float64Array): Float64Array {
    const combined = new Float64Array(LEVELS.length)
    for (const level of LEVELS.keys()) {
      const weights = this.weightsAt(level)
      /** Many experts mean the same day. */
      const byDay = new Map<number, number>()
      for (let expert = 0; expert < weights.length; expert++) {
        const day = quantiles[expert * LEVELS.length + level]!
        byDay.set(day, (byDay.get(day) ?? 0) + weights[expert]!)
      }
      const median = quantileOf(distributionOf([...byDay.keys()], [...byDay.values()]), 0.5)
      combined[level] = Math.max(median, combined[level - 1] ?? median)
    }
    return combined
  }

  /** The weights of the experts at a level; they add up to 1. */
  weightsAt(level: number): Float64Array {
    this.known[level] ??= this.weigh(level)
    return this.known[level]
  }

  private weigh(level: number): Float64Array {
    const unit = this.means[level]! / Math.max(1, this.outcomes) || 1
    const lost = Float64Array.from(this.priors, (_, expert) => this.losses[expert * LEVELS.length + level]!)
    const least = lost.reduce((least, own) => Math.min(least, own), Number.POSITIVE_INFINITY)
    const weights = lost.map((own, expert) => this.priors[expert]! * Math.exp((-RATE * (own - least)) / unit))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return weights.map((weight) => weight / total)
  }
}
