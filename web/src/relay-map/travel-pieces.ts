import type { DrawnEdge, Point } from './geometry.ts'
import type { Travel } from './travels.ts'

/** The part of a travel that runs through one lap. `turn` counts the parts from 0, of `of` in all. */
export type TravelPiece = {
  readonly id: string
  readonly lap: number
  readonly points: readonly Point[]
  readonly turn: number
  readonly of: number
}

/** Cuts travels into what runs through each lap, in the direction in which the baton goes. */
export function travelPieces(travels: readonly Travel[], drawn: readonly (readonly DrawnEdge[])[]): TravelPiece[] {
  return travels.flatMap(({ path, isBack }) => {
    const runs: { lap: number; points: Point[] }[] = []
    for (const { from, to } of path) {
      for (const [lap, edges] of drawn.entries()) {
        const line = edges.find(({ edge }) => edge.from === from && edge.to === to)
        if (!line) continue
        if (runs.at(-1)?.lap === lap) runs.at(-1)!.points.push(...line.points)
        else runs.push({ lap, points: [...line.points] })
      }
    }
    if (isBack) runs.reverse()
    const id = `${path[0]?.from}>${path.at(-1)?.to}`
    return runs.map(({ lap, points }, turn) => ({
      id: `${id}@${turn}`,
      lap,
      points: isBack ? points.toReversed() : points,
      turn,
      of: runs.length,
    }))
  })
}

/** The key of the step at which the baton arrives. */
export const arrivalOf = ({ path, isBack }: Travel) => (isBack ? path[0]?.from : path.at(-1)?.to)
