import type { StepDraft, WorkflowDraft } from '../../server/domain/workflow-faults.ts'

/** A step of the accounting department, sound unless said otherwise. */
export function step(key: string, dependsOn: readonly string[] = [], rest: Partial<StepDraft> = {}): StepDraft {
  const other = {
    department: 'accounting',
    appliesWhen: null,
    delivers: null,
    leadTime: null,
    clock: 'WORKING',
  } as const
  return { key, name: `Step ${key}`, dependsOn, ...other, ...rest }
}

export function draft(steps: readonly StepDraft[], rest: Partial<WorkflowDraft> = {}): WorkflowDraft {
  return { key: 'new-order', name: 'New order', appliesWhen: null, steps, ...rest }
}
