import type { Department } from '../domain/directory.ts'
import type { Workflow, WorkflowStep } from '../domain/workflow.ts'
import type { Request } from './request.ts'

/** A step together with its workflow version, of which it is a part. */
export type StepInWorkflow = { readonly workflow: Workflow; readonly step: WorkflowStep }

/** The newest version of each workflow, by key. */
export function currentWorkflows({ baton }: Request): Workflow[] {
  return baton.directory.currentWorkflows().toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

export function stepsOfWorkflow(workflow: Workflow): StepInWorkflow[] {
  return workflow.steps.map((step) => ({ workflow, step }))
}

/** Those with a step in it, in the order of their first. */
export function departmentsOf({ baton }: Request, workflow: Workflow): Department[] {
  const ids = new Set(workflow.steps.map((step) => step.departmentId))
  return [...ids].flatMap((id) => baton.directory.departments.byId(id) ?? [])
}

export function dependenciesInWorkflow({ workflow, step }: StepInWorkflow): StepInWorkflow[] {
  return stepsOfWorkflow(workflow).filter((before) => step.dependsOn.includes(before.step.key))
}

/** What a department does, over all current workflows. */
export function stepsOfDepartment(request: Request, departmentId: number): StepInWorkflow[] {
  return currentWorkflows(request)
    .flatMap(stepsOfWorkflow)
    .filter(({ step }) => step.departmentId === departmentId)
}

export function workflowStepAt(request: Request, [id = 0, position = 0]: readonly number[]): StepInWorkflow | null {
  const workflow = request.baton.directory.findWorkflow(id)
  const step = workflow?.steps[position]
  return workflow && step ? { workflow, step } : null
}
