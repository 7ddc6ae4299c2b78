import type { Department } from '../domain/directory.ts'
import type { Requirement } from '../domain/requirement.ts'
import { publishVersion } from '../domain/requirement-publish.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { named, person } from './company.ts'
import { REQUIREMENTS, type RequirementPlan } from './requirements.ts'

type Sources = {
  readonly departments: readonly Department[]
  readonly ids: readonly number[]
  readonly at: (daysAgo: number) => Instant
}

/** How many versions there are of all the requirements together. */
export const VERSION_COUNT = REQUIREMENTS.reduce((sum, plan) => sum + versionsOf(plan).length, 0)

/** Every version of every requirement, each published by its department's lead as the domain decides it. */
export function requirementVersions({ departments, ids, at }: Sources): Requirement[] {
  let taken = 0
  return REQUIREMENTS.flatMap((plan) => {
    let series: Requirement[] = []
    for (const version of versionsOf(plan)) {
      series = publish(series, version, { departments, id: ids[taken]!, at: at(version.daysAgo) })
      taken += 1
    }
    return series
  })
}

/** The plan of each version, the oldest first. */
function versionsOf(plan: RequirementPlan): RequirementPlan[] {
  return plan.before ? [{ ...plan, ...plan.before, bindsOpenOrders: false, before: null }, plan] : [plan]
}

type Publication = { readonly departments: readonly Department[]; readonly id: number; readonly at: Instant }

function publish(series: readonly Requirement[], plan: RequirementPlan, { departments, id, at }: Publication) {
  const { department, workflow, steps, owedBy, daysAgo: _, before: __, ...rest } = plan
  const asks = named(departments, department)
  const owedById = owedBy === null ? null : named(departments, owedBy).id
  const draft = { ...rest, workflowKey: workflow, stepKeys: steps, owedById }
  const { closes, ...decided } = publishVersion(series, { ...draft, effectiveFrom: null }, at)
  const ended = series.map((one) => (one.id === closes?.id ? { ...one, effectiveTo: closes.effectiveTo } : one))
  const version: Requirement = {
    id,
    seriesId: series[0]?.id ?? id,
    departmentId: asks.id,
    ...draft,
    ...decided,
    effectiveTo: null,
    publishedBy: person(asks.leadId!),
    publishedAt: at,
  }
  return [...ended, version]
}
