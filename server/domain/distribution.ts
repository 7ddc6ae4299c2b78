import { countBelow, countUpTo } from './sorted.ts'

/**
 * A weighted empirical distribution: `values` ascend, each once, and `shares[i]` is the probability of a value up to `values[i]`; the last is 1.
 * `count` says of how many it was made; times of which the end is not known do not count.
 */
export type Distribution = { readonly values: Float64Array; readonly shares: Float64Array; readonly count: number }

/** Share of a distribution, and the fewest values, beyond which what was taken so far is held to tell nothing more. */
const TAIL = { share: 0.1, values: 10 }

/** Of at least one number, each counted once or by its weight. Throws a RangeError at what is no number, and where nothing has weight. */
export function distributionOf(values: ArrayLike<number>, weights: ArrayLike<number> | null = null): Distribution {
  const distinct = distinctOf(values)
  const mass = massOf(distinct, values, weightsOf(values, weights))
  return ofMass(distinct, mass, values.length)
}

/**
 * Of times of which some are only known to be longer (right-censored): the weighted product-limit estimate of Kaplan and Meier (1958,
 * "Nonparametric estimation from incomplete observations"). What remains beyond the last time that is known lies at the longest, as Efron
 * (1967) has it, known or not: too short rather than endless.
 */
export function survivalOf(
  values: ArrayLike<number>,
  isOver: ArrayLike<boolean | number>,
  weights: ArrayLike<number> | null = null,
): Distribution {
  const distinct = distinctOf(values)
  const weight = weightsOf(values, weights)
  const all = massOf(distinct, values, weight)
  const over = massOf(distinct, values, (place) => (isOver[place] ? weight(place) : 0))
  let [atRisk, surviving] = [all.reduce((sum, one) => sum + one, 0), 1]
  for (let place = 0; place < distinct.length - 1; place++) {
    const ended = atRisk > 0 ? surviving * Math.min(1, over[place]! / atRisk) : 0
    atRisk -= all[place]!
    over[place] = ended
    surviving -= ended
  }
  over[distinct.length - 1] = surviving
  const count = Array.from(values).filter((_, place) => isOver[place]).length
  return ofMass(distinct, over, Math.max(1, count))
}

/** The least value that is not exceeded with probability `share`. */
export function quantileOf({ values, shares }: Distribution, share: number): number {
  return values[Math.min(values.length - 1, countBelow(shares, share))]!
}

/** The probability of a value up to `value`. */
export function shareUpTo({ values, shares }: Distribution, value: number): number {
  const above = countUpTo(values, value)
  return above === 0 ? 0 : shares[above - 1]!
}

/** Both in one: a value is drawn from the first with probability `shareOfFirst`, else from the second. */
export function blended(first: Distribution, second: Distribution, shareOfFirst: number): Distribution {
  if (shareOfFirst >= 1) return first
  if (shareOfFirst <= 0) return second
  const values = [...first.values, ...second.values]
  const both = distributionOf(values, [...shareOfEach(first, shareOfFirst), ...shareOfEach(second, 1 - shareOfFirst)])
  return { ...both, count: first.count + second.count }
}

/**
 * Of the whole time, given that it is longer than `taken`. Beyond the upper tenth, and where fewer than ten values are longer, there is too
 * little to go by: there what remains does not depend on what was taken (an exponential tail), so that the answer is the longer the more was taken.
 * Where all of it is no time, nothing remains.
 */
export function given(distribution: Distribution, taken: number): Distribution {
  if (taken <= 0) return distribution
  const from = Math.min(taken, tailOf(distribution))
  const longer = countUpTo(distribution.values, from)
  const shift = taken - from
  const before = shareUpTo(distribution, from)
  if (longer === distribution.values.length) return distributionOf([taken])
  const values = distribution.values.subarray(longer).map((value) => value + shift)
  const shares = distribution.shares.subarray(longer).map((share) => (share - before) / (1 - before))
  return { values, shares, count: distribution.count }
}

/** Kish's effective sample size (1965, "Survey sampling"): how many values of equal weight would tell as much. */
export function effectiveSize(weights: ArrayLike<number>): number {
  let [sum, squares] = [0, 0]
  for (let place = 0; place < weights.length; place++) {
    sum += weights[place]!
    squares += weights[place]! ** 2
  }
  return squares > 0 ? sum ** 2 / squares : 0
}

/** The value beyond which the tail begins, with some values above it; 0 where all is tail. */
function tailOf({ values, shares, count }: Distribution): number {
  const share = Math.max(TAIL.share, TAIL.values / count)
  const above = countUpTo(shares, 1 - share)
  return above === 0 ? 0 : Math.max(0, values[above - 1]!)
}

function shareOfEach({ shares }: Distribution, whole: number): Float64Array {
  return shares.map((share, place) => (share - (shares[place - 1] ?? 0)) * whole)
}

/** Ascending, each once. */
function distinctOf(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort()
  for (let place = 0; place < sorted.length; place++)
    if (!Number.isFinite(sorted[place])) throw new RangeError(`a distribution of ${sorted[place]}`)
  return sorted.filter((value, place) => value !== sorted[place - 1])
}

/** The weight that lies on each of the distinct values. */
function massOf(distinct: Float64Array, values: ArrayLike<number>, weight: (place: number) => number): Float64Array {
  const mass = new Float64Array(distinct.length)
  for (let place = 0; place < values.length; place++) mass[countBelow(distinct, values[place]!)]! += weight(place)
  return mass
}

/** Values on which nothing lies are left out. */
function ofMass(distinct: Float64Array, mass: Float64Array, count: number): Distribution {
  const total = mass.reduce((sum, one) => sum + one, 0)
  if (!(total > 0)) throw new RangeError('a distribution of nothing')
  const values = distinct.filter((_, place) => mass[place]! > 0)
  const shares = mass.filter((one) => one > 0)
  for (let place = 1; place < shares.length; place++) shares[place]! += shares[place - 1]!
  for (let place = 0; place < shares.length; place++) shares[place]! /= total
  shares[shares.length - 1] = 1
  return { values, shares, count }
}

function weightsOf(values: ArrayLike<number>, weights: ArrayLike<number> | null): (place: number) => number {
  if (weights === null) return () => 1
  if (weights.length !== values.length) throw new RangeError(`${weights.length} weights for ${values.length} values`)
  for (let place = 0; place < weights.length; place++)
    if (!(weights[place]! >= 0 && Number.isFinite(weights[place])))
      throw new RangeError(`a weight of ${weights[place]}`)
  return (place) => weights[place]!
}
