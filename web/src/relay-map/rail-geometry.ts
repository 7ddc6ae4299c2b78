import type { Point } from './geometry.ts'

/** Pixels from one track to the next, and from the top of a row to its knot. */
export const PITCH = 15
export const KNOT = 34

/** Pixels from the left border of the lines. */
export const trackX = (track: number) => PITCH / 2 + 2 + track * PITCH

/** What comes in from above bends to the knot within the row of the leg that it leads to. */
export const bend = (from: number, to: number) =>
  from === to ? `M${from} 0V${KNOT}` : `M${from} 0C${from} ${KNOT * 0.6} ${to} ${KNOT * 0.3} ${to} ${KNOT}`

/** From knot to knot: down the track of the one, then over to that of the other. */
export function betweenKnots(from: Point, to: Point): Point[] {
  const turn = to.y - KNOT / 2
  return [from, { x: from.x, y: turn }, { x: to.x, y: turn }, to]
}
