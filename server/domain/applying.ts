import { conditionHolds, type OrderFacts } from './condition.ts'
import type { Workflow, WorkflowStep } from './workflow.ts'

/** Whether a workflow is for an order that names none. Refuses, as `conditionHolds` does, where that cannot be said. */
export function workflowApplies(workflow: Workflow, facts: OrderFacts): boolean {
  return conditionHolds(workflow.appliesWhen, facts, nameOf(workflow))
}

/** Says of a step of the workflow whether the order goes through it. Refuses, as `conditionHolds` does, where that cannot be said. */
export function stepApplies(workflow: Workflow, facts: OrderFacts): (step: WorkflowStep) => boolean {
  return ({ key, appliesWhen }) => conditionHolds(appliesWhen, facts, `step ${key} of ${nameOf(workflow)}`)
}

function nameOf({ key, version }: Workflow): string {
  return `workflow ${key} version ${version}`
}
