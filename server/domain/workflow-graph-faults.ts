import type { StepDraft, WorkflowFault } from './workflow-faults.ts'

/** A draft's steps by place, with the places they depend on (known ones, each once, never the step itself) and the reverse. */
type DraftGraph = {
  readonly keys: readonly string[]
  readonly before: readonly (readonly number[])[]
  readonly after: readonly (readonly number[])[]
}

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
  const graph = { keys: steps.map((step) => step.key), before, after: reversed(before) }
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

function reversed(edges: readonly (readonly number[])[]): number[][] {
  const back = edges.map((): number[] => [])
  edges.forEach((places, position) => {
    for (const place of places) back[place]?.push(position)
  })
  return back
}

/** For each step on a circle that no circle named before it holds, the shortest one through it, in the order of the work. */
function circlesOf(graph: DraftGraph): number[][] {
  const suspects = unsortable(graph)
  const named = new Set<number>()
  return [...suspects].flatMap((place) => {
    const circle = named.has(place) ? null : shortestCircle(graph, suspects, place)
    for (const member of circle ?? []) named.add(member)
    return circle ? [circle] : []
  })
}

/** Breadth first against the dependencies, among the suspects only. */
function shortestCircle({ before }: DraftGraph, suspects: ReadonlySet<number>, start: number): number[] | null {
  const cameFrom = new Map<number, number>()
  const queue = [start]
  for (const at of queue) {
    for (const next of before[at] ?? []) {
      if (!suspects.has(next) || cameFrom.has(next)) continue
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

/** The places that cannot be put in an order of work: those on a circle and those behind one. None where all is sound. */
function unsortable({ before, after }: DraftGraph): Set<number> {
  const left = before.map((places) => places.length)
  const queue = left.flatMap((count, place) => (count === 0 ? [place] : []))
  for (const at of queue) for (const next of after[at] ?? []) if (--left[next]! === 0) queue.push(next)
  return new Set(left.keys().filter((place) => left[place]! > 0))
}

/** The steps, themselves on no circle, that cannot be come to from any step that has nothing before it. */
function unreachable({ keys, before, after }: DraftGraph, onCircle: ReadonlySet<number>): number[] {
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
