import { type Distribution, shareUpTo } from './distribution.ts'
import type { StepEstimate } from './forecast-estimate.ts'
import type { ForecastStep, RunTimes } from './forecast-ground.ts'
import { type Evidence, takenBy } from './forecast-runs.ts'
import { ranksOf } from './forecast-split.ts'
import { normalQuantile } from './normal.ts'

/** What the steps of an order have in common before past orders have shown it, and how many orders that is worth. */
const PRIOR = { correlation: 0.2, orders: 20 }
const MOST = 0.8
/** Scores of what lies beyond all that was seen stay within this. */
const SCORE_LIMIT = 3

type Part = 'wait' | 'work'
const PARTS: readonly Part[] = ['wait', 'work']

/**
 * One factor that the times of an order's steps share: a normal score with this mean and spread for the order that is forecast. The score of each time
 * is `loading` times that, and beside it one of its own; two waits of an order, or two works, have the square of their loading in common.
 */
export type CommonFactor = {
  readonly loading: Readonly<Record<Part, number>>
  readonly mean: number
  readonly spread: number
}

/**
 * The Gaussian copula with one factor (Li 2000; in project networks van Dorp and Duffey 1999): without it the sum of independent times would be too
 * narrow. The correlation is the mean over all pairs of times within past orders of the product of their normal scores (van der Waerden); it
 * holds what an order and the weeks it ran in have in common alike. The order's own finished times tell where it stands.
 */
export function commonFactor(steps: readonly ForecastStep[], estimates: readonly StepEstimate[]): CommonFactor {
  const past = estimates.map(({ evidence }) => evidence)
  const [wait, work] = PARTS.map((part) => Math.sqrt(correlationOf(past, part)))
  const loading = { wait: wait!, work: work! }
  let [precision, pull] = [1, 0]
  for (const [place, step] of steps.entries())
    for (const part of step.run ? PARTS : [])
      for (const score of ownScore(step, estimates[place]!, step.run!, part)) {
        precision += loading[part] ** 2 / (1 - loading[part] ** 2)
        pull += (loading[part] * score) / (1 - loading[part] ** 2)
      }
  return { loading, mean: within(pull / precision), spread: Math.sqrt(1 / precision) }
}

/** Over pairs of scores of the same order, each pair as much as the spread of both allows. */
function correlationOf(steps: readonly (readonly Evidence[])[], part: Part): number {
  const orders = new Map<number, { sum: number; squares: number; spreads: number; variances: number; count: number }>()
  for (const scored of steps.map((evidence) => scoresOf(evidence, part)))
    for (const [orderId, score] of scored.scores) {
      const order = orders.get(orderId) ?? { sum: 0, squares: 0, spreads: 0, variances: 0, count: 0 }
      order.sum += score
      order.squares += score * score
      order.spreads += scored.spread
      order.variances += scored.spread * scored.spread
      order.count++
      orders.set(orderId, order)
    }
  const paired = [...orders.values()].filter(({ count }) => count > 1)
  const products = paired.reduce((sum, one) => sum + one.sum ** 2 - one.squares, 0)
  const possible = paired.reduce((sum, one) => sum + one.spreads ** 2 - one.variances, 0)
  const seen = possible > 0 ? products / possible : 0
  const shrunk = (seen * paired.length + PRIOR.correlation * PRIOR.orders) / (paired.length + PRIOR.orders)
  return Math.min(MOST, Math.max(0, shrunk))
}

type Scored = { readonly scores: readonly (readonly [orderId: number, score: number])[]; readonly spread: number }

/** The normal scores of the times that are known; of times that are all the same none. */
function scoresOf(evidence: readonly Evidence[], part: Part): Scored {
  const known = evidence.filter((one) => one.run.number === 1 && one[part]?.isOver)
  const { ranks } = ranksOf(known.map((one) => one[part]!.time))
  const scores = known.map(({ run }, place) => {
    return [run.orderId, normalQuantile((ranks[place]! - 0.5) / known.length)] as const
  })
  const variance = scores.reduce((sum, [, score]) => sum + score * score, 0) / (known.length || 1)
  return variance > 0.1 ? { scores, spread: Math.sqrt(variance) } : { scores: [], spread: 0 }
}

/** Where a finished time of the order's own run lies among those expected. */
function ownScore(step: ForecastStep, estimate: StepEstimate, run: RunTimes, part: Part): number[] {
  const taken = takenBy(step, run, run.readyAt)[part]
  return taken?.isOver ? scoreIn(estimate[part], taken.time) : []
}

/** Of a time that has no spread nothing can be told. */
function scoreIn(distribution: Distribution, time: number): number[] {
  if (distribution.values.length < 3) return []
  const share = (shareUpTo(distribution, time) + shareUpTo(distribution, time - 1)) / 2
  const score = share <= 0 ? -SCORE_LIMIT : share >= 1 ? SCORE_LIMIT : normalQuantile(share)
  return [within(score)]
}

function within(score: number): number {
  return Math.min(SCORE_LIMIT, Math.max(-SCORE_LIMIT, score))
}
