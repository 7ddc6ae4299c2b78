import type { OrderFacts } from '../domain/condition.ts'
import type { Order } from '../domain/order.ts'
import { type Requirement, touches, versionFor } from '../domain/requirement.ts'
import type { Actor, Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { type OwedRequirement, person, type Reference } from './company.ts'
import type { Random } from './random.ts'
import type { Crew } from './run-plan.ts'
import { afterOpenTime, HOUR } from './working-hours.ts'

export type Debtor = { readonly order: Order; readonly workflow: Workflow; readonly known: OrderFacts }

type Past = {
  readonly now: Instant
  readonly reference: Reference
  /** By department. */
  readonly crews: ReadonlyMap<number, Crew>
  readonly random: Random
}

/** What each order owes the departments, by the domain's rules, and what of it has been handed in by now. */
export function owe(past: Past, debtors: readonly Debtor[], ids: readonly number[]): OwedRequirement[] {
  const { reference, now } = past
  const series = [...Map.groupBy(reference.requirements, (requirement) => requirement.seriesId).values()]
  const debts = debtors.flatMap((debtor) => {
    const { order } = debtor
    const end = order.deliveredAt ?? order.closedAt ?? now
    return series
      .flatMap((versions) => debtsOf(debtor, versions, end))
      .map(({ requirement, position }) => ({ order, requirement, position, end }))
  })
  return debts.map(({ order, requirement, position, end }, place) => {
    const row = { id: ids[place]!, orderId: order.id, requirementId: requirement.id, position, ...UNANSWERED }
    return answer(row, requirement, { ...past, order, end })
  })
}

/** A version that came out after the order's end does not bind it, whatever it says of open orders. */
function debtsOf({ order, workflow, known }: Debtor, versions: readonly Requirement[], end: Instant) {
  const out = versions.filter((version) => version.publishedAt <= end)
  const requirement = versionFor(out, order.placedAt)
  if (!requirement) return []
  return touches(requirement, workflow, order, known).map((position) => ({ requirement, position }))
}

const UNANSWERED = {
  satisfiedAt: null,
  satisfiedBy: null,
  waivedAt: null,
  answer: null,
  evidenceUrl: null,
  version: 1,
} as const

type Answering = Past & { readonly order: Order; readonly end: Instant }

/** A lead time or a ramp-up is kept, not handed in; of the others most are, a few are waived, some are forgotten. */
function answer(row: OwedRequirement, requirement: Requirement, answering: Answering): OwedRequirement {
  const { order, reference, crews, end, random } = answering
  if (requirement.kind === 'LEAD_TIME' || requirement.kind === 'RAMP_UP') return row
  const rep = reference.people.find((one) => one.id === order.repId)!
  const { hours } = crews.get(requirement.owedById ?? rep.departmentId!)!
  const at = afterOpenTime(hours, order.placedAt, random.around(12, 0.9) * HOUR)
  const fate = random.unit()
  if (at > end || fate > 0.82) return row
  if (fate < 0.04) return { ...row, waivedAt: at, version: 2 }
  const satisfiedBy = debtorOf(requirement, order, reference)
  return { ...row, satisfiedAt: at, satisfiedBy, ...said(requirement, order, random), version: 2 }
}

function debtorOf({ owedById }: Requirement, order: Order, reference: Reference): Actor {
  const lead = reference.departments.find((department) => department.id === owedById)?.leadId
  return person(lead ?? order.repId!)
}

const PATTERNS = [
  'Orders every month, about the same each time',
  'Twice a year before the season, then little',
  'A project: nothing more is expected after this',
  'Growing by a third a year; wants a frame contract',
]

function said({ key, formUrl }: Requirement, order: Order, random: Random) {
  if (key === 'buying-pattern') return { answer: random.pick(PATTERNS) }
  return formUrl === null ? { answer: 'Told by e-mail' } : { evidenceUrl: `${formUrl}/${order.number}` }
}
