import type { Lap, PlacedLeg, RelayLayout } from './layout.ts'
import { type End, type Line, orderUprights, planLap, type Upright, uprightsOf, type Way } from './plan.ts'
import type { Edge } from './step-graph.ts'

/** All in CSS pixels, of one lap. A row's legs stand in the middle of it with half of `rowGap` above and below. */
export type Sizes = {
  readonly legWidth: number
  /** One a row: those in a row are as high as the highest of them has to be. */
  readonly legHeights: readonly number[]
  readonly gutter: number
  readonly rowGap: number
}
export type Point = { readonly x: number; readonly y: number }
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
/** `crosses` tells on which border of the lap the edge is cut. */
export type DrawnEdge = {
  readonly edge: Edge
  readonly points: readonly Point[]
  readonly crosses: 'left' | 'right' | null
}

const rowHeight = (row: number, sizes: Sizes) => (sizes.legHeights[row] ?? 0) + sizes.rowGap
const rowTop = (row: number, sizes: Sizes) => rowsHeight(0, row, sizes)
/** Of `count` rows from `first` on. */
export function rowsHeight(first: number, count: number, sizes: Sizes): number {
  let height = 0
  for (let row = first; row < first + count; row++) height += rowHeight(row, sizes)
  return height
}
export const lapWidth = (lap: Lap, sizes: Sizes) => lap.columns * (sizes.legWidth + sizes.gutter) + sizes.gutter
export const lapHeight = (lap: Lap, sizes: Sizes) => rowsHeight(0, lap.rows, sizes)

export function legBox(leg: PlacedLeg, sizes: Sizes): Box {
  const x = sizes.gutter + leg.column * (sizes.legWidth + sizes.gutter)
  const y = rowTop(leg.row, sizes) + sizes.rowGap / 2
  return { x, y, width: sizes.legWidth, height: sizes.legHeights[leg.row] ?? 0 }
}

/** The edges of one lap as broken lines that run to the right, from the border of one leg to the border of another. */
export function drawEdges(layout: RelayLayout, lap: number, sizes: Sizes): DrawnEdge[] {
  const ways = planLap(layout, lap)
  const order = orderUprights(ways)
  const width = lapWidth(layout.laps[lap]!, sizes)
  return ways.map((way) => ({
    edge: way.edge,
    points: pointsOf(way, (upright) => uprightAt(upright, order, sizes), sizes, width),
    crosses: way.from.row === null ? 'left' : way.to.row === null ? 'right' : null,
  }))
}

function pointsOf(way: Way, xOf: (upright: Upright) => number, sizes: Sizes, width: number): Point[] {
  const along = lineY(way.along, sizes)
  const { out, in: into } = uprightsOf(way)
  const points = [{ x: startX(way.from, sizes), y: endY(way.from, along, sizes) }]
  if (out) points.push({ x: xOf(out), y: points[0]!.y }, { x: xOf(out), y: along })
  if (into) points.push({ x: xOf(into), y: along }, { x: xOf(into), y: endY(way.to, along, sizes) })
  points.push({ x: way.to.row === null ? width : edgeLeft(way.to.column, sizes), y: endY(way.to, along, sizes) })
  return points
}

const edgeLeft = (column: number, sizes: Sizes) => sizes.gutter + column * (sizes.legWidth + sizes.gutter)
const startX = (end: End, sizes: Sizes) => (end.row === null ? 0 : edgeLeft(end.column, sizes) + sizes.legWidth)
const middle = (row: number, sizes: Sizes) => rowTop(row, sizes) + rowHeight(row, sizes) / 2
const endY = (end: End, along: number, sizes: Sizes) => (end.row === null ? along : middle(end.row, sizes))

/** Channels share the free space under a row's leg, the first one lowest. */
function lineY({ row, slot }: Line, sizes: Sizes): number {
  if (slot === null) return middle(row, sizes)
  return rowTop(row + 1, sizes) - Math.min(3 + slot * 3.5, sizes.rowGap / 2 - 1)
}

function uprightAt({ gutter, bundle }: Upright, order: ReadonlyMap<number, readonly string[]>, sizes: Sizes): number {
  const bundles = order.get(gutter) ?? [bundle]
  const spacing = Math.min(9, (sizes.gutter - 6) / bundles.length)
  const left = gutter * (sizes.legWidth + sizes.gutter)
  return left + sizes.gutter / 2 + (bundles.indexOf(bundle) - (bundles.length - 1) / 2) * spacing
}

/** An SVG path through the points with rounded corners. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points
  if (!first) return ''
  const parts = rest.map((point, index) => {
    const next = rest[index + 1]
    return next ? corner(points[index]!, point, next, radius) : `L${point.x} ${point.y}`
  })
  return [`M${first.x} ${first.y}`, ...parts].join('')
}

function corner(before: Point, at: Point, after: Point, radius: number): string {
  const start = towards(at, before, radius)
  const end = towards(at, after, radius)
  return `L${start.x} ${start.y}Q${at.x} ${at.y} ${end.x} ${end.y}`
}

function towards(from: Point, to: Point, most: number): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y)
  if (distance === 0) return from
  const part = Math.min(most, distance / 2) / distance
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}
