import { notFound, Refusal } from '../domain/refusal.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { checkWorkflow, deliveringKeys, type WorkflowDraft } from '../domain/workflow-faults.ts'
import type { ActivityLog } from '../interop/activity-log.ts'
import { type Discovery, discoverWorkflow } from '../interop/discovery.ts'
import type { Tx } from '../storage/database.ts'
import type { Keyed } from '../storage/import-queries.ts'
import { insertWorkflow, nextWorkflowVersion } from '../storage/workflow-save.ts'

/** The newest version of each workflow, by key, as the import's transaction sees it. */
export type Newest = ReadonlyMap<string, Workflow>

export function namedWorkflow(newest: Newest, key: string): Workflow {
  const workflow = newest.get(key)
  if (workflow) return workflow
  throw notFound('workflow', key)
}

/** Finds the workflow of a log. Refuses a key under which somebody has published one by hand, and a log that gives no sound workflow. */
export function discover(log: ActivityLog, newest: Newest): Discovery {
  const key = keyOf(log.name)
  const discovery = discoverWorkflow(log, key)
  checkWorkflow(discovery.draft, new Set(discovery.draft.steps.map((step) => step.department)))
  if (newest.get(key)?.discovered ?? true) return discovery
  const problem = `there is a workflow ${key} that was not discovered: import with --workflow ${key}, or give the mapping another name`
  throw new Refusal('CONFLICT', `name: ${problem}`, { field: 'name', value: key })
}

/** Publishes what was found, unless the newest version says the same. */
export async function publishDiscovered(
  tx: Tx,
  { draft }: Discovery,
  newest: Newest,
  departments: Keyed,
  publishedAt: Instant,
): Promise<{ readonly workflow: Workflow; readonly isNew: boolean }> {
  const steps = stepsOf(draft, departments)
  const known = newest.get(draft.key)
  if (known && shapeOf(known.steps) === shapeOf(steps)) return { workflow: known, isNew: false }
  const { key, name, appliesWhen } = draft
  const header = { key, name, appliesWhen, version: await nextWorkflowVersion(tx, key), discovered: true, publishedAt }
  const id = await insertWorkflow(tx, { ...header, publishedBy: null }, steps)
  return { workflow: { ...header, id, steps }, isNew: true }
}

function stepsOf(draft: WorkflowDraft, departments: Keyed): Workflow['steps'] {
  const delivering = deliveringKeys(draft)
  return draft.steps.map(({ key, name, dependsOn, appliesWhen, department }, position) => {
    const departmentId = departments.ids.get(department)!
    return { key, name, position, departmentId, dependsOn, appliesWhen, delivers: delivering.has(key) }
  })
}

function shapeOf(steps: Workflow['steps']): string {
  return JSON.stringify(steps.map((step) => [step.key, step.departmentId, step.delivers, [...step.dependsOn].sort()]))
}

function keyOf(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['imported']
  return words.join('-').slice(0, 120)
}
