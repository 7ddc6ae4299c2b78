import { createHash } from 'node:crypto'
import { referenceEvent } from '../domain/event.ts'
import type { Requirement } from '../domain/requirement.ts'
import { KEY_LIMIT } from '../domain/text.ts'
import { requireAdmin } from '../domain/visibility.ts'
import type { Clock, Instant } from '../domain/vocabulary.ts'
import { checkWorkflow, deliveringKeys, type StepDraft, type WorkflowDraft } from '../domain/workflow-faults.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { lockRequirements } from '../storage/requirement-lock.ts'
import { insertWorkflow, lockWorkflows, nextWorkflowVersion } from '../storage/workflow-save.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'
import { publish } from './requirement.ts'

/** Longest title of a requirement, in characters. */
const TITLE_LIMIT = 200

export type WorkflowRef = { readonly workflowId: number }

export type PublishWorkflowInput = MutationInput & {
  readonly key: string
  readonly name: string
  readonly appliesWhen?: string | null | undefined
  readonly steps?: readonly WorkflowStepInput[] | null | undefined
}
export type WorkflowStepInput = {
  readonly key: string
  readonly name: string
  readonly department: string
  readonly dependsOn?: readonly string[] | null | undefined
  readonly appliesWhen?: string | null | undefined
  readonly delivers?: boolean | null | undefined
  readonly leadTime?: string | null | undefined
  readonly clock?: Clock | null | undefined
}

/** Publishes the next version of a workflow. WORKFLOW_INVALID tells every fault at once. Orders keep the version they have. */
export async function publishWorkflow(asker: Asker, input: PublishWorkflowInput): Promise<WorkflowRef> {
  const published = await mutate(asker, 'publishWorkflow', input, async (tx) => {
    requireAdmin(asker.viewer)
    const draft = draftOf(input)
    const { departments } = asker.baton.directory
    checkWorkflow(draft, new Set(departments.all().map((department) => department.key)))
    return { workflowId: await store(tx, asker, draft) }
  })
  await asker.baton.directory.refresh()
  return published
}

async function store(tx: Tx, asker: Asker, draft: WorkflowDraft): Promise<number> {
  const { baton, viewer } = asker
  const publishedAt = baton.clock()
  await lockRequirements(tx)
  await lockWorkflows(tx)
  const version = await nextWorkflowVersion(tx, draft.key)
  const departmentId = (step: StepDraft) => baton.directory.departments.byKey(step.department)!.id
  const delivering = deliveringKeys(draft)
  const steps = draft.steps.map((step) => ({
    ...step,
    departmentId: departmentId(step),
    delivers: delivering.has(step.key),
  }))
  const header = {
    key: draft.key,
    version,
    name: draft.name,
    appliesWhen: draft.appliesWhen,
    discovered: false,
    publishedAt,
  }
  const id = await insertWorkflow(tx, { ...header, publishedBy: viewer.actor }, steps)
  for (const step of steps)
    if (step.leadTime !== null) await publish(tx, asker, step.departmentId, leadTimeOf(draft, step, publishedAt))
  const event = { type: 'WORKFLOW_PUBLISHED', at: publishedAt, payload: { workflowId: id } } as const
  await insertEvents(tx, [referenceEvent(event, viewer.actor, publishedAt)])
  return id
}

/** A step's lead time is a requirement like any other, under a key of its own. */
function leadTimeOf(workflow: WorkflowDraft, step: StepDraft, effectiveFrom: Instant) {
  return {
    key: leadTimeKey(workflow, step),
    kind: 'LEAD_TIME',
    title: cut(`Lead time of ${step.name}`, TITLE_LIMIT),
    details: null,
    formUrl: null,
    workflowKey: workflow.key,
    stepKeys: [step.key],
    duration: step.leadTime,
    clock: step.clock,
    appliesWhen: null,
    owedById: null,
    bindsOpenOrders: false,
    effectiveFrom,
  } satisfies Partial<Requirement>
}

/** Where the keys are too long for one, a digest of them stands for the end, so that no two steps share a requirement. */
function leadTimeKey(workflow: WorkflowDraft, step: StepDraft): string {
  const key = `lead-time-${workflow.key}-${step.key}`
  if ([...key].length <= KEY_LIMIT) return key
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 16)
  return `${cut(key, KEY_LIMIT - digest.length - 1)}-${digest}`
}

/** Cut to so many characters, of which none is halved. */
function cut(text: string, most: number): string {
  return [...text].slice(0, most).join('')
}

function draftOf({ key, name, appliesWhen, steps }: PublishWorkflowInput): WorkflowDraft {
  return { key, name, appliesWhen: appliesWhen ?? null, steps: (steps ?? []).map(stepOf) }
}

function stepOf(step: WorkflowStepInput): StepDraft {
  return {
    key: step.key,
    name: step.name,
    department: step.department,
    dependsOn: step.dependsOn ?? [],
    appliesWhen: step.appliesWhen ?? null,
    delivers: step.delivers ?? null,
    leadTime: step.leadTime ?? null,
    clock: step.clock ?? 'WORKING',
  }
}
