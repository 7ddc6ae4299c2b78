import type { Requirement } from './requirement.ts'
import type { Workflow, WorkflowStep } from './workflow.ts'

type Scope = Pick<Requirement, 'workflowKey' | 'stepKeys' | 'departmentId'>

/** Whether a requirement is about this step: it names it, or it names none and the step is work of its department. */
export function concernsStep(requirement: Scope, workflow: Pick<Workflow, 'key'>, step: WorkflowStep): boolean {
  if (requirement.workflowKey !== null && requirement.workflowKey !== workflow.key) return false
  if (requirement.stepKeys.length > 0) return requirement.stepKeys.includes(step.key)
  return step.departmentId === requirement.departmentId
}

/** Whether it names this step by its key. */
export function namesStep(requirement: Scope, workflow: Pick<Workflow, 'key'>, step: WorkflowStep): boolean {
  return requirement.stepKeys.length > 0 && concernsStep(requirement, workflow, step)
}
