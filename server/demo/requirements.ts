import type { Clock, RequirementKind } from '../domain/vocabulary.ts'
import { INFORMATION } from './information.ts'
import { LEAD_TIMES } from './lead-times.ts'
import { NOTICES } from './notices.ts'
import { RAMP_UPS } from './ramp-ups.ts'

/** A requirement before it has an id: one version, with what the version before it said differently. */
export type RequirementPlan = {
  readonly department: string
  readonly key: string
  readonly kind: RequirementKind
  readonly title: string
  readonly details: string | null
  readonly formUrl: string | null
  readonly workflow: string | null
  readonly steps: readonly string[]
  readonly duration: string
  readonly clock: Clock
  readonly appliesWhen: string | null
  readonly owedBy: string | null
  readonly bindsOpenOrders: boolean
  /** When this version was published; it is in force from then on. */
  readonly daysAgo: number
  readonly before: EarlierVersion | null
}
export type EarlierVersion = { readonly daysAgo: number; readonly duration: string; readonly details: string | null }

/** What the departments ask for: forty requirements in force, some of them in their second version. */
export const REQUIREMENTS: readonly RequirementPlan[] = [...NOTICES, ...RAMP_UPS, ...INFORMATION, ...LEAD_TIMES]
