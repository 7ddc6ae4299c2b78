import type { Clock } from '../domain/vocabulary.ts'
import type { EarlierVersion, RequirementPlan } from './requirements.ts'

type Choice = {
  readonly clock?: Clock
  readonly appliesWhen?: string
  readonly bindsOpenOrders?: boolean
  readonly details?: string
  readonly before?: EarlierVersion
}

function leadTime(
  department: string,
  [workflow, ...steps]: readonly [string | null, ...string[]],
  [key, title]: readonly [string, string],
  duration: string,
  daysAgo: number,
  choice: Choice = {},
): RequirementPlan {
  const plain = { details: null, formUrl: null, appliesWhen: null, owedBy: null, bindsOpenOrders: false, before: null }
  const what = { department, key, kind: 'LEAD_TIME', title, workflow, steps, duration, daysAgo } as const
  return { ...plain, clock: 'WORKING', ...what, ...choice }
}

const ALL_WORK = [null] as const

/** What the departments say that their work takes. */
export const LEAD_TIMES: readonly RequirementPlan[] = [
  leadTime('order-desk', ALL_WORK, ['desk', 'Whatever lies on the order desk'], 'PT6H', 152),
  leadTime('accounting', ['new-order', 'check-credit'], ['credit-check', 'Credit check'], 'P2D', 41, {
    details: 'Two days since the bureau answers only once a day.',
    before: { daysAgo: 151, duration: 'P1D', details: null },
  }),
  leadTime('purchasing', ['new-order', 'buy-material'], ['material', 'Material for an ordinary order'], 'P4D', 144),
  leadTime('purchasing', ['special-circumstance', 'expedite-material'], ['rush-material', 'Rush material'], 'P2D', 143),
  leadTime('planning', ALL_WORK, ['planning', 'A place in the production plan'], 'P1D', 139),
  leadTime('production', ['new-order', 'produce'], ['production', 'Production of an ordinary order'], 'P4D', 19, {
    details: 'A day more until the second test bench is back.',
    bindsOpenOrders: true,
    before: { daysAgo: 138, duration: 'P3D', details: null },
  }),
  leadTime('production', ['special-circumstance', 'produce'], ['rush-production', 'Production of a rush'], 'P2D', 137, {
    appliesWhen: "'rush' in order.circumstances",
  }),
  leadTime('quality', ALL_WORK, ['inspection', 'Inspection and release'], 'P1D', 136),
  leadTime('warehouse', ALL_WORK, ['picking', 'Picking and packing'], 'P1D', 135),
  leadTime('carrier', ALL_WORK, ['transit', 'Transit'], 'P4D', 130, { clock: 'ELAPSED' }),
  leadTime('distributor', ['special-circumstance', 'hand-over'], ['customs', 'Customs and hand-over'], 'P3D', 118),
]
