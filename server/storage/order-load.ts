import { eq, sql } from 'drizzle-orm'
import { hold, orderExternalId, orderLine, orderStep, orders, stepRun } from '../../drizzle/order-tables.ts'
import type { Order } from '../domain/order.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'

/** A workflow version by its number; a stored order always has one. */
export type WorkflowById = (id: number) => Workflow | Promise<Workflow>

/** Whole orders by their numbers, in a fixed count of statements however many there are; one that does not exist is left out. */
export async function loadOrders(
  tx: Tx,
  ids: readonly number[],
  workflowOf: WorkflowById,
): Promise<Map<number, Order>> {
  const found = await tx.select().from(orders).where(anyOf(orders.id, ids))
  const parts = await loadParts(tx, ids)
  const workflows = new Map<number, Workflow>()
  for (const id of new Set(found.map((row) => row.workflowId))) workflows.set(id, await workflowOf(id))
  return new Map(found.map((row) => [row.id, assemble(row, parts, workflows.get(row.workflowId)!)]))
}

/** Locks the orders' rows in the order of their ids, which every transaction does before it writes about them. */
export async function lockOrders(tx: Tx, ids: readonly number[]): Promise<void> {
  const sorted = [...ids].sort((a, b) => a - b)
  await tx.select({ id: orders.id }).from(orders).where(anyOf(orders.id, sorted)).orderBy(orders.id).for('update')
}

export async function orderIdByNumber(tx: Tx, number: string): Promise<number | null> {
  const [row] = await tx.select({ id: orders.id }).from(orders).where(eq(orders.number, number))
  return row?.id ?? null
}

/** The ids behind several order numbers; a number that does not exist is left out. */
export async function orderIdsByNumber(tx: Tx, numbers: readonly string[]): Promise<Map<string, number>> {
  const wanted = sql`select jsonb_array_elements_text(${JSON.stringify(numbers)}::jsonb)`
  const found = await tx
    .select({ id: orders.id, number: orders.number })
    .from(orders)
    .where(sql`${orders.number} in (${wanted})`)
  return new Map(found.map((row) => [row.number, row.id]))
}

type Parts = Awaited<ReturnType<typeof loadParts>>

async function loadParts(tx: Tx, ids: readonly number[]) {
  const steps = await tx.select().from(orderStep).where(anyOf(orderStep.orderId, ids)).orderBy(orderStep.position)
  const runs = await tx.select().from(stepRun).where(anyOf(stepRun.orderId, ids)).orderBy(stepRun.number)
  const holds = await tx.select().from(hold).where(anyOf(hold.orderId, ids)).orderBy(hold.number)
  const lines = await tx.select().from(orderLine).where(anyOf(orderLine.orderId, ids)).orderBy(orderLine.position)
  const names = await tx.select().from(orderExternalId).where(anyOf(orderExternalId.orderId, ids))
  const ofStep = (part: { orderId: number; position: number }) => `${part.orderId}:${part.position}`
  return {
    steps: Map.groupBy(steps, (step) => step.orderId),
    runs: Map.groupBy(runs, ofStep),
    holds: Map.groupBy(holds, ofStep),
    lines: Map.groupBy(lines, (line) => line.orderId),
    names: Map.groupBy(names, (name) => name.orderId),
  }
}

function assemble({ fingerprint: _, ...row }: typeof orders.$inferSelect, parts: Parts, workflow: Workflow): Order {
  const steps = (parts.steps.get(row.id) ?? []).map((step) => assembleStep(step, parts, workflow))
  const lines = (parts.lines.get(row.id) ?? []).map(({ productId, quantity }) => ({ productId, quantity }))
  const externalIds = (parts.names.get(row.id) ?? []).map(({ source, externalId }) => ({ source, id: externalId }))
  return { ...row, externalIds, lines, steps }
}

function assembleStep(row: typeof orderStep.$inferSelect, parts: Parts, workflow: Workflow): Order['steps'][number] {
  const { orderId, position, state, holderId, returns, version } = row
  const part = `${orderId}:${position}`
  const runs = (parts.runs.get(part) ?? []).map(({ orderId: _, position: __, ...run }) => run)
  const holds = (parts.holds.get(part) ?? []).map(({ orderId: _, position: __, ...one }) => one)
  const blockedFrom = row.blockedFrom as 'READY' | 'IN_PROGRESS' | null
  return { key: workflow.steps[position]!.key, position, state, holderId, blockedFrom, returns, version, runs, holds }
}
