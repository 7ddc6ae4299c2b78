import { conditionFault } from './condition.ts'
import { Refusal } from './refusal.ts'
import { requireKey, requireText } from './text.ts'
import { parseDuration } from './time.ts'
import type { Clock } from './vocabulary.ts'
import { stepGraphFaults } from './workflow-graph-faults.ts'

export type WorkflowDraft = {
  readonly key: string
  readonly name: string
  readonly appliesWhen: string | null
  readonly steps: readonly StepDraft[]
}
export type StepDraft = {
  readonly key: string
  readonly name: string
  readonly department: string
  readonly dependsOn: readonly string[]
  readonly appliesWhen: string | null
  /** Null: not said. Where no step says true, the last ones deliver. */
  readonly delivers: boolean | null
  readonly leadTime: string | null
  readonly clock: Clock
}
export type FaultKind =
  | 'KEY'
  | 'NAME'
  | 'CONDITION'
  | 'NO_STEPS'
  | 'TOO_MANY_STEPS'
  | 'DUPLICATE_KEY'
  | 'UNKNOWN_DEPARTMENT'
  | 'LEAD_TIME'
  | 'SELF_DEPENDENCY'
  | 'DANGLING_DEPENDENCY'
  | 'DUPLICATE_DEPENDENCY'
  | 'CYCLE'
  | 'UNREACHABLE_STEP'
/** `step`: the key of the step that has it, as drafted; null where the workflow as a whole has it. */
export type WorkflowFault = { readonly fault: FaultKind; readonly step: string | null; readonly message: string }

export const STEP_LIMIT = 500
const NAME_LIMIT = 200

/** Every fault of a draft at once: the workflow's own, then the steps' in their order. Empty: it may be published. */
export function workflowFaults(draft: WorkflowDraft, departments: ReadonlySet<string>): WorkflowFault[] {
  const graph = stepGraphFaults(draft.steps)
  const seen = new Set<string>()
  const steps = draft.steps.flatMap((step, position) => {
    const repeated = seen.has(step.key)
    seen.add(step.key)
    return [...stepFaults(step, repeated, departments), ...(graph.get(position) ?? [])]
  })
  return [...ownFaults(draft), ...steps]
}

function ownFaults({ key, name, appliesWhen, steps }: WorkflowDraft): WorkflowFault[] {
  return found(null, [
    ['KEY', refusalOf(() => requireKey('key', key))],
    ['NAME', refusalOf(() => requireText('name', name, NAME_LIMIT))],
    ['CONDITION', conditionMessage(appliesWhen)],
    ['NO_STEPS', steps.length === 0 ? 'steps: there is none' : null],
    ['TOO_MANY_STEPS', steps.length > STEP_LIMIT ? `steps: ${steps.length} are more than ${STEP_LIMIT}` : null],
  ])
}

function stepFaults(step: StepDraft, repeated: boolean, departments: ReadonlySet<string>): WorkflowFault[] {
  const { key, name, department, appliesWhen, leadTime } = step
  return found(key, [
    ['KEY', refusalOf(() => requireKey('key', key))],
    ['NAME', refusalOf(() => requireText('name', name, NAME_LIMIT))],
    ['DUPLICATE_KEY', repeated ? `${key}: a step before it has the same key` : null],
    ['UNKNOWN_DEPARTMENT', departments.has(department) ? null : `${key}: there is no department ${department}`],
    ['LEAD_TIME', leadTime === null ? null : refusalOf(() => parseDuration('leadTime', leadTime))],
    ['CONDITION', conditionMessage(appliesWhen)],
  ])
}

function found(step: string | null, checks: readonly (readonly [FaultKind, string | null])[]): WorkflowFault[] {
  return checks.flatMap(([fault, message]) => (message === null ? [] : [{ fault, step, message }]))
}

function conditionMessage(source: string | null): string | null {
  const fault = source === null ? null : conditionFault(source)
  return fault === null ? null : `appliesWhen: ${fault}`
}

function refusalOf(check: () => unknown): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

/** The steps with which the goods are the customer's: those marked; where none is, those that nothing depends on. */
export function deliveringKeys(draft: WorkflowDraft): ReadonlySet<string> {
  const marked = draft.steps.filter((step) => step.delivers === true)
  const before = new Set(draft.steps.flatMap((step) => step.dependsOn))
  const last = draft.steps.filter((step) => !before.has(step.key))
  return new Set((marked.length > 0 ? marked : last).map((step) => step.key))
}

/** Refuses a draft with faults: WORKFLOW_INVALID, with all of them at once. */
export function checkWorkflow(draft: WorkflowDraft, departments: ReadonlySet<string>): void {
  const faults = workflowFaults(draft, departments)
  if (faults.length === 0) return
  const [first] = faults
  const others = faults.length > 1 ? ` (and ${faults.length - 1} more: see faults)` : ''
  throw new Refusal('WORKFLOW_INVALID', `${first!.message}${others}`, { field: 'input', faults })
}
