import { eq } from 'drizzle-orm'
import { hold, orderStep, orders, stepRun } from '../../drizzle/order-tables.ts'
import type { Order } from '../domain/order.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Tx } from './database.ts'
import { holdRows, runRows, stepRow } from './order-insert.ts'
import { upsertRows } from './rows.ts'

/** Writes what a mutation changed: the order's row, its date at the steps, and those steps whose version grew. The order's row is locked. */
export async function saveOrder(tx: Tx, before: Order, after: Order, workflow: Workflow): Promise<void> {
  const { state, promisedDate, deliveredAt, closedAt, version } = after
  await tx.update(orders).set({ state, promisedDate, deliveredAt, closedAt, version }).where(eq(orders.id, after.id))
  if (promisedDate !== before.promisedDate)
    await tx.update(orderStep).set({ promisedDate }).where(eq(orderStep.orderId, after.id))
  const changed = after.steps.filter((step, position) => step.version !== before.steps[position]?.version)
  const steps = changed.map((step) => stepRow(after, step, workflow))
  await upsertRows(tx, orderStep, ['orderId', 'position'], steps)
  await upsertRows(
    tx,
    stepRun,
    ['orderId', 'position', 'number'],
    changed.flatMap((step) => runRows(after, step)),
  )
  await upsertRows(
    tx,
    hold,
    ['orderId', 'position', 'number'],
    changed.flatMap((step) => holdRows(after, step)),
  )
}
