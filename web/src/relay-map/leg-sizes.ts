import type { Leg } from '../documents/order-documents.ts'
import type { Sizes } from './geometry.ts'
import type { RelayLayout } from './layout.ts'
import { holderLine } from './leg-facts.ts'
import { measureIn } from './measure-text.ts'
import { countLines, longestPiece } from './text-size.ts'

/** All in rem, so that the map grows with the type. */
const GUTTER = 1.5
const ROW_GAP = 1.25
const LEAST_LEG = 5.75
const MOST_LEG = 14
/** Of a leg: its padding, the type of its name and of its holder, and all its height but these. */
const PADDING = 1.45
const NAME_SIZE = 0.8125
const NAME_WEIGHT = 650
const MOST_LINES = 5
const LONGEST_WORD = 8.5
const LINE = 1.0625
const HOLDER_SIZE = 0.75
const MOST_HOLDER_LINES = 3
const HOLDER_LINE = 1
const LEG_BESIDE_TEXT = 1.95

/** How many columns there is room for, when the longest word of a name is not to be broken. */
export function columnsIn(legs: readonly Leg[], width: number, rem: number): number {
  const measure = nameMeasure(rem)
  const word = Math.max(...legs.map((leg) => longestPiece(leg.name, measure))) / rem + PADDING
  const leg = Math.min(LONGEST_WORD, Math.max(LEAST_LEG, word))
  return Math.floor((width / rem - GUTTER) / (leg + GUTTER))
}

/** Legs as wide as there is room for, the same in every lap, and as high as the longest name in their row needs. */
export function sizesFor(
  layout: RelayLayout,
  index: number,
  legs: ReadonlyMap<string, Leg>,
  width: number,
  rem: number,
): Sizes {
  const columns = Math.max(1, ...layout.laps.map((lap) => lap.columns))
  const gutter = GUTTER * rem
  const legWidth = Math.min(MOST_LEG * rem, Math.floor((width - gutter) / columns - gutter))
  const { rows, legs: placed } = layout.laps[index]!
  const legHeights = Array.from({ length: rows }, (_, row) => {
    const own = placed.filter((leg) => leg.row === row).flatMap((leg) => legs.get(leg.key) ?? [])
    return Math.max(0, ...own.map((leg) => heightOf(leg, legWidth - PADDING * rem, rem)))
  })
  return { legWidth, legHeights, gutter, rowGap: ROW_GAP * rem }
}

function heightOf(leg: Leg, width: number, rem: number): number {
  const holder = holderLine(leg)
  const name = Math.min(MOST_LINES, countLines(leg.name, width, nameMeasure(rem)))
  const held = holder ? Math.min(MOST_HOLDER_LINES, countLines(holder, width, measureIn(HOLDER_SIZE * rem, 400))) : 0
  return (LEG_BESIDE_TEXT + LINE * name + HOLDER_LINE * held) * rem
}

const nameMeasure = (rem: number) => measureIn(NAME_SIZE * rem, NAME_WEIGHT)
