import { referenceEvent } from '../domain/event.ts'
import { badInput, notFound } from '../domain/refusal.ts'
import { latestVersion, type Requirement } from '../domain/requirement.ts'
import { publishVersion, type RequirementDraft, retireVersion } from '../domain/requirement-publish.ts'
import { requirePerson, requireRequirementOwner, requireSeen, seesRequirements } from '../domain/visibility.ts'
import type { Clock, Instant, RequirementKind } from '../domain/vocabulary.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { lockRequirements } from '../storage/requirement-lock.ts'
import * as stored from '../storage/requirement-save.ts'
import { type Asker, type MutationInput, mutate } from './mutate.ts'
import { bindOpenOrders } from './requirement-binding.ts'

export type RequirementRef = { readonly requirementId: number }
type Named = MutationInput & { readonly department: string; readonly key: string }

export type PublishRequirementInput = Named & {
  readonly kind: RequirementKind
  readonly title: string
  readonly details?: string | null | undefined
  readonly formUrl?: string | null | undefined
  readonly workflow?: string | null | undefined
  readonly steps?: readonly string[] | null | undefined
  readonly duration?: string | null | undefined
  readonly clock?: Clock | null | undefined
  readonly appliesWhen?: string | null | undefined
  readonly owedBy?: string | null | undefined
  readonly effectiveFrom?: Instant | null | undefined
  readonly bindsOpenOrders?: boolean | null | undefined
}

/** Publishes a requirement, or the next version of it; what was in force ends where the new version begins. */
export function publishRequirement(asker: Asker, input: PublishRequirementInput): Promise<RequirementRef> {
  return mutate(asker, 'publishRequirement', input, async (tx) => {
    const departmentId = ownDepartment(asker, input.department)
    await lockRequirements(tx)
    return { requirementId: await publish(tx, asker, departmentId, draftOf(asker, departmentId, input)) }
  })
}

/** Adds a version to its series, binds open orders where it says so, and tells everyone. The requirements are locked. */
export async function publish(
  tx: Tx,
  { baton, viewer }: Asker,
  departmentId: number,
  draft: RequirementDraft,
): Promise<number> {
  const publishedAt = baton.clock()
  const previous = await stored.versionsByKey(tx, departmentId, draft.key)
  const { closes, ...decided } = publishVersion(previous, draft, publishedAt)
  if (closes) await stored.endRequirement(tx, closes.id, closes.effectiveTo)
  const id = await stored.nextRequirementId(tx)
  const seriesId = previous[0]?.seriesId ?? id
  const published = {
    ...draft,
    ...decided,
    id,
    seriesId,
    departmentId,
    effectiveTo: null,
    publishedBy: viewer.actor,
    publishedAt,
  }
  await stored.insertRequirement(tx, published)
  if (draft.bindsOpenOrders) await bindOpenOrders(tx, published)
  const payload = { requirementId: id, affectedOrderCount: await stored.countAffectedOrders(tx, id) }
  await insertEvents(tx, [
    referenceEvent(
      { type: 'REQUIREMENT_PUBLISHED', at: publishedAt, departmentId, payload },
      viewer.actor,
      publishedAt,
    ),
  ])
  return id
}

/** Ends a requirement; orders that were placed before keep what they were bound to. */
export function retireRequirement(
  asker: Asker,
  input: Named & { effectiveTo?: Instant | null | undefined },
): Promise<RequirementRef> {
  return mutate(asker, 'retireRequirement', input, async (tx) => {
    const departmentId = ownDepartment(asker, input.department)
    await lockRequirements(tx)
    const versions = await stored.versionsByKey(tx, departmentId, input.key)
    if (versions.length === 0) throw notFound('input.key', input.key)
    const ended = retireVersion(versions, input.effectiveTo ?? null, asker.baton.clock())
    await stored.endRequirement(tx, ended.id, ended.effectiveTo)
    await tell(tx, asker, 'REQUIREMENT_RETIRED', { ...latestVersion(versions)!, departmentId })
    return { requirementId: ended.id }
  })
}

/** The viewer, a person, has read this version. Saying so again changes nothing. */
export function acknowledgeRequirement(asker: Asker, input: Named & { version: number }): Promise<RequirementRef> {
  return mutate(asker, 'acknowledgeRequirement', input, async (tx) => {
    const person = requirePerson(asker.viewer)
    const departmentId = departmentOf(asker, input.department)
    const found = (await stored.versionsByKey(tx, departmentId, input.key)).find((one) => one.version === input.version)
    requireSeen(
      found !== undefined && seesRequirements(asker.viewer),
      'input.key',
      `${input.key} version ${input.version}`,
    )
    const isNew = await stored.insertAcknowledgement(tx, found!.id, person.id, asker.baton.clock())
    if (isNew) await tell(tx, asker, 'REQUIREMENT_ACKNOWLEDGED', found!)
    return { requirementId: found!.id }
  })
}

type Told = 'REQUIREMENT_RETIRED' | 'REQUIREMENT_ACKNOWLEDGED'

async function tell(tx: Tx, { baton, viewer }: Asker, type: Told, { id, departmentId }: Requirement): Promise<void> {
  const at = baton.clock()
  await insertEvents(tx, [referenceEvent({ type, at, departmentId, payload: { requirementId: id } }, viewer.actor, at)])
}

function ownDepartment(asker: Asker, key: string): number {
  const id = departmentOf(asker, key)
  requireRequirementOwner(asker.viewer, id)
  return id
}

function departmentOf({ baton }: Asker, key: string, field = 'input.department'): number {
  const department = baton.directory.departments.byKey(key)
  if (!department) throw notFound(field, key)
  return department.id
}

function draftOf(asker: Asker, departmentId: number, input: PublishRequirementInput): RequirementDraft {
  const { workflow = null, steps, owedBy } = input
  checkScope(asker, departmentId, workflow, steps ?? [])
  return {
    key: input.key,
    kind: input.kind,
    title: input.title,
    details: input.details ?? null,
    formUrl: input.formUrl ?? null,
    workflowKey: workflow,
    stepKeys: steps ?? [],
    duration: input.duration ?? null,
    clock: input.clock ?? 'WORKING',
    appliesWhen: input.appliesWhen ?? null,
    owedById: owedBy == null ? null : departmentOf(asker, owedBy, 'input.owedBy'),
    bindsOpenOrders: input.bindsOpenOrders ?? false,
    effectiveFrom: input.effectiveFrom ?? null,
  }
}

/** The workflow and each step named must exist, and the steps be the department's own. */
function checkScope({ baton }: Asker, departmentId: number, workflow: string | null, steps: readonly string[]): void {
  const named =
    workflow === null
      ? baton.directory.currentWorkflows()
      : [baton.directory.workflow(workflow)].filter((one) => one !== null)
  if (workflow !== null && named.length === 0) throw notFound('input.workflow', workflow)
  const own = new Set(
    named.flatMap((one) => one.steps.filter((step) => step.departmentId === departmentId).map((step) => step.key)),
  )
  steps.forEach((key, place) => {
    if (!own.has(key)) throw badInput(`input.steps.${place}`, 'is not a step of this department', key, [...own])
  })
}
