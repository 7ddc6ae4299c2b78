import { createHash } from 'node:crypto'
import { Refusal } from '../domain/refusal.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { ActivityLog, LoggedOrder } from '../interop/activity-log.ts'
import { fieldOf, type RefusedRows, refuseRow } from '../interop/refused-rows.ts'
import type { Tx } from '../storage/database.ts'
import { fingerprintsOf } from '../storage/import-queries.ts'

/** Activities that are worked on at a time, and orders: what is in memory. */
const ACTIVITIES = 4_000
const ORDERS = 500

/** A digest of all that a log says of an order, by which it is known when it is imported again, in whatever order its rows come. */
export function fingerprintOf(order: LoggedOrder): string {
  const { origin: _, activities, attributes, lines, ...own } = order
  const told = {
    ...own,
    lines: lines.map(({ sku, quantity }) => `${sku} ${quantity}`).sort(),
    attributes: Object.entries(attributes)
      .map((pair) => JSON.stringify(pair))
      .sort(),
    activities: activities
      .map(({ step, holder, startedAt, finishedAt }) => JSON.stringify([startedAt, finishedAt, step, holder]))
      .sort(),
  }
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

export type NewOrder = { readonly order: LoggedOrder; readonly fingerprint: string }
/** Orders that were looked at together: those that are new, and how many were imported before. */
export type Sorted = { readonly fresh: readonly NewOrder[]; readonly duplicates: number }

/** Parts what is new from what was imported before, some orders at a time. A number that is another order's is put down in `refused`. */
export async function* sortOut(tx: Tx, log: ActivityLog, refused: RefusedRows): AsyncGenerator<Sorted, undefined> {
  for (const orders of chunksOf(log.orders)) {
    const numbers = orders.map((order) => order.number)
    yield sorted(orders, await fingerprintsOf(tx, numbers), refused)
  }
}

function sorted(
  orders: readonly LoggedOrder[],
  known: ReadonlyMap<string, string | null>,
  refused: RefusedRows,
): Sorted {
  const fresh: NewOrder[] = []
  let duplicates = 0
  for (const order of orders) {
    const fingerprint = fingerprintOf(order)
    if (!known.has(order.number)) fresh.push({ order, fingerprint })
    else if (known.get(order.number) === fingerprint) duplicates += 1
    else refused.add(order.origin.row, conflicting(order))
  }
  return { fresh, duplicates }
}

function* chunksOf(orders: Iterable<LoggedOrder>): Generator<LoggedOrder[], undefined> {
  let chunk: LoggedOrder[] = []
  let activities = 0
  for (const order of orders) {
    chunk.push(order)
    activities += order.activities.length
    if (chunk.length < ORDERS && activities < ACTIVITIES) continue
    yield chunk
    chunk = []
    activities = 0
  }
  if (chunk.length > 0) yield chunk
}

function conflicting({ number, origin }: LoggedOrder): Refusal {
  const field = fieldOf(origin, 'order')
  return new Refusal('CONFLICT', `${field}: there is an order ${number} already that this log tells otherwise`, {
    field,
  })
}

/** The key of each step that the log names, by key or by name. Rows with a step that the workflow has not are put down in `refused`. */
export function stepKeys(log: ActivityLog, workflow: Workflow, refused: RefusedRows): ReadonlyMap<string, string> {
  const known = new Map(workflow.steps.map((step) => [step.name, step.key]))
  for (const { key } of workflow.steps) known.set(key, key)
  for (const { activities } of log.orders)
    for (const { step, origin } of activities)
      if (!known.has(step)) {
        const problem = `is no step of workflow ${workflow.key} version ${workflow.version}`
        refused.add(origin.row, refuseRow(origin, 'step', problem, step))
      }
  return known
}
