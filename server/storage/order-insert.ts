import { sql } from 'drizzle-orm'
import { hold, orderExternalId, orderLine, orderStep, orders, stepRun } from '../../drizzle/order-tables.ts'
import type { Order, OrderStep } from '../domain/order.ts'
import type { Workflow } from '../domain/workflow.ts'
import { rows, type Tx } from './database.ts'
import { insertRows } from './rows.ts'

export type OrderToInsert = { readonly order: Order; readonly fingerprint: string | null }

const NEXT_ID = sql`nextval(pg_get_serial_sequence('orders', 'id'))`

/** Numbers for `count` orders to come, ascending, that no other order will get. */
export async function allocateOrderIds(tx: Tx, count: number): Promise<number[]> {
  const taken = await rows<{ id: string | number }>(
    tx,
    sql`select ${NEXT_ID} as id from generate_series(1, ${count}::int)`,
  )
  return taken.map(({ id }) => Number(id))
}

/** As `allocateOrderIds`, one: the next of which the name made of it is not taken. In one statement, however many are. */
export async function allocateNamedOrderId(tx: Tx, prefix: string): Promise<number> {
  const [free] = await rows<{ id: string | number }>(
    tx,
    sql`with recursive tried (id) as (
      select ${NEXT_ID} union all
      select ${NEXT_ID} from tried where exists (select from ${orders} where ${orders.number} = ${prefix} || tried.id)
    ) select max(id) as id from tried`,
  )
  return Number(free!.id)
}

/** Writes whole orders, set-based: a statement a table, however many there are. */
export async function insertOrders(
  tx: Tx,
  list: readonly OrderToInsert[],
  workflows: ReadonlyMap<number, Workflow>,
): Promise<void> {
  const every = list.map(({ order }) => order)
  await insertRows(
    tx,
    orders,
    list.map(({ order, fingerprint }) => ({ ...orderRow(order), fingerprint })),
  )
  await insertRows(tx, orderExternalId, every.flatMap(externalIdRows))
  await insertRows(tx, orderLine, every.flatMap(lineRows))
  await insertRows(
    tx,
    orderStep,
    every.flatMap((order) => order.steps.map((step) => stepRow(order, step, workflows.get(order.workflowId)!))),
  )
  await insertRows(
    tx,
    stepRun,
    every.flatMap((order) => order.steps.flatMap((step) => runRows(order, step))),
  )
  await insertRows(
    tx,
    hold,
    every.flatMap((order) => order.steps.flatMap((step) => holdRows(order, step))),
  )
}

export function orderRow({ steps: _, externalIds: __, lines: ___, circumstances, ...row }: Order) {
  return { ...row, circumstances: [...circumstances] }
}

function externalIdRows(order: Order) {
  return order.externalIds.map(({ source, id }) => ({ source, externalId: id, orderId: order.id }))
}

function lineRows(order: Order) {
  return order.lines.map((line, position) => ({ orderId: order.id, position, ...line }))
}

export function stepRow(order: Order, step: OrderStep, workflow: Workflow) {
  const { position, state, holderId, blockedFrom, returns, version } = step
  const departmentId = workflow.steps[position]!.departmentId
  const [first, latest] = [step.runs.at(0), step.runs.at(-1)]
  return {
    orderId: order.id,
    workflowId: workflow.id,
    position,
    departmentId,
    state,
    holderId,
    blockedFrom,
    returns,
    version,
    readyAt: latest?.readyAt ?? null,
    firstReadyAt: first?.readyAt ?? null,
    startedAt: latest?.startedAt ?? null,
    finishedAt: latest?.finishedAt ?? null,
    promisedDate: order.promisedDate,
  }
}

export function runRows(order: Order, { position, runs }: OrderStep) {
  return runs.map((run) => ({ orderId: order.id, position, ...run }))
}

export function holdRows(order: Order, { position, holds }: OrderStep) {
  return holds.map((one) => ({ orderId: order.id, position, ...one }))
}
