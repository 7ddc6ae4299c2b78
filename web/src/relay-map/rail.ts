import { type Edge, type MapStep, readGraph } from './step-graph.ts'

/**
 * One step of the narrow map, where time runs downward. `track` is the line that its leg lies on. `passing` are the
 * tracks that run past it, `from` those whose line comes in to it from above, `leadsOn` whether a line leaves it below.
 */
export type RailRow = {
  readonly key: string
  readonly track: number
  readonly passing: readonly TrackUse[]
  readonly from: readonly TrackUse[]
  readonly leadsOn: boolean
}
/** `by` is the step whose baton travels on the track. */
export type TrackUse = { readonly track: number; readonly by: string }
export type Rail = { readonly rows: readonly RailRow[]; readonly tracks: number; readonly edges: readonly Edge[] }

/**
 * Lays the steps out one below the other, predecessors first. A step keeps its track until the last step that follows
 * it has come, so that no line ever runs through another leg.
 */
export function layoutRail(steps: readonly MapStep[]): Rail {
  const { columns, edges } = readGraph(steps)
  const order = [...steps].sort((a, b) => (columns.get(a.key) ?? 0) - (columns.get(b.key) ?? 0)).map((step) => step.key)
  const turn = new Map(order.map((key, index) => [key, index]))
  const lastAfter = new Map<string, number>()
  for (const { from, to } of edges) lastAfter.set(from, Math.max(lastAfter.get(from) ?? -1, turn.get(to) ?? -1))
  const trackOf = new Map<string, number>()
  const held = new Map<number, string>()
  const rows = order.map((key, index): RailRow => {
    const from = edges.filter((edge) => edge.to === key).map(({ from: by }) => ({ track: trackOf.get(by) ?? 0, by }))
    for (const { track, by } of from) if (lastAfter.get(by) === index) held.delete(track)
    const track = freeTrack(held, from)
    const passing = [...held].map(([line, by]) => ({ track: line, by }))
    trackOf.set(key, track)
    if (lastAfter.has(key)) held.set(track, key)
    return { key, track, passing, from, leadsOn: lastAfter.has(key) }
  })
  return { rows, tracks: Math.max(-1, ...trackOf.values()) + 1, edges }
}

/** The track of a predecessor that is done with it, else the first one free. */
function freeTrack(held: ReadonlyMap<number, string>, from: readonly TrackUse[]): number {
  const handed = from.map((use) => use.track).filter((track) => !held.has(track))
  if (handed.length > 0) return Math.min(...handed)
  let track = 0
  while (held.has(track)) track++
  return track
}
