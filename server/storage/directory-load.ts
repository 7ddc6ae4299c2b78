import { asc } from 'drizzle-orm'
import { department, person, workflow, workflowStep, workflowStepDependency } from '../../drizzle/tables.ts'
import type { Department, Person } from '../domain/directory.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Tx } from './database.ts'

/** Reference data that is small and asked for by everything. */
export type DirectoryRows = {
  readonly departments: readonly Department[]
  readonly people: readonly Person[]
  /** Every version of every workflow, the oldest first. */
  readonly workflows: readonly Workflow[]
}

/** Outside of a snapshot a version may be missing that was published meanwhile, but never a department that one speaks of. */
export async function loadDirectory(tx: Tx): Promise<DirectoryRows> {
  const workflows = await loadWorkflows(tx)
  const people = await tx.select().from(person).orderBy(asc(person.id))
  const departments = await tx.select().from(department).orderBy(asc(department.id))
  return { departments, people, workflows }
}

/** Every version of every workflow, the oldest first. */
export async function loadWorkflows(tx: Tx): Promise<Workflow[]> {
  const versions = await tx.select().from(workflow).orderBy(asc(workflow.id))
  const steps = await tx.select().from(workflowStep).orderBy(asc(workflowStep.position))
  const dependencies = await tx.select().from(workflowStepDependency).orderBy(asc(workflowStepDependency.dependsOn))
  const stepsOf = Map.groupBy(steps, (step) => step.workflowId)
  const before = Map.groupBy(dependencies, ({ workflowId, position }) => `${workflowId}:${position}`)
  return versions.map(({ publishedBy: _, ...version }) => {
    const own = stepsOf.get(version.id) ?? []
    const dependsOn = (position: number) =>
      (before.get(`${version.id}:${position}`) ?? []).map((edge) => own[edge.dependsOn]!.key)
    return {
      ...version,
      steps: own.map(({ workflowId: _, ...step }) => ({ ...step, dependsOn: dependsOn(step.position) })),
    }
  })
}
