import type { Client } from '../support/client.ts'

/** A workflow of which there are two versions that differ in every way. */
export const COMPARED = 'repair'

const PUBLISH = 'mutation ($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { workflow { version } } }'

const step = (key: string, name: string, department: string, ...dependsOn: string[]) => ({
  key,
  name,
  department,
  dependsOn,
})

const FIRST = [
  step('receive', 'Receive the pump', 'warehouse'),
  step('diagnose', 'Find the fault', 'quality', 'receive'),
  step('quote', 'Quote the repair', 'order-desk', 'diagnose'),
  step('repair', 'Repair', 'production', 'quote'),
  step('test-run', 'Test run', 'production', 'repair'),
  step('send-back', 'Send it back', 'shipping', 'test-run'),
]

const SECOND = [
  step('receive', 'Receive the pump', 'customer-service'),
  step('diagnose', 'Find the fault', 'quality', 'receive'),
  step('quote', 'Quote the repair', 'order-desk', 'diagnose'),
  step('spare-parts', 'Get spare parts', 'purchasing', 'diagnose'),
  step('repair', 'Repair and run', 'production', 'quote', 'spare-parts'),
  {
    ...step('invoice', 'Send the invoice', 'accounting', 'quote'),
    appliesWhen: "!('warranty' in order.circumstances)",
  },
  { ...step('send-back', 'Send it back', 'shipping', 'repair'), delivers: true },
]

/** Publishes both; only an admin of the demo company may. */
export async function publishVersions(admin: Client): Promise<void> {
  const about = { key: COMPARED, name: 'Repair', appliesWhen: "'repair' in order.circumstances" }
  for (const steps of [FIRST, SECOND]) await admin.tell(PUBLISH, { input: { ...about, steps } })
}
