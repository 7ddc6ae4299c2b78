import { expect, test } from 'vitest'
import { NORMAL_DRAWS, normalQuantile, PER_SCORE, SCORE_REACH, SCORE_SHARES } from '../../server/domain/normal.ts'

/** From the tables of Abramowitz and Stegun (1964), 26.5 and 26.1. */
const known: [share: number, score: number][] = [
  [0.5, 0],
  [0.75, 0.6744898],
  [0.841344746, 1],
  [0.85, 1.0364334],
  [0.95, 1.6448536],
  [0.975, 1.959964],
  [0.99, 2.3263479],
  [0.9999, 3.7190165],
  [0.9999999, 5.1993376],
]

test.each(known)('a share of %d lies below the score %d, and as much above its opposite', (share, score) => {
  expect(normalQuantile(share)).toBeCloseTo(score, 5)
  expect(normalQuantile(1 - share)).toBeCloseTo(-score, 5)
  const place = (score + SCORE_REACH) * PER_SCORE - 0.5
  const [below, rest] = [Math.floor(place), place % 1]
  const between = SCORE_SHARES[below]! * (1 - rest) + SCORE_SHARES[below + 1]! * rest
  expect(between).toBeCloseTo(share, 5)
})

test('draws have the mean and the spread of a normal variable', () => {
  const squares = NORMAL_DRAWS.reduce((sum, draw) => sum + draw * draw, 0)
  expect(NORMAL_DRAWS.reduce((sum, draw) => sum + draw, 0) / NORMAL_DRAWS.length).toBeCloseTo(0, 6)
  expect(squares / NORMAL_DRAWS.length).toBeCloseTo(1, 2)
})
