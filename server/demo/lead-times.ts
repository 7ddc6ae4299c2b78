import { asking } from './requirement-draft.ts'
import type { RequirementPlan } from './requirements.ts'

const leadTime = asking('LEAD_TIME')

/** What the departments say that their work takes. */
export const LEAD_TIMES: readonly RequirementPlan[] = [
  leadTime(['order-desk'], ['desk', 'Whatever lies on the order desk'], 'PT6H', 302),
  leadTime(['accounting', 'new-order', 'check-credit'], ['credit-check', 'Credit check'], 'P2D', 41, {
    details: 'Two days since the bureau answers only once a day.',
    before: { daysAgo: 301, duration: 'P1D', details: null },
  }),
  leadTime(['purchasing', 'new-order', 'buy-material'], ['material', 'Material for an ordinary order'], 'P4D', 294),
  leadTime(['purchasing', 'special-circumstance', 'expedite-material'], ['rush-material', 'Rush material'], 'P2D', 293),
  leadTime(['planning'], ['planning', 'A place in the production plan'], 'P1D', 289),
  leadTime(['production', 'new-order', 'produce'], ['production', 'Production of an ordinary order'], 'P4D', 19, {
    details: 'A day more until the second test bench is back.',
    bindsOpenOrders: true,
    before: { daysAgo: 288, duration: 'P3D', details: null },
  }),
  leadTime(['production', 'special-circumstance', 'produce'], ['rush-production', 'Production of a rush'], 'P2D', 287, {
    appliesWhen: "'rush' in order.circumstances",
  }),
  leadTime(['quality'], ['inspection', 'Inspection and release'], 'P1D', 286),
  leadTime(['warehouse'], ['picking', 'Picking and packing'], 'P1D', 285),
  leadTime(['carrier'], ['transit', 'Transit'], 'P4D', 280, { clock: 'ELAPSED' }),
  leadTime(['distributor', 'special-circumstance', 'hand-over'], ['customs', 'Customs and hand-over'], 'P3D', 268),
  leadTime(['accounting', 'new-customer', 'open-account'], ['account', 'Opening an account'], 'P2D', 285),
  leadTime(['accounting', 'new-order', 'invoice'], ['invoice', 'The invoice after the delivery'], 'P4D', 44, {
    before: { daysAgo: 281, duration: 'P3D', details: null },
  }),
  leadTime(['customer-service', 'new-customer', 'welcome-call'], ['welcome', 'Welcome call'], 'P2D', 277),
  leadTime(
    ['customer-service', 'special-circumstance', 'agree-handling'],
    ['handling', 'Agreement on how it is handled'],
    'P1D',
    266,
  ),
  leadTime(['production', 'new-customer', 'set-up-line'], ['set-up', 'Setting up the line'], 'P4D', 259),
  leadTime(
    ['shipping', 'special-circumstance', 'export-papers'],
    ['papers', 'Export papers, once the statement is signed'],
    'P4D',
    247,
  ),
]
