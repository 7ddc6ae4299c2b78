import type { Instant } from './vocabulary.ts'

/** One activity of one department. `position` is its place in the version's list and never changes: versions are immutable. */
export type WorkflowStep = {
  readonly key: string
  readonly name: string
  readonly position: number
  readonly departmentId: number
  /** Keys of the steps that must be done before this one starts. */
  readonly dependsOn: readonly string[]
  /** CEL over the order; the step is skipped where it is false. Null: always. */
  readonly appliesWhen: string | null
  readonly delivers: boolean
}

/** A published, immutable version of who does what in a sale. */
export type Workflow = {
  readonly id: number
  readonly key: string
  readonly version: number
  readonly name: string
  readonly appliesWhen: string | null
  readonly publishedAt: Instant
  /** True where nobody wrote it: an import found it in a log. */
  readonly discovered: boolean
  readonly steps: readonly WorkflowStep[]
}

/** The step graph of a version, ready to be asked. Made once a version and kept with it. */
export type StepGraph = {
  readonly steps: ReadonlyMap<string, WorkflowStep>
  readonly successors: ReadonlyMap<string, readonly string[]>
}

const graphs = new WeakMap<Workflow, StepGraph>()

export function graphOf(workflow: Workflow): StepGraph {
  const known = graphs.get(workflow)
  if (known) return known
  const successors = new Map<string, string[]>(workflow.steps.map((step) => [step.key, []]))
  for (const step of workflow.steps) for (const key of step.dependsOn) successors.get(key)?.push(step.key)
  const graph = { steps: new Map(workflow.steps.map((step) => [step.key, step])), successors }
  graphs.set(workflow, graph)
  return graph
}

/** All steps from which `key` can be reached, without `key` itself. */
export function ancestorsOf(workflow: Workflow, key: string): Set<string> {
  const { steps } = graphOf(workflow)
  return reach(key, (at) => steps.get(at)?.dependsOn ?? [])
}

/** All steps that can be reached from `key`, without `key` itself. */
export function descendantsOf(workflow: Workflow, key: string): Set<string> {
  const { successors } = graphOf(workflow)
  return reach(key, (at) => successors.get(at) ?? [])
}

function reach(from: string, next: (key: string) => readonly string[]): Set<string> {
  const found = new Set<string>()
  const open = [...next(from)]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue
    found.add(key)
    open.push(...next(key))
  }
  return found
}
