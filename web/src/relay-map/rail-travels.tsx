import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import type { Point } from './geometry.ts'
import type { Rail } from './rail.ts'
import { betweenKnots, KNOT, trackX } from './rail-geometry.ts'
import { Traveller } from './traveller.tsx'
import type { Travel } from './travels.ts'

type TravelsProps = {
  readonly rail: Rail
  readonly travels: readonly Travel[]
  readonly list: RefObject<HTMLOListElement | null>
}
type Line = { readonly id: string; readonly points: readonly Point[] }

/** The batons on their way down (or back up) the rail. Rows are as high as their text: their knots are measured. */
export function RailTravels({ rail, travels, list }: TravelsProps) {
  const [lines, setLines] = useState<readonly Line[]>([])
  const measure = useEffectEvent((wanted: readonly Travel[]) => {
    if (!list.current) return
    const knots = knotsIn(list.current, rail)
    setLines(wanted.map((travel) => lineOf(travel, knots)))
  })
  useEffect(() => measure(travels), [travels])
  return lines.map(({ id, points }) => <Traveller key={id} points={points} />)
}

function knotsIn(list: HTMLOListElement, { rows }: Rail): ReadonlyMap<string, Point> {
  const inset = Number.parseFloat(getComputedStyle(list).paddingLeft)
  return new Map(
    rows.map(({ key, track }, index) => {
      const row = list.children[index] as HTMLElement
      return [key, { x: inset + trackX(track), y: row.offsetTop + KNOT }]
    }),
  )
}

function lineOf({ path, isBack }: Travel, knots: ReadonlyMap<string, Point>): Line {
  const points = path.flatMap(({ from, to }) => betweenKnots(knots.get(from)!, knots.get(to)!))
  return { id: path.map(({ to }) => to).join('>'), points: isBack ? points.reverse() : points }
}
