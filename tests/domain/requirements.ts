import type { Requirement } from '../../server/domain/requirement.ts'
import type { RequirementDraft } from '../../server/domain/requirement-publish.ts'

/** A version as it is stored, in force from 100 on unless said otherwise. */
export function requirement(rest: Partial<Requirement> = {}): Requirement {
  const { version = 1 } = rest
  return {
    id: 10 + version,
    seriesId: 11,
    departmentId: 1,
    key: 'form',
    version,
    kind: 'NOTICE',
    title: 'Send the form',
    details: null,
    formUrl: null,
    workflowKey: null,
    stepKeys: [],
    duration: 'P7D',
    clock: 'WORKING',
    appliesWhen: null,
    owedById: null,
    bindsOpenOrders: false,
    effectiveFrom: 100,
    effectiveTo: null,
    publishedBy: null,
    publishedAt: 100,
    supersedesId: version === 1 ? null : 9 + version,
    ...rest,
  }
}

export function requirementDraft(rest: Partial<RequirementDraft> = {}): RequirementDraft {
  return {
    key: 'form',
    kind: 'NOTICE',
    title: 'Send the form',
    details: null,
    formUrl: null,
    workflowKey: null,
    stepKeys: [],
    duration: null,
    clock: 'WORKING',
    appliesWhen: null,
    owedById: null,
    bindsOpenOrders: false,
    effectiveFrom: null,
    ...rest,
  }
}
