import { asking } from './requirement-draft.ts'
import type { RequirementPlan } from './requirements.ts'

const notice = asking('NOTICE')
const EXPORTED = "'export' in order.circumstances"

/** What the departments must have in hand, and how long beforehand. */
export const NOTICES: readonly RequirementPlan[] = [
  notice(['accounting', 'new-order', 'invoice'], ['invoice-form', 'Invoice form, seven days ahead'], 'P7D', 34, {
    details:
      'Tax number, billing address and payment terms. Without the form the invoice waits, and so does your commission.',
    formUrl: 'https://forms.example.com/accounting/invoice',
    clock: 'ELAPSED',
    before: { daysAgo: 300, duration: 'P5D', details: 'Tax number, billing address and payment terms.' },
  }),
  notice(
    ['accounting', 'new-customer', 'check-credit'],
    ['credit-application', 'Signed credit application of a new customer'],
    'P1D',
    290,
    {
      details: 'With two trade references and the latest balance sheet.',
      formUrl: 'https://forms.example.com/accounting/credit',
    },
  ),
  notice(
    ['shipping', 'special-circumstance', 'export-papers'],
    ['end-use-statement', 'End-use statement for an export'],
    'P2D',
    270,
    {
      details: 'Signed by the customer, with the country of final use.',
      formUrl: 'https://forms.example.com/shipping/end-use',
      appliesWhen: EXPORTED,
    },
  ),
  notice(
    ['carrier', 'new-order', 'deliver'],
    ['pick-up-notice', 'Pick-up notice with weights and dimensions'],
    'P1D',
    96,
    { owedBy: 'shipping' },
  ),
  notice(
    ['carrier', 'special-circumstance', 'deliver'],
    ['dangerous-goods', 'Declaration of barrier fluid and batteries'],
    'P2D',
    231,
    { owedBy: 'shipping', appliesWhen: "order.lines.exists(line, line.sku in ['KX-OIL', 'KC-GW'])" },
  ),
  notice(
    ['accounting', 'new-customer', 'open-account'],
    ['tax-certificate', 'Tax certificate, not older than a year'],
    'P2D',
    262,
    { formUrl: 'https://forms.example.com/accounting/tax' },
  ),
  notice(
    ['purchasing', 'special-circumstance', 'expedite-material'],
    ['rush-approval', 'Approval of the surcharge for rush material'],
    'P1D',
    71,
    {
      details: 'Who pays for air freight: the customer, or you from your budget?',
      appliesWhen: "'rush' in order.circumstances",
      before: { daysAgo: 255, duration: 'PT4H', details: null },
    },
  ),
  notice(
    ['quality', 'new-customer', 'inspect'],
    ['acceptance-test', 'Whether the customer is there for the acceptance test'],
    'P5D',
    248,
    { details: 'With names and passport numbers: visitors are announced at the gate.' },
  ),
  notice(
    ['distributor', 'special-circumstance', 'hand-over'],
    ['importer-number', 'Importer of record and its number'],
    'P3D',
    219,
    { owedBy: 'shipping', appliesWhen: EXPORTED },
  ),
  notice(['production', 'new-order', 'produce'], ['skid-drawing', 'Approved drawing of an assembly'], 'P4D', 58, {
    details: 'Signed by the customer. A drawing that changes later starts the lead time again.',
    appliesWhen: "order.lines.exists(line, line.category == 'assemblies')",
    before: { daysAgo: 240, duration: 'P3D', details: 'Signed by the customer.' },
  }),
]
