import type { Clock, RequirementKind } from '../domain/vocabulary.ts'
import { LEAD_TIMES } from './lead-times.ts'

/** A requirement before it has an id: one version, with what the version before it said differently. */
export type RequirementPlan = {
  readonly department: string
  readonly key: string
  readonly kind: RequirementKind
  readonly title: string
  readonly details: string | null
  readonly formUrl: string | null
  readonly workflow: string | null
  readonly steps: readonly string[]
  readonly duration: string
  readonly clock: Clock
  readonly appliesWhen: string | null
  readonly owedBy: string | null
  readonly bindsOpenOrders: boolean
  /** When this version was published; it is in force from then on. */
  readonly daysAgo: number
  readonly before: EarlierVersion | null
}
export type EarlierVersion = { readonly daysAgo: number; readonly duration: string; readonly details: string | null }

const owed = { details: null, formUrl: null, clock: 'WORKING', appliesWhen: null, owedBy: null, before: null } as const
const free = { ...owed, bindsOpenOrders: false }

const NOTICES: readonly RequirementPlan[] = [
  {
    ...free,
    department: 'accounting',
    key: 'invoice-form',
    kind: 'NOTICE',
    title: 'Invoice form, seven days ahead',
    details:
      'Tax number, billing address and payment terms. Without the form the invoice waits, and so does your commission.',
    formUrl: 'https://forms.example.com/accounting/invoice',
    workflow: 'new-order',
    steps: ['invoice'],
    duration: 'P7D',
    clock: 'ELAPSED',
    daysAgo: 34,
    before: { daysAgo: 150, duration: 'P5D', details: 'Tax number, billing address and payment terms.' },
  },
  {
    ...free,
    department: 'accounting',
    key: 'credit-application',
    kind: 'NOTICE',
    title: 'Signed credit application of a new customer',
    details: 'With two trade references and the latest balance sheet.',
    formUrl: 'https://forms.example.com/accounting/credit',
    workflow: 'new-customer',
    steps: ['check-credit'],
    duration: 'P1D',
    daysAgo: 140,
  },
  {
    ...free,
    department: 'shipping',
    key: 'end-use-statement',
    kind: 'NOTICE',
    title: 'End-use statement for an export',
    details: 'Signed by the customer, with the country of final use.',
    formUrl: 'https://forms.example.com/shipping/end-use',
    workflow: 'special-circumstance',
    steps: ['export-papers'],
    duration: 'P2D',
    appliesWhen: "'export' in order.circumstances",
    daysAgo: 120,
  },
  {
    ...free,
    department: 'carrier',
    key: 'pick-up-notice',
    kind: 'NOTICE',
    title: 'Pick-up notice with weights and dimensions',
    workflow: 'new-order',
    steps: ['deliver'],
    duration: 'P1D',
    owedBy: 'shipping',
    daysAgo: 96,
  },
]

const RAMP_UPS: readonly RequirementPlan[] = [
  {
    ...free,
    department: 'production',
    key: 'first-order-ramp-up',
    kind: 'RAMP_UP',
    title: 'Ramp-up for the first order of a new customer',
    details: 'Fixtures, drawings and a trial run. Count it from the day the order is placed.',
    workflow: 'new-customer',
    steps: ['produce'],
    duration: 'P7D',
    appliesWhen: 'order.isNewCustomer',
    daysAgo: 27,
    before: { daysAgo: 133, duration: 'P5D', details: 'Fixtures, drawings and a trial run.' },
  },
  {
    ...free,
    department: 'purchasing',
    key: 'supplier-ramp-up',
    kind: 'RAMP_UP',
    title: 'New suppliers for what a new customer asks for',
    workflow: 'new-customer',
    steps: ['buy-material'],
    duration: 'P3D',
    daysAgo: 110,
  },
]

const INFORMATION: readonly RequirementPlan[] = [
  {
    ...free,
    department: 'purchasing',
    key: 'buying-pattern',
    kind: 'INFORMATION',
    title: "The customer's buying pattern",
    details: 'How often, how much, and what is likely to come next quarter: we buy ahead on what you tell us.',
    workflow: null,
    steps: [],
    duration: 'P2D',
    daysAgo: 147,
  },
  {
    ...free,
    department: 'warehouse',
    key: 'packing-instructions',
    kind: 'INFORMATION',
    title: 'Packing and labelling as the customer wants it',
    workflow: 'new-customer',
    steps: ['pick-and-pack'],
    duration: 'P1D',
    owedBy: 'customer-service',
    daysAgo: 88,
  },
  {
    ...free,
    department: 'customer-service',
    key: 'contact-people',
    kind: 'INFORMATION',
    title: 'Who answers the phone at the new customer',
    workflow: 'new-customer',
    steps: ['welcome-call'],
    duration: 'PT2H',
    daysAgo: 102,
  },
]

/** What the departments ask for: twenty requirements in force, some of them in their second version. */
export const REQUIREMENTS: readonly RequirementPlan[] = [...NOTICES, ...RAMP_UPS, ...INFORMATION, ...LEAD_TIMES]
