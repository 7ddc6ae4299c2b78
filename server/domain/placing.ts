import type { Fact } from './fact.ts'
import type { Order, OrderStep } from './order.ts'
import { startableSteps } from './readiness.ts'
import { badInput } from './refusal.ts'
import type { Workflow, WorkflowStep } from './workflow.ts'

/** What is known of an order when it is placed. */
export type OrderHeader = Omit<Order, 'state' | 'deliveredAt' | 'closedAt' | 'version' | 'steps' | 'workflowId'>

/** The birth of an order: steps that do not apply are SKIPPED, those with nothing before them are READY. */
export function placeOrder(
  workflow: Workflow,
  header: OrderHeader,
  applies: (step: WorkflowStep) => boolean,
): { readonly order: Order; readonly facts: readonly Fact[] } {
  const steps = workflow.steps.map((step) => bornStep(step, applies(step)))
  if (steps.every((step) => step.state === 'SKIPPED'))
    throw badInput(
      'workflow',
      `no step of ${workflow.key} version ${workflow.version} applies to this order`,
      workflow.key,
    )
  const born: Order = {
    ...header,
    workflowId: workflow.id,
    state: 'OPEN',
    deliveredAt: null,
    closedAt: null,
    version: 1,
    steps,
  }
  const ready = new Set(startableSteps(workflow, born).map((step) => step.key))
  const order = { ...born, steps: steps.map((step) => (ready.has(step.key) ? makeReady(step, header.placedAt) : step)) }
  const { id: _, ...placed } = order
  return { order, facts: [{ type: 'ORDER_PLACED', at: header.placedAt, reason: null, orderVersion: 1, order: placed }] }
}

function bornStep(step: WorkflowStep, applies: boolean): OrderStep {
  const state = applies ? 'WAITING' : 'SKIPPED'
  const { key, position } = step
  return { key, position, state, holderId: null, blockedFrom: null, returns: 0, version: 1, runs: [], holds: [] }
}

function makeReady(step: OrderStep, at: number): OrderStep {
  return {
    ...step,
    state: 'READY',
    runs: [{ number: 1, holderId: null, readyAt: at, startedAt: null, finishedAt: null }],
  }
}
