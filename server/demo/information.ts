import { asking } from './requirement-draft.ts'
import type { RequirementPlan } from './requirements.ts'

const information = asking('INFORMATION')
const CONSIGNED = "'consignment' in order.circumstances"

/** What the departments want to know, and how soon. */
export const INFORMATION: readonly RequirementPlan[] = [
  information(['purchasing'], ['buying-pattern', "The customer's buying pattern"], 'P2D', 297, {
    details: 'How often, how much, and what is likely to come next quarter: we buy ahead on what you tell us.',
  }),
  information(
    ['warehouse', 'new-customer', 'pick-and-pack'],
    ['packing-instructions', 'Packing and labelling as the customer wants it'],
    'P1D',
    88,
    { owedBy: 'customer-service' },
  ),
  information(
    ['customer-service', 'new-customer', 'welcome-call'],
    ['contact-people', 'Who answers the phone at the new customer'],
    'PT2H',
    252,
  ),
  information(
    ['production', 'special-circumstance', 'produce'],
    ['liquid', 'What is pumped, how hot, how dirty'],
    'P1D',
    236,
    { appliesWhen: "order.lines.exists(line, line.category == 'pumps')" },
  ),
  information(
    ['carrier', 'new-customer', 'deliver'],
    ['opening-hours', 'When the gate is open, and for how long a lorry'],
    'P2D',
    214,
    { owedBy: 'customer-service' },
  ),
  information(
    ['warehouse', 'new-order', 'pick-and-pack'],
    ['consignment-label', 'Which stock a consignment goes to'],
    'P1D',
    63,
    { appliesWhen: CONSIGNED, before: { daysAgo: 244, duration: 'PT4H', details: null } },
  ),
  information(
    ['accounting', 'new-order', 'invoice'],
    ['consignment-billing', 'When a consignment is billed'],
    'P3D',
    201,
    {
      appliesWhen: CONSIGNED,
    },
  ),
  information(
    ['planning', 'special-circumstance', 'plan-production'],
    ['who-steps-back', 'Which order may step back for a rush'],
    'PT4H',
    49,
    { details: 'Name one of your own. Otherwise we choose.', appliesWhen: "'rush' in order.circumstances" },
  ),
  information(
    ['order-desk', 'new-customer', 'agree-terms'],
    ['payment-terms', 'The terms that were talked about'],
    'P1D',
    228,
  ),
]
