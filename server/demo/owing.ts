import type { OrderFacts } from '../domain/condition.ts'
import type { Order } from '../domain/order.ts'
import { type Requirement, touches, versionFor } from '../domain/requirement.ts'
import type { Actor, Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { type OwedRequirement, person, type Reference } from './company.ts'
import type { Random } from './random.ts'
import { DAY, HOUR } from './working-hours.ts'

export type Debtor = { readonly order: Order; readonly workflow: Workflow; readonly known: OrderFacts }

/** What each order owes the departments, by the domain's rules, and what of it has been handed in by now. */
export function owe(reference: Reference, debtors: readonly Debtor[], now: Instant, random: Random): OwedRequirement[] {
  const series = [...Map.groupBy(reference.requirements, (requirement) => requirement.seriesId).values()]
  return debtors.flatMap(({ order, workflow, known }) => {
    const end = order.deliveredAt ?? order.closedAt ?? now
    return series.flatMap((versions) => {
      const requirement = versionFor(
        versions.filter((version) => version.publishedAt <= end),
        order.placedAt,
      )
      const positions = requirement ? touches(requirement, workflow, order, known) : []
      return positions.map((position) => {
        const row = { orderId: order.id, requirementId: requirement!.id, position, ...UNANSWERED }
        return answer(row, requirement!, { order, reference, end, random })
      })
    })
  })
}

const UNANSWERED = {
  satisfiedAt: null,
  satisfiedBy: null,
  waivedAt: null,
  answer: null,
  evidenceUrl: null,
  version: 1,
} as const

type Answering = {
  readonly order: Order
  readonly reference: Reference
  readonly end: Instant
  readonly random: Random
}

/** A lead time or a ramp-up is kept, not handed in; of the others most are, a few are waived, some are forgotten. */
function answer(row: OwedRequirement, requirement: Requirement, answering: Answering): OwedRequirement {
  const { order, reference, end, random } = answering
  if (requirement.kind === 'LEAD_TIME' || requirement.kind === 'RAMP_UP') return row
  const at = order.placedAt + HOUR + Math.round(random.around(2, 0.9) * DAY)
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
