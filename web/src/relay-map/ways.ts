import type { StepState } from '../documents/order-documents.ts'
import type { Edge } from './step-graph.ts'

/** `done`: the baton was carried here; `open`: it is still to come; `off`: it does not come this way. */
export type WayKind = 'done' | 'open' | 'off'
type States = ReadonlyMap<string, { readonly state: StepState }>

export const wayKey = ({ from, to }: Edge) => `${from}>${to}`

/**
 * What each edge is. One at a step that was skipped is no way of the baton, unless a step has only such before it: then
 * the baton passes through them, and they are drawn as the way that it takes.
 */
export function wayKinds(edges: readonly Edge[], steps: States): ReadonlyMap<string, WayKind> {
  const isOff = (key: string) => ['SKIPPED', 'CANCELLED'].includes(steps.get(key)?.state ?? 'SKIPPED')
  const into = Map.groupBy(edges, (edge) => edge.to)
  const kinds = new Map<string, WayKind>()
  for (const edge of edges) {
    const isDone = steps.get(edge.from)?.state === 'DONE'
    kinds.set(wayKey(edge), isOff(edge.from) || isOff(edge.to) ? 'off' : isDone ? 'done' : 'open')
  }
  for (const [key, before] of into) {
    if (isOff(key) || !before.every((edge) => isOff(edge.from))) continue
    const kind = steps.get(key)?.state === 'WAITING' ? 'open' : 'done'
    for (const edge of waysThrough(before, into, isOff)) kinds.set(wayKey(edge), kind)
  }
  return kinds
}

/** These edges and all that lead to them through steps that are off. */
function waysThrough(
  last: readonly Edge[],
  into: ReadonlyMap<string, readonly Edge[]>,
  isOff: (key: string) => boolean,
) {
  const found = new Set<Edge>()
  const open = [...last]
  for (let edge = open.pop(); edge; edge = open.pop()) {
    if (found.has(edge)) continue
    found.add(edge)
    if (isOff(edge.from)) open.push(...(into.get(edge.from) ?? []))
  }
  return found
}
