/** One stretch of load on one server, as the comparison's bench.mjs writes it. */
export type Stretch = {
  readonly round: number
  readonly query: string
  readonly target: string
  readonly rps: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Microseconds of the server's processor, and of PostgreSQL's, a request. */
  readonly serverUs: number
  readonly pgUs: number
  readonly errors: number
}

export type Measure = 'rps' | 'p50' | 'p99' | 'serverUs' | 'pgUs'

/** Not a number where one of them is none. */
export function median(values: readonly number[]): number {
  if (!values.every(Number.isFinite)) return Number.NaN
  const sorted = values.toSorted((one, other) => one - other)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
}

/** How many times `target` has of what `base` has, each round's by the base's of the same round: the median over the rounds. */
export function ratio(rounds: readonly Stretch[], query: string, target: string, base: string, of: Measure): number {
  const mine = rounds.filter((one) => one.query === query && one.target === target)
  const theirs = new Map(
    rounds.filter((one) => one.query === query && one.target === base).map((one) => [one.round, one]),
  )
  return median(mine.map((one) => one[of] / theirs.get(one.round)![of]))
}

export function typical(rounds: readonly Stretch[], query: string, target: string, of: Measure): number {
  return median(rounds.filter((one) => one.query === query && one.target === target).map((one) => one[of]))
}
