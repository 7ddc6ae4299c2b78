/** What the map needs to know of a step to place it; everything else is drawn onto the leg. */
export type MapStep = { readonly key: string; readonly department: string; readonly dependsOn: readonly string[] }

/** `column` is the length of the longest chain of steps before it, so that every edge leads to a greater column. */
export type StepGraph = {
  readonly columns: ReadonlyMap<string, number>
  /** The edges worth drawing: one that a longer way already tells is left out. */
  readonly edges: readonly Edge[]
}
export type Edge = { readonly from: string; readonly to: string }

/**
 * Reads the steps of one order as a graph. A dependency on a step that is not among them is ignored, and one that
 * closes a loop too, so that any list of steps can be drawn.
 */
export function readGraph(steps: readonly MapStep[]): StepGraph {
  const before = withoutLoops(steps)
  const columns = new Map<string, number>()
  for (const key of before.keys()) columnOf(key, before, columns)
  const edges = [...before].flatMap(([to, keys]) => essential(keys, before).map((from) => ({ from, to })))
  return { columns, edges }
}

type Before = ReadonlyMap<string, readonly string[]>

function withoutLoops(steps: readonly MapStep[]): Before {
  const wanted = new Map(steps.map((step) => [step.key, step.dependsOn]))
  const kept = new Map<string, string[]>(steps.map((step) => [step.key, []]))
  const done = new Set<string>()
  const visit = (key: string, path: ReadonlySet<string>): void => {
    if (done.has(key)) return
    const deeper = new Set(path).add(key)
    for (const dependency of new Set(wanted.get(key))) {
      if (!wanted.has(dependency) || deeper.has(dependency)) continue
      visit(dependency, deeper)
      kept.get(key)?.push(dependency)
    }
    done.add(key)
  }
  for (const key of wanted.keys()) visit(key, new Set())
  return kept
}

function columnOf(key: string, before: Before, known: Map<string, number>): number {
  const found = known.get(key)
  if (found !== undefined) return found
  const column = Math.max(-1, ...(before.get(key) ?? []).map((dependency) => columnOf(dependency, before, known))) + 1
  known.set(key, column)
  return column
}

/** Of the direct predecessors, those that no other of them comes after. */
function essential(keys: readonly string[], before: Before): string[] {
  const implied = new Set<string>()
  const open = keys.flatMap((key) => before.get(key) ?? [])
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (implied.has(key)) continue
    implied.add(key)
    open.push(...(before.get(key) ?? []))
  }
  return keys.filter((key) => !implied.has(key))
}
