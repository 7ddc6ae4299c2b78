/** The standard normal distribution, as tables for a simulation that draws hundreds of thousands of times. */

/**
 * The value that a standard normal variable does not exceed with probability `share`, 0 < share < 1: Wichura's algorithm AS 241 (1988, PPND7),
 * right to seven digits.
 */
export function normalQuantile(share: number): number {
  const q = share - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    )
  }
  const r = Math.sqrt(-Math.log(q < 0 ? share : 1 - share))
  return Math.sign(q) * (r <= 5 ? near(r - 1.6) : far(r - 5))
}

function near(r: number): number {
  return (
    (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
    ((0.12021132975 * r + 0.7370016425) * r + 1)
  )
}

function far(r: number): number {
  return (
    (((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115) /
    ((0.012258202635 * r + 0.24197894225) * r + 1)
  )
}

/** Draws of a standard normal variable, `draw & DRAW_MASK` being any of them: its quantiles, evenly spaced. */
export const DRAW_MASK = 0x3fff
export const NORMAL_DRAWS = Float32Array.from({ length: DRAW_MASK + 1 }, (_, place) =>
  normalQuantile((place + 0.5) / (DRAW_MASK + 1)),
)

/** Scores from -SCORE_REACH to SCORE_REACH stand at `(score + SCORE_REACH) * PER_SCORE` of a table of SCORES. */
export const SCORE_REACH = 9.5
export const SCORES = 4096
export const PER_SCORE = SCORES / (2 * SCORE_REACH)

/** The probability of a score up to the middle of each place of such a table. */
export const SCORE_SHARES: Float64Array = sharesOfScores()

/** By Simpson's rule from one middle to the next, which is right to twelve digits at this spacing. */
function sharesOfScores(): Float64Array {
  const density = (score: number) => Math.exp((-score * score) / 2) / Math.sqrt(2 * Math.PI)
  const width = 1 / PER_SCORE
  const shares = new Float64Array(SCORES)
  for (let place = 1; place < SCORES; place++) {
    const to = (place + 0.5) * width - SCORE_REACH
    const area = (width / 6) * (density(to - width) + 4 * density(to - width / 2) + density(to))
    shares[place] = shares[place - 1]! + area
  }
  return shares
}
