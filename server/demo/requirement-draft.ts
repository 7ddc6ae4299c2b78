import type { Clock, RequirementKind } from '../domain/vocabulary.ts'
import type { RequirementPlan } from './requirements.ts'

/** Of which department's which work it is asked: a workflow and its steps; neither: all that the department does. */
type About = readonly [department: string, workflow?: string, ...steps: readonly string[]]

type Choice = Partial<
  Pick<RequirementPlan, 'details' | 'formUrl' | 'appliesWhen' | 'owedBy' | 'bindsOpenOrders' | 'before'>
> & { readonly clock?: Clock }

const PLAIN = { details: null, formUrl: null, appliesWhen: null, owedBy: null, bindsOpenOrders: false, before: null }

/** How requirements of one kind are told: about what, by what name, how long beforehand or for how long, since when. */
export function asking(kind: RequirementKind) {
  return (
    [department, workflow, ...steps]: About,
    [key, title]: readonly [string, string],
    duration: string,
    daysAgo: number,
    choice: Choice = {},
  ): RequirementPlan => {
    const about = { department, workflow: workflow ?? null, steps }
    return { ...PLAIN, clock: 'WORKING', ...about, key, kind, title, duration, daysAgo, ...choice }
  }
}
