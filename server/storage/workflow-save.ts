import { eq, max, sql } from 'drizzle-orm'
import { workflow, workflowStep, workflowStepDependency } from '../../drizzle/tables.ts'
import type { Tx } from './database.ts'
import { insertRows } from './rows.ts'

/** Names the lock under which one publishes workflows at a time. */
const WORKFLOW_LOCK = 6_202_614

export async function lockWorkflows(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${WORKFLOW_LOCK})`)
}

export async function nextWorkflowVersion(tx: Tx, key: string): Promise<number> {
  const [row] = await tx
    .select({ last: max(workflow.version) })
    .from(workflow)
    .where(eq(workflow.key, key))
  return (row?.last ?? 0) + 1
}

/** A step of a version to be; its place is that in the list. */
export type NewStep = Omit<typeof workflowStep.$inferInsert, 'workflowId' | 'position'> & {
  readonly dependsOn: readonly string[]
}

/** Writes a version with its steps and what they depend on; the draft has been checked. Returns its number in the database. */
export async function insertWorkflow(
  tx: Tx,
  header: typeof workflow.$inferInsert,
  steps: readonly NewStep[],
): Promise<number> {
  const [row] = await tx.insert(workflow).values(header).returning({ id: workflow.id })
  const workflowId = row!.id
  const positions = new Map(steps.map((step, position) => [step.key, position]))
  await insertRows(
    tx,
    workflowStep,
    steps.map((step, position) => ({ appliesWhen: null, ...step, workflowId, position })),
  )
  const edges = steps.flatMap((step, position) =>
    step.dependsOn.map((key) => ({ workflowId, position, dependsOn: positions.get(key)! })),
  )
  await insertRows(tx, workflowStepDependency, edges)
  return workflowId
}
