import type { Sizes } from '../relay-map/geometry.ts'
import type { RelayLayout } from '../relay-map/layout.ts'
import { measureIn } from '../relay-map/measure-text.ts'
import { countLines } from '../relay-map/text-size.ts'

/** All in rem, so that the picture grows with the type. */
const GUTTER = 1.5
const ROW_GAP = 1.1
const LEAST_LEG = 6.75
const MOST_LEG = 13
const PADDING = 1.5
const LINE = 1.1
const BESIDE_NAME = 2
const MOST_LINES = 4
const NAME_SIZE = 0.8125
const NAME_WEIGHT = 650

export function columnsIn(width: number, rem: number): number {
  return Math.max(1, Math.floor((width / rem - GUTTER) / (LEAST_LEG + GUTTER)))
}

/** Legs as wide as there is room for, and as high as the longest name in their row needs. */
export function pictureSizes(
  layout: RelayLayout,
  lap: number,
  names: ReadonlyMap<string, string>,
  { width, rem }: { readonly width: number; readonly rem: number },
): Sizes {
  const columns = Math.max(1, ...layout.laps.map((one) => one.columns))
  const gutter = GUTTER * rem
  const legWidth = Math.min(MOST_LEG * rem, Math.floor((width - gutter) / columns - gutter))
  const measure = measureIn(NAME_SIZE * rem, NAME_WEIGHT)
  const { rows, legs } = layout.laps[lap]!
  const linesOf = (row: number) =>
    Math.max(
      1,
      ...legs
        .filter((leg) => leg.row === row)
        .map((leg) => countLines(names.get(leg.key) ?? '', legWidth - PADDING * rem, measure)),
    )
  const legHeights = Array.from(
    { length: rows },
    (_, row) => (BESIDE_NAME + LINE * Math.min(MOST_LINES, linesOf(row))) * rem,
  )
  return { legWidth, legHeights, gutter, rowGap: ROW_GAP * rem }
}
