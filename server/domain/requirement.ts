import { conditionHolds, type OrderFacts } from './condition.ts'
import type { Actor, Clock, Instant, RequirementKind, StepState } from './vocabulary.ts'
import type { Workflow, WorkflowStep } from './workflow.ts'

/** One version of what a department asks of the others. In force from `effectiveFrom` until just before `effectiveTo`. */
export type Requirement = {
  readonly id: number
  /** The id of version 1. */
  readonly seriesId: number
  readonly departmentId: number
  readonly key: string
  readonly version: number
  readonly kind: RequirementKind
  readonly title: string
  readonly details: string | null
  readonly formUrl: string | null
  readonly workflowKey: string | null
  /** None: all work of the department. */
  readonly stepKeys: readonly string[]
  readonly duration: string | null
  readonly clock: Clock
  readonly appliesWhen: string | null
  /** The department that owes it; null: the order's rep. */
  readonly owedById: number | null
  /** True: orders placed before `effectiveFrom` are bound too. */
  readonly bindsOpenOrders: boolean
  readonly effectiveFrom: Instant
  readonly effectiveTo: Instant | null
  readonly publishedBy: Actor | null
  readonly publishedAt: Instant
  readonly supersedesId: number | null
}

/** Kinds for which an order's debtor hands something in; the others say what time a department takes. */
export const HANDED_IN = ['NOTICE', 'INFORMATION'] as const satisfies readonly RequirementKind[]

export function isHandedIn({ kind }: Pick<Requirement, 'kind'>): boolean {
  return (HANDED_IN as readonly RequirementKind[]).includes(kind)
}

type Span = Pick<Requirement, 'effectiveFrom' | 'effectiveTo'>

function covers({ effectiveFrom, effectiveTo }: Span, at: Instant): boolean {
  return effectiveFrom <= at && (effectiveTo === null || at < effectiveTo)
}

/** The version in force at `at`, of one series; null where none was yet, or it is retired. */
export function inForce(versions: readonly Requirement[], at: Instant): Requirement | null {
  return versions.find((version) => covers(version, at)) ?? null
}

/**
 * The version that an open order placed at `placedAt` is held to, of one series: the one in force then, or a later one that
 * binds open orders. A version that another replaced before it began binds nobody.
 */
export function versionFor(versions: readonly Requirement[], placedAt: Instant): Requirement | null {
  return latestVersion(versions.filter((version) => covers(version, placedAt) || bindsBackTo(version, placedAt)))
}

/** The one with the highest number, in whatever order they come; null where there is none. */
export function latestVersion(versions: readonly Requirement[]): Requirement | null {
  return versions.reduce<Requirement | null>(
    (latest, version) => (latest && latest.version > version.version ? latest : version),
    null,
  )
}

function bindsBackTo(version: Requirement, placedAt: Instant): boolean {
  return version.bindsOpenOrders && version.effectiveFrom > placedAt && version.effectiveTo !== version.effectiveFrom
}

type OrderSteps = {
  readonly steps: readonly { readonly position: number; readonly key: string; readonly state: StepState }[]
}

/**
 * What of an order a requirement concerns: the places of the steps it names, skipped ones aside; `[null]`: the department's
 * work as a whole; `[]`: nothing. Refuses (BAD_USER_INPUT) where its condition cannot be said of the order.
 */
export function touches(
  requirement: Requirement,
  workflow: Workflow,
  order: OrderSteps,
  facts: OrderFacts,
): (number | null)[] {
  if (requirement.workflowKey !== null && requirement.workflowKey !== workflow.key) return []
  const kept = order.steps.filter((step) => step.state !== 'SKIPPED')
  const named = kept.filter((step) => requirement.stepKeys.includes(step.key)).map((step) => step.position)
  const works = kept.some(({ position }) => workflow.steps[position]?.departmentId === requirement.departmentId)
  const places = requirement.stepKeys.length > 0 ? named : works ? [null] : []
  return places.length > 0 && conditionHolds(requirement.appliesWhen, facts, nameOf(requirement)) ? places : []
}

function nameOf({ key, version }: Requirement): string {
  return `requirement ${key} version ${version}`
}

/** A version that an order is held to, and at which of its steps; `position` null: for the department's work as a whole. */
export type Held = { readonly requirement: Requirement; readonly position: number | null }

/** What an order that is placed at that instant is held to, of all versions of all requirements. Refuses as `touches` does. */
export function heldTo(
  versions: readonly Requirement[],
  workflow: Workflow,
  order: OrderSteps & { readonly placedAt: Instant },
  facts: OrderFacts,
): Held[] {
  const series = [...Map.groupBy(versions, (version) => version.seriesId).values()]
  return series.flatMap((versions) => {
    const requirement = versionFor(versions, order.placedAt)
    return requirement
      ? touches(requirement, workflow, order, facts).map((position) => ({ requirement, position }))
      : []
  })
}

/** What of it is about this step: held to there, or for the work of its department as a whole. */
export function heldAt(
  held: readonly Held[],
  { position, departmentId }: Pick<WorkflowStep, 'position' | 'departmentId'>,
): Requirement[] {
  const isAbout = (one: Held) =>
    one.position === position || (one.position === null && one.requirement.departmentId === departmentId)
  return held.filter(isAbout).map(({ requirement }) => requirement)
}
