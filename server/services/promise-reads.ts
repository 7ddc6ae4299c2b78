import { move } from '../domain/calendar.ts'
import type { Department, Person } from '../domain/directory.ts'
import type { FailureMode } from '../domain/failure-modes.ts'
import type { Leg } from '../domain/forecast-ground.ts'
import { effectivePredecessors } from '../domain/readiness.ts'
import { type Held, isHandedIn, type Requirement } from '../domain/requirement.ts'
import { seesRequirements } from '../domain/visibility.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { failureModesOf } from './lead-time.ts'
import type { PlannedStep, Quote } from './promise.ts'
import { keptSteps } from './promise-ground.ts'
import type { Request } from './request.ts'
import type { StepInWorkflow } from './workflow-reads.ts'

export type DueRequirement = { readonly requirement: Requirement; readonly dueAt: Instant; readonly isOverdue: boolean }
export type PathLeg = Leg & { readonly step: StepInWorkflow | null }
export type PlannedRisk = FailureMode & { readonly step: StepInWorkflow }

/** Risks that are told. */
const RISKS = 20

/** What must be handed in, and by when to keep the date, the soonest due first; nothing for who does not see requirements. */
export function dueRequirements({ viewer }: Request, quote: Quote): DueRequirement[] {
  if (!seesRequirements(viewer)) return []
  const due = quote.sale.held.filter(({ requirement }) => isHandedIn(requirement)).flatMap((held) => dueOf(quote, held))
  return due.sort((a, b) => a.dueAt - b.dueAt || a.requirement.id - b.requirement.id)
}

/** Back from the latest start that keeps the date of the step, or of the first of its department's steps. */
function dueOf({ steps, plan }: Quote, { requirement, position }: Held): DueRequirement[] {
  const { departmentId, duration, clock } = requirement
  const isAbout = ({ step: { step } }: PlannedStep) =>
    position === null ? step.departmentId === departmentId : step.position === position
  const starts = steps.filter(isAbout).map(({ latestStart, start }) => latestStart ?? start)
  if (starts.length === 0) return []
  const start = Math.min(...starts)
  const dueAt = duration === null ? start : move(plan.timeOf(departmentId), start, duration, clock, -1)
  return [{ requirement, dueAt, isOverdue: dueAt < plan.now }]
}

/** Departments in the order in which they take over. */
export function departmentsInvolved({ baton }: Request, { steps }: Quote): Department[] {
  const inTime = steps.toSorted((a, b) => a.start - b.start || a.step.step.position - b.step.step.position)
  const ids = new Set(inTime.map(({ step: { step } }) => step.departmentId))
  return [...ids].map((id) => baton.directory.departments.byId(id)!)
}

/** Whom to ask in each of them, where somebody is named. */
export function peopleToAsk(request: Request, quote: Quote): Person[] {
  const { people } = request.baton.directory
  const leads = new Set(departmentsInvolved(request, quote).map(({ leadId }) => leadId))
  return [...leads].flatMap((id) => people.byId(id) ?? [])
}

/** How often the baton would be handed on: from each step to each that waits for it. */
export function handoffCount({ sale }: Quote): number {
  const before = ({ key }: { readonly key: string }) => effectivePredecessors(sale.workflow, sale.order, key)
  return keptSteps(sale).reduce((sum, step) => sum + before(step).length, 0)
}

/** The stretches from the placing to p85, with the step that each is about. */
export function legsOf({ because, steps }: Quote): PathLeg[] {
  return because.map((leg) => ({ ...leg, step: leg.place === null ? null : steps[leg.place]!.step }))
}

/** What could go wrong, the most costly, by share and delay, first. */
export async function risksOf(request: Request, { steps }: Quote): Promise<PlannedRisk[]> {
  const modes = await Promise.all(
    steps.map(async ({ step }) => (await failureModesOf(request, step)).map((mode) => ({ ...mode, step }))),
  )
  const cost = ({ share, medianDelay }: FailureMode) => share * medianDelay
  return modes
    .flat()
    .sort((a, b) => cost(b) - cost(a))
    .slice(0, RISKS)
}
