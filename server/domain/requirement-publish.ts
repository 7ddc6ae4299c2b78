import { conditionFault } from './condition.ts'
import { badInput, conflict } from './refusal.ts'
import { latestVersion, type Requirement } from './requirement.ts'
import { requireKey, requireText } from './text.ts'
import { formatInstant, parseDuration } from './time.ts'
import type { Instant, RequirementKind } from './vocabulary.ts'

/** What a department writes; who publishes it, when, and as which version is added here. */
export type RequirementDraft = Pick<
  Requirement,
  | 'key'
  | 'kind'
  | 'title'
  | 'details'
  | 'formUrl'
  | 'workflowKey'
  | 'stepKeys'
  | 'duration'
  | 'clock'
  | 'appliesWhen'
  | 'owedById'
  | 'bindsOpenOrders'
> & {
  /** Null: from the moment it is published. */
  readonly effectiveFrom: Instant | null
}
/** A version that ends, and when. */
export type ClosedVersion = { readonly id: number; readonly effectiveTo: Instant }
export type PublishedVersion = {
  readonly version: number
  readonly effectiveFrom: Instant
  readonly supersedesId: number | null
  /** The version that the new one ends; null where none is left to end. */
  readonly closes: ClosedVersion | null
}

const TITLE_LIMIT = 200
const DETAILS_LIMIT = 5_000
const URL_LIMIT = 2_000
const NEEDS_DURATION: ReadonlySet<RequirementKind> = new Set(['LEAD_TIME', 'RAMP_UP'])

/**
 * Decides the next version of a series (`previous`: all of it, in any order; none for a new one). The new version has no end,
 * and what was in force ends where it begins, so two never overlap. Refuses (BAD_USER_INPUT) a draft that breaks the rules of
 * its kind and one that begins before the latest version began.
 */
export function publishVersion(
  previous: readonly Requirement[],
  draft: RequirementDraft,
  at: Instant,
): PublishedVersion {
  checkDraft(draft)
  const latest = latestVersion(previous)
  const effectiveFrom = draft.effectiveFrom ?? at
  if (!latest) return { version: 1, effectiveFrom, supersedesId: null, closes: null }
  notBefore('effectiveFrom', effectiveFrom, latest)
  const ends = latest.effectiveTo === null || latest.effectiveTo > effectiveFrom
  const closes = ends ? { id: latest.id, effectiveTo: effectiveFrom } : null
  return { version: latest.version + 1, effectiveFrom, supersedesId: latest.id, closes }
}

/**
 * Decides the end of a series: its latest version ends at `effectiveTo` (`at` where that is null). Refuses an end before it
 * began (BAD_USER_INPUT), a series that ended already (CONFLICT) and one that is empty (BAD_USER_INPUT).
 */
export function retireVersion(
  previous: readonly Requirement[],
  effectiveTo: Instant | null,
  at: Instant,
): ClosedVersion {
  const latest = latestVersion(previous)
  if (!latest) throw badInput('key', 'has no version to retire')
  if (latest.effectiveTo !== null && latest.effectiveTo <= at)
    throw conflict('key', `${latest.key} was retired at ${formatInstant(latest.effectiveTo)}`, latest.version)
  notBefore('effectiveTo', effectiveTo ?? at, latest)
  return { id: latest.id, effectiveTo: effectiveTo ?? at }
}

function notBefore(field: string, at: Instant, { version, effectiveFrom }: Requirement): void {
  if (at >= effectiveFrom) return
  const [value, limit] = [formatInstant(at), formatInstant(effectiveFrom)]
  throw badInput(field, `${value} is before version ${version} begins (${limit})`, value, limit)
}

function checkDraft(draft: RequirementDraft): void {
  requireKey('key', draft.key)
  requireText('title', draft.title, TITLE_LIMIT)
  if (draft.details !== null) requireText('details', draft.details, DETAILS_LIMIT)
  if (draft.formUrl !== null) checkUrl(draft.formUrl)
  if (draft.duration !== null) parseDuration('duration', draft.duration)
  if (draft.duration === null && NEEDS_DURATION.has(draft.kind))
    throw badInput('duration', `is needed for ${draft.kind}: it says how long`)
  const fault = draft.appliesWhen === null ? null : conditionFault(draft.appliesWhen)
  if (fault !== null) throw badInput('appliesWhen', fault, draft.appliesWhen)
}

/** Pages make a link of it, so it must be one that only leads somewhere (`javascript:` would run). */
function checkUrl(url: string): void {
  requireText('formUrl', url, URL_LIMIT)
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol))
    throw badInput('formUrl', 'is not an http or https address', url)
}
