import type { StepState } from '../documents/order-documents.ts'
import type { Edge } from './step-graph.ts'

/** The baton on its way from one step to another, over the edges between them; `isBack`: it was handed back over them. */
export type Travel = { readonly path: readonly Edge[]; readonly isBack: boolean }
export type States = ReadonlyMap<string, { readonly state: StepState }>

const CURRENT: ReadonlySet<StepState> = new Set(['READY', 'IN_PROGRESS', 'BLOCKED'])
const OFF: ReadonlySet<StepState> = new Set(['SKIPPED', 'CANCELLED'])

/**
 * Which ways the baton took between two states of an order. On: from each step that was finished to each that became ready
 * with it, through those that were skipped. Back: from a step that waits again to each that is to be done again.
 */
export function travelsBetween(before: States, after: States, edges: readonly Edge[]): Travel[] {
  const into = Map.groupBy(edges, (edge) => edge.to)
  const was = (key: string) => before.get(key)?.state ?? 'WAITING'
  const is = (key: string) => after.get(key)?.state ?? 'WAITING'
  const keys = [...after.keys()].filter((key) => before.has(key))
  const isFinished = (key: string) => was(key) !== 'DONE' && is(key) === 'DONE'
  const forth = keys
    .filter((key) => was(key) === 'WAITING' && CURRENT.has(is(key)))
    .flatMap((key) => pathsInto(key, into, isFinished, (one) => OFF.has(is(one))))
  const isAgain = (key: string) => was(key) === 'DONE' && CURRENT.has(is(key))
  const back = keys
    .filter((key) => CURRENT.has(was(key)) && is(key) === 'WAITING')
    .flatMap((key) => pathsInto(key, into, isAgain, (one) => !isAgain(one)))
  return [...forth.map((path) => ({ path, isBack: false })), ...back.map((path) => ({ path, isBack: true }))]
}

/** One shortest path to `to` from each step that `begins`, over steps that may be `passed`. */
function pathsInto(
  to: string,
  into: ReadonlyMap<string, readonly Edge[]>,
  begins: (key: string) => boolean,
  passes: (key: string) => boolean,
): Edge[][] {
  const found: Edge[][] = []
  const seen = new Set<string>()
  let reached: Edge[][] = [[]]
  while (reached.length > 0) {
    const longer = reached.flatMap((path) => (into.get(path[0]?.from ?? to) ?? []).map((edge) => [edge, ...path]))
    reached = longer.filter(([edge]) => {
      const isNew = !seen.has(edge!.from)
      seen.add(edge!.from)
      return isNew
    })
    found.push(...reached.filter(([edge]) => begins(edge!.from)))
    reached = reached.filter(([edge]) => !begins(edge!.from) && passes(edge!.from))
  }
  return found
}
