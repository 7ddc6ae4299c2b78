import { SPARE_PARTS } from './products.ts'

/** A step before its department has an id. */
export type StepPlan = {
  readonly key: string
  readonly name: string
  readonly department: string
  readonly dependsOn: readonly string[]
  readonly appliesWhen: string | null
  readonly delivers: boolean
}

export type WorkflowPlan = {
  readonly key: string
  readonly name: string
  readonly appliesWhen: string | null
  readonly publishedDaysAgo: number
  /** Calendar days from the placing of an order to the date that a rep usually promises. */
  readonly quotedDays: number
  readonly steps: readonly StepPlan[]
}

type Choice = { readonly appliesWhen?: string; readonly delivers?: boolean }

function step(key: string, name: string, department: string, dependsOn: readonly string[], choice: Choice = {}) {
  return { key, name, department, dependsOn, appliesWhen: null, delivers: false, ...choice }
}

const MADE = { appliesWhen: `order.lines.exists(line, line.category != '${SPARE_PARTS}')` }
const BOUGHT = { appliesWhen: "order.lines.exists(line, line.category in ['pumps', 'assemblies'])" }
const EXPORTED = { appliesWhen: "'export' in order.circumstances" }
const DELIVERS = { delivers: true }

/** Of those that fit an order the most recently published is taken, so the one for every order comes first. */
export const WORKFLOWS: readonly WorkflowPlan[] = [
  {
    key: 'new-order',
    name: 'New order',
    appliesWhen: null,
    publishedDaysAgo: 410,
    quotedDays: 20,
    steps: [
      step('enter-order', 'Enter the order', 'order-desk', []),
      step('check-credit', 'Check credit', 'accounting', ['enter-order']),
      step('check-stock', 'Check stock and capacity', 'planning', ['enter-order']),
      step('buy-material', 'Buy material', 'purchasing', ['check-stock'], BOUGHT),
      step('produce', 'Produce', 'production', ['check-stock', 'buy-material'], MADE),
      step('inspect', 'Inspect and release', 'quality', ['produce'], MADE),
      step('pick-and-pack', 'Pick and pack', 'warehouse', ['inspect', 'check-credit']),
      step('book-carrier', 'Book the carrier', 'shipping', ['check-credit']),
      step('deliver', 'Deliver', 'carrier', ['pick-and-pack', 'book-carrier'], DELIVERS),
      step('invoice', 'Send the invoice', 'accounting', ['deliver']),
    ],
  },
  {
    key: 'new-customer',
    name: 'New customer',
    appliesWhen: 'order.isNewCustomer',
    publishedDaysAgo: 396,
    quotedDays: 29,
    steps: [
      step('enter-order', 'Enter the order', 'order-desk', []),
      step('open-account', 'Open the account', 'accounting', ['enter-order']),
      step('check-credit', 'Check credit', 'accounting', ['open-account']),
      step('welcome-call', 'Welcome call', 'customer-service', ['enter-order']),
      step('agree-terms', 'Agree the terms', 'order-desk', ['check-credit', 'welcome-call']),
      step('plan-production', 'Plan production', 'planning', ['enter-order']),
      step('buy-material', 'Buy material', 'purchasing', ['plan-production'], BOUGHT),
      step('set-up-line', 'Set up the line', 'production', ['plan-production'], MADE),
      step('produce', 'Produce', 'production', ['set-up-line', 'buy-material', 'agree-terms'], MADE),
      step('inspect', 'Inspect and release', 'quality', ['produce'], MADE),
      step('pick-and-pack', 'Pick and pack', 'warehouse', ['inspect', 'agree-terms']),
      step('deliver', 'Deliver', 'carrier', ['pick-and-pack'], DELIVERS),
      step('invoice', 'Send the invoice', 'accounting', ['deliver']),
    ],
  },
  {
    key: 'special-circumstance',
    name: 'Special circumstance',
    appliesWhen: "'export' in order.circumstances || 'rush' in order.circumstances",
    publishedDaysAgo: 381,
    quotedDays: 22,
    steps: [
      step('enter-order', 'Enter the order', 'order-desk', []),
      step('agree-handling', 'Agree how it is handled', 'customer-service', ['enter-order']),
      step('check-credit', 'Check credit', 'accounting', ['agree-handling']),
      step('export-papers', 'Prepare the export papers', 'shipping', ['agree-handling'], EXPORTED),
      step('expedite-material', 'Expedite the material', 'purchasing', ['agree-handling'], BOUGHT),
      step('plan-production', 'Plan production', 'planning', ['agree-handling']),
      step('produce', 'Produce', 'production', ['plan-production', 'expedite-material'], MADE),
      step('inspect', 'Inspect and release', 'quality', ['produce'], MADE),
      step('pick-and-pack', 'Pick and pack', 'warehouse', ['inspect', 'check-credit', 'plan-production']),
      step('deliver', 'Deliver', 'carrier', ['pick-and-pack', 'export-papers'], DELIVERS),
      step('hand-over', 'Clear customs and hand over', 'distributor', ['deliver'], { ...EXPORTED, ...DELIVERS }),
      step('invoice', 'Send the invoice', 'accounting', ['deliver', 'hand-over']),
      step('follow-up', 'Ask how it went', 'customer-service', ['deliver', 'hand-over']),
    ],
  },
]
