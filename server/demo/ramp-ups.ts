import { asking } from './requirement-draft.ts'
import type { RequirementPlan } from './requirements.ts'

const rampUp = asking('RAMP_UP')

/** What has to be got going before the first of its kind. */
export const RAMP_UPS: readonly RequirementPlan[] = [
  rampUp(
    ['production', 'new-customer', 'produce'],
    ['first-order-ramp-up', 'Ramp-up for the first order of a new customer'],
    'P7D',
    27,
    {
      details: 'Fixtures, drawings and a trial run. Count it from the day the order is placed.',
      appliesWhen: 'order.isNewCustomer',
      before: { daysAgo: 283, duration: 'P5D', details: 'Fixtures, drawings and a trial run.' },
    },
  ),
  rampUp(
    ['purchasing', 'new-customer', 'buy-material'],
    ['supplier-ramp-up', 'New suppliers for what a new customer asks for'],
    'P3D',
    260,
  ),
  rampUp(
    ['production', 'new-customer', 'set-up-line'],
    ['fixture-ramp-up', 'Fixtures for an assembly nobody has built yet'],
    'P4D',
    226,
    { appliesWhen: "order.lines.exists(line, line.category == 'assemblies')" },
  ),
  rampUp(
    ['distributor', 'special-circumstance', 'hand-over'],
    ['customs-ramp-up', 'Registration of a consignee at customs'],
    'P5D',
    205,
    { clock: 'ELAPSED', appliesWhen: 'order.isNewCustomer' },
  ),
]
