import type { Requirement } from './requirement.ts'
import { concernsStep } from './requirement-scope.ts'
import type { Workflow, WorkflowStep } from './workflow.ts'

/** A requirement that says how long a step takes. */
export type PublishedLeadTime = Requirement & { readonly duration: string }

/**
 * What was published for a step among these requirements: what names the step goes before what is said of all work of its department,
 * what holds for every order before what has a condition, and the newest first.
 */
export function publishedFor(
  requirements: readonly Requirement[],
  workflow: Workflow,
  step: WorkflowStep,
): PublishedLeadTime | null {
  return best(
    requirements.filter((one) => concernsStep(one, workflow, step)),
    (one) => one.appliesWhen === null,
  )
}

/** The same for one order, of what it is held to: there what has a condition, which holds, goes first. */
export function publishedForOrder(held: readonly Requirement[]): PublishedLeadTime | null {
  return best(held, (one) => one.appliesWhen !== null)
}

function best(
  candidates: readonly Requirement[],
  isPreferred: (one: Requirement) => boolean,
): PublishedLeadTime | null {
  const published = candidates.filter(
    (one): one is PublishedLeadTime => one.kind === 'LEAD_TIME' && one.duration !== null,
  )
  const rank = (one: Requirement) => (one.stepKeys.length > 0 ? 2 : 0) + (isPreferred(one) ? 1 : 0)
  return published.sort((a, b) => rank(b) - rank(a) || b.effectiveFrom - a.effectiveFrom || b.id - a.id)[0] ?? null
}
