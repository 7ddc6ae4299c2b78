import type { Mutation } from './mutation.ts'
import { OPEN } from './order.ts'
import { releaseHolds } from './step-commands.ts'

/** Ends an order that is not delivered: its open holds are released, its open steps are CANCELLED. */
export function cancelOrder(mutation: Mutation): void {
  for (const step of mutation.before.steps) {
    if (!OPEN.has(step.state)) continue
    releaseHolds(mutation, step)
    mutation.move(step.key, 'CANCELLED', null)
  }
  mutation.emit({ type: 'ORDER_CANCELLED' })
}
