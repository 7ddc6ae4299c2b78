import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** What chance there is in the demo company comes from here: one seed always makes the same company. */
export type Random = {
  /** At least 0, below 1. */
  readonly unit: () => number
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  readonly pickWeighted: <T>(list: readonly T[], weight: (item: T) => number) => T
  /** Log-normal around `median`: mostly near it, at times a good deal longer. */
  readonly around: (median: number, sigma: number) => number
}

/** The first numbers of neighbouring seeds resemble each other: they are thrown away. */
const WARM_UP = 32

export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  for (let skipped = 0; skipped < WARM_UP; skipped += 1) generator.next()
  return randomFrom(() => uniformFloat64(generator))
}

/** Of numbers from 0 to below 1. */
export function randomFrom(unit: () => number): Random {
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
  return {
    unit,
    whole: (least, most) => least + Math.floor(unit() * (most - least + 1)),
    chance: (probability) => unit() < probability,
    pick: (list) => list[Math.floor(unit() * list.length)]!,
    pickWeighted: (list, weight) => pickWeighted(list, list.map(weight), unit()),
    around: (median, sigma) => median * Math.exp(sigma * normal()),
  }
}

function pickWeighted<T>(list: readonly T[], weights: readonly number[], unit: number): T {
  let left = unit * weights.reduce((sum, weight) => sum + weight, 0)
  const chosen = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  return list[chosen === -1 ? list.length - 1 : chosen]!
}
