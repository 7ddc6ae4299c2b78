import type { RelayLayout } from './layout.ts'
import type { Edge } from './step-graph.ts'

/**
 * The way of one edge through one lap, still without pixels: out of a leg, up or down in the gutter behind it, along a
 * row or a channel between two rows, up or down in the gutter before its target, into it. A null row is the lap's
 * border: an edge into a later lap leaves on the right and comes in again on the left.
 */
export type Way = {
  readonly edge: Edge
  readonly from: End
  readonly to: End
  readonly along: Line
  /** Edges of one bundle share the upright behind their source: those that fork there, or those that meet right after it. */
  readonly bundle: string
}
export type End = { readonly column: number; readonly row: number | null }
/** A row's middle, or the `slot`-th channel under a row. */
export type Line = { readonly row: number; readonly slot: number | null }

/** The ways of all edges that touch the lap; none runs through a leg, nor shares a line with an edge that it has no end in common with. */
export function planLap(layout: RelayLayout, lap: number): Way[] {
  const { legs, columns } = layout.laps[lap]!
  const place = new Map(legs.map((leg) => [leg.key, leg]))
  const taken = new Map<string, string>(legs.map((leg) => [cell(lineOfRow(leg.row), leg.column), `leg:${leg.key}`]))
  const touching = layout.edges.filter(({ from, to }) => place.has(from) || place.has(to))
  const ends = touching.map((edge) => ({
    edge,
    from: place.get(edge.from) ?? { column: -1, row: null },
    to: place.get(edge.to) ?? { column: columns, row: null },
  }))
  const shortFirst = ends.sort((a, b) => a.to.column - a.from.column - (b.to.column - b.from.column))
  const forks = Map.groupBy(ends.filter(isShort), ({ edge }) => edge.from)
  return shortFirst.map((way) => {
    const meets = isShort(way) && forks.get(way.edge.from)?.length === 1
    const bundle = meets ? `in:${way.edge.to}` : `out:${way.edge.from}`
    return { ...way, bundle, along: freeLine(way, taken, columns) }
  })
}

const isShort = ({ from, to }: Pick<Way, 'from' | 'to'>) => to.column === from.column + 1

/** Columns that are crossed between two ends, neither included. */
export function columnsBetween({ from, to }: Pick<Way, 'from' | 'to'>): number[] {
  return Array.from({ length: Math.max(0, to.column - from.column - 1) }, (_, index) => from.column + 1 + index)
}

const lineOfRow = (row: number): Line => ({ row, slot: null })
const cell = (line: Line, column: number) => `${line.row}/${line.slot ?? 'row'}@${column}`

/** Takes the target's row where it is free, else the source's, else the first free channel under either. */
function freeLine(way: Omit<Way, 'along' | 'bundle'>, taken: Map<string, string>, columns: number): Line {
  const rows = [way.to.row, way.from.row].filter((row) => row !== null)
  const between = columnsBetween(way)
  for (const line of lines(rows)) {
    const bundle = line.row === way.to.row && line.slot === null ? `in:${way.edge.to}` : `out:${way.edge.from}`
    const isFree = between.every((column) => (taken.get(cell(line, column)) ?? bundle) === bundle)
    if (!isFree) continue
    for (const column of between) taken.set(cell(line, column), bundle)
    return line
  }
  return { row: rows[0] ?? 0, slot: columns }
}

function* lines(rows: readonly number[]): Generator<Line> {
  for (const row of rows) yield lineOfRow(row)
  for (let slot = 0; slot < 12; slot++) for (const row of rows) yield { row, slot }
}

/** What is drawn upright in the gutter left of `gutter`: edges of one bundle share one upright. */
export type Upright = { readonly gutter: number; readonly bundle: string }

export function uprightsOf(way: Way): { readonly out: Upright | null; readonly in: Upright | null } {
  const isOff = (row: number | null) => row !== null && (row !== way.along.row || way.along.slot !== null)
  return {
    out: isOff(way.from.row) ? { gutter: way.from.column + 1, bundle: way.bundle } : null,
    in: isOff(way.to.row) ? { gutter: way.to.column, bundle: `in:${way.edge.to}` } : null,
  }
}

/**
 * The order of the uprights in each gutter, left to right. One that is entered from the left along some line stands
 * left of one that is left to the right along the same line, else the two would look like one edge.
 */
export function orderUprights(ways: readonly Way[]): ReadonlyMap<number, readonly string[]> {
  const gutters = new Map<number, Map<string, Sides>>()
  for (const way of ways) {
    const { out, in: into } = uprightsOf(way)
    if (out) note(gutters, out, lineOfRow(way.from.row!), way.along)
    if (into) note(gutters, into, way.along, lineOfRow(way.to.row!))
  }
  return new Map([...gutters].map(([gutter, bundles]) => [gutter, inOrder(bundles)]))
}

type Sides = { readonly left: Set<string>; readonly right: Set<string> }

function note(gutters: Map<number, Map<string, Sides>>, at: Upright, left: Line, right: Line): void {
  const bundles = gutters.get(at.gutter) ?? new Map<string, Sides>()
  const sides = bundles.get(at.bundle) ?? { left: new Set(), right: new Set() }
  sides.left.add(cell(left, 0))
  sides.right.add(cell(right, 0))
  gutters.set(at.gutter, bundles.set(at.bundle, sides))
}

function inOrder(bundles: ReadonlyMap<string, Sides>): string[] {
  const open = new Map(bundles)
  const order: string[] = []
  while (open.size > 0) {
    const rest = [...open]
    const next = rest.find(
      ([name, { right }]) => !rest.some(([other, { left }]) => other !== name && meet(left, right)),
    )
    const [name] = next ?? rest[0]!
    order.push(name)
    open.delete(name)
  }
  return order
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].some((line) => b.has(line))
