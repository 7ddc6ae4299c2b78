import type { StepDraft, WorkflowFault } from './workflow-faults.ts'

/** A draft's steps by place, with the places they depend on: known ones, each once, never the step itself. */
type DraftGraph = { readonly keys: readonly string[]; readonly before: readonly (readonly number[])[] }

/** Longest circle that a message spells out; of a longer one the middle is left out. */
const SPELLED_OUT = 12

/**
 * The faults in how steps depend on each other, by the step's place. The work grows with the number of dependencies, and for
 * circles with that times the number of circles named.
 */
export function stepGraphFaults(steps: readonly StepDraft[]): Map<number, WorkflowFault[]> {
  const faults = new Map<number, WorkflowFault[]>()
  const add = (position: number, fault: WorkflowFault['fault'], message: string) => {
    const list = faults.get(position) ?? []
    list.push({ fault, step: steps[position]?.key ?? null, message })
    faults.set(position, list)
  }
  const places = new Map<string, number>()
  steps.forEach(({ key }, position) => {
    if (!places.has(key)) places.set(key, position)
  })
  const before = steps.map((step, position) => dependencies(step, places, (...fault) => add(position, ...fault)))
  const graph = { keys: steps.map((step) => step.key), before }
  const circles = circlesOf(graph)
  for (const circle of circles) add(circle[0] ?? 0, 'CYCLE', `${spell(graph, circle)} is a circle: none can start`)
  const selfish = steps.flatMap((step, position) => (step.dependsOn.includes(step.key) ? [position] : []))
  for (const position of unreachable(graph, new Set([...circles.flat(), ...selfish])))
    add(position, 'UNREACHABLE_STEP', `${graph.keys[position]}: only a circle leads to it`)
  return faults
}

function dependencies(
  step: StepDraft,
  places: ReadonlyMap<string, number>,
  add: (fault: WorkflowFault['fault'], message: string) => void,
): number[] {
  const taken = new Set<string>()
  const reported = new Set<string>()
  return step.dependsOn.flatMap((key) => {
    if (taken.has(key)) {
      if (!reported.has(key)) add('DUPLICATE_DEPENDENCY', `${step.key}: depends on ${key} more than once`)
      reported.add(key)
      return []
    }
    taken.add(key)
    const place = places.get(key)
    if (key === step.key) add('SELF_DEPENDENCY', `${key}: depends on itself`)
    else if (place === undefined) add('DANGLING_DEPENDENCY', `${step.key}: depends on ${key}, which is no step`)
    return key === step.key || place === undefined ? [] : [place]
  })
}

/** For each step on a circle that no circle named before it holds, the shortest one through it, in the order of the work. */
function circlesOf(graph: DraftGraph): number[][] {
  const component = components(graph)
  const named = new Set<number>()
  return graph.keys.flatMap((_, position) => {
    const circle = named.has(position) ? null : shortestCircle(graph, component, position)
    for (const place of circle ?? []) named.add(place)
    return circle ? [circle] : []
  })
}

/** Breadth first against the dependencies, within what the step can reach and be reached from. */
function shortestCircle({ before }: DraftGraph, component: readonly number[], start: number): number[] | null {
  const cameFrom = new Map<number, number>()
  const queue = [start]
  for (const at of queue) {
    for (const next of before[at] ?? []) {
      if (component[next] !== component[start] || cameFrom.has(next)) continue
      cameFrom.set(next, at)
      if (next === start) return walkBack(cameFrom, start)
      queue.push(next)
    }
  }
  return null
}

/** From `start` along what follows what, up to the one right before `start`. */
function walkBack(cameFrom: ReadonlyMap<number, number>, start: number): number[] {
  const circle = [start]
  for (let at = cameFrom.get(start); at !== undefined && at !== start; at = cameFrom.get(at)) circle.push(at)
  return circle
}

function spell({ keys }: DraftGraph, circle: readonly number[]): string {
  const names = circle.map((place) => keys[place])
  const cut = names.length - SPELLED_OUT
  const shown = cut > 0 ? [...names.slice(0, SPELLED_OUT - 2), `(${cut} more)`, ...names.slice(-2)] : names
  return [...shown, names[0]].join(' → ')
}

/** Tarjan's strongly connected components with a stack of its own, so that a long chain does not overflow the call stack. */
function components({ before }: DraftGraph): number[] {
  const index = new Array<number>(before.length).fill(-1)
  const low = [...index]
  const component = [...index]
  const open: number[] = []
  let visits = 0
  const close = (root: number) => {
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      component[at] = root
      if (at === root) return
    }
  }
  const visit = (root: number) => {
    const path = [{ at: root, next: 0 }]
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const { at } = frame
      if (frame.next === 0) {
        index[at] = low[at] = visits++
        open.push(at)
      }
      const to = before[at]?.[frame.next++]
      if (to === undefined) {
        path.pop()
        const parent = path.at(-1)?.at
        if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[at] ?? 0)
        if (low[at] === index[at]) close(at)
      } else if (index[to] === -1) path.push({ at: to, next: 0 })
      else if (component[to] === -1) low[at] = Math.min(low[at] ?? 0, index[to] ?? 0)
    }
  }
  before.forEach((_, position) => {
    if (index[position] === -1) visit(position)
  })
  return component
}

/** The steps, themselves on no circle, that cannot be come to from any step that has nothing before it. */
function unreachable({ keys, before }: DraftGraph, onCircle: ReadonlySet<number>): number[] {
  const after = keys.map((): number[] => [])
  before.forEach((places, position) => {
    for (const place of places) after[place]?.push(position)
  })
  const queue = keys.flatMap((_, place) => (before[place]?.length === 0 && !onCircle.has(place) ? [place] : []))
  const reached = new Set(queue)
  for (const at of queue) {
    for (const next of after[at] ?? []) {
      if (reached.has(next)) continue
      reached.add(next)
      queue.push(next)
    }
  }
  return keys.flatMap((_, place) => (reached.has(place) || onCircle.has(place) ? [] : [place]))
}
