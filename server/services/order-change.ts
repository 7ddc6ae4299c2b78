import { eventsOf } from '../domain/event.ts'
import { latestInstant, type Order } from '../domain/order.ts'
import { type Command, decide } from '../domain/step-machine.ts'
import { requireSeen, seesOrder } from '../domain/visibility.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { loadOrders, lockOrders, orderIdByNumber } from '../storage/order-load.ts'
import { latestFactAt } from '../storage/order-log.ts'
import { saveOrder } from '../storage/order-save.ts'
import type { Asker } from './mutate.ts'

export type LockedOrder = { readonly order: Order; readonly workflow: Workflow }

/** An order that the viewer sees, locked until the transaction ends. NOT_FOUND where there is none or it may not be seen. */
export async function lockOrder(tx: Tx, asker: Asker, number: string, field = 'input.order'): Promise<LockedOrder> {
  const id = await orderIdByNumber(tx, number)
  if (id !== null) await lockOrders(tx, [id])
  return seenOrder(tx, asker, id, field, number)
}

export async function lockOrderById(
  tx: Tx,
  asker: Asker,
  id: number,
  field: string,
  value: string,
): Promise<LockedOrder> {
  await lockOrders(tx, [id])
  return seenOrder(tx, asker, id, field, value)
}

async function seenOrder(
  tx: Tx,
  { baton, viewer }: Asker,
  id: number | null,
  field: string,
  value: string,
): Promise<LockedOrder> {
  const loaded = id === null ? null : await loadOrders(tx, [id], (version) => baton.directory.workflowOf(tx, version))
  const order = loaded?.get(id!)
  const workflow = order && baton.directory.workflowById(order.workflowId)
  const departments = new Set(workflow?.steps.map((step) => step.departmentId))
  requireSeen(order !== undefined && seesOrder(viewer, { repId: order.repId, departments }), field, value)
  return { order: order!, workflow: workflow! }
}

/** Decides one command on a locked order and writes what follows: its rows and its events, in the transaction handed in. */
export async function changeOrder(
  tx: Tx,
  { baton, viewer }: Asker,
  { order, workflow }: LockedOrder,
  command: Command,
  { expectedVersion = null, ...told }: { expectedVersion?: number | null | undefined; at?: Instant } = {},
): Promise<Order> {
  const at = told.at ?? (await now(tx, baton.clock, order))
  const decision = decide(workflow, order, command, { at, actor: viewer.actor, expectedVersion })
  await saveOrder(tx, order, decision.order, workflow)
  await insertEvents(tx, eventsOf(order, workflow, decision.facts, { actor: viewer.actor, recordedAt: baton.clock() }))
  return decision.order
}

/**
 * The clock's instant, or the latest that the order or its log knows where that is later: a clock set back must not hold anybody up, and
 * what is done last must stay last when history is told by time.
 */
async function now(tx: Tx, clock: () => Instant, order: Order): Promise<Instant> {
  return Math.max(clock(), latestInstant(order), (await latestFactAt(tx, order.id)) ?? 0)
}
