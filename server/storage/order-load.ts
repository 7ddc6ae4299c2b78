import { eq, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { event } from '../../drizzle/feed-tables.ts'
import { hold, orderExternalId, orderLine, orderStep, orders, stepRun } from '../../drizzle/order-tables.ts'
import type { Hold, Order, OrderStep, StepRun } from '../domain/order.ts'
import type { Decimal } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { type Database, type Row, rows, type Statement, type Tx } from './database.ts'
import { anyOf, idList } from './ids.ts'
import { type ReadOrder, rowsIn, STEP_ITSELF, wholeOrder } from './order-row.ts'
import { type Cell, listed, RowShape } from './row-shape.ts'
import { asItIs, instantIn, numberIn } from './row-values.ts'
import { readShaped, textOf } from './statement.ts'

/** A workflow version by its number; a stored order always has one. */
export type WorkflowById = (id: number) => Workflow | Promise<Workflow>

/** Whole orders by their numbers, in one statement however many there are; one that does not exist is left out. */
export async function loadOrders(
  tx: Tx,
  ids: readonly number[],
  workflowOf: WorkflowById,
): Promise<Map<number, Order>> {
  const found = await rows<{ whole: Row }>(tx, wholeOrders(isAnyOf(idList(ids))))
  return assembleAll(
    found.map(({ whole }) => whole),
    workflowOf,
  )
}

/** As `loadOrders`, on the pool, by a statement that is prepared; those that were `read` already, as rows, are not asked for. */
export async function readOrders(
  database: Database,
  ids: readonly number[],
  workflowOf: WorkflowById,
  read: WholeRows = new Map(),
): Promise<Map<number, Order>> {
  const unread = ids.filter((id) => !read.has(id))
  const make = () => wholeOrders(isAnyOf(sql.placeholder('ids')))
  const found = unread.length > 0 ? await readShaped(database, 'whole orders', make, { ids: idList(unread) }) : []
  const atHand = ids.map((id) => read.get(id)).filter((row) => row !== undefined)
  return assembleAll([...found.map(([whole]) => whole as Row), ...atHand], workflowOf)
}

/** Whole orders as they are read, by their numbers. */
export type WholeRows = ReadonlyMap<number, Row>
/** Events that orders are read along with. */
const EVENTS_ALONG = 20

/** A statement that reads the whole orders of which the first 20 events after that number tell. */
export function wholeOrdersAfter(seq: number): Statement {
  return { text: WHOLE_ORDERS_AFTER, values: [String(seq)] }
}

export function wholeRowsIn(found: readonly Row[]): WholeRows {
  return new Map(found.map(([whole]) => [Number((whole as Row)[0]), whole as Row]))
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

/** What is read of the parts of an order; the order's own columns come first. */
const STEP = new RowShape<Omit<OrderStep, 'key' | 'runs' | 'holds'>>(...all(STEP_ITSELF))
const RUN = new RowShape<StepRun>(
  ...all({
    number: [stepRun.number, Number],
    holderId: [stepRun.holderId, numberIn],
    readyAt: [stepRun.readyAt, instantIn],
    startedAt: [stepRun.startedAt, instantIn],
    finishedAt: [stepRun.finishedAt, instantIn],
  }),
)
const HOLD = new RowShape<Hold>(
  ...all({
    number: [hold.number, Number],
    reason: [hold.reason, asItIs],
    since: [hold.since, instantIn],
    placedBy: [hold.placedBy, asItIs],
    releasedAt: [hold.releasedAt, instantIn],
    releasedBy: [hold.releasedBy, asItIs],
  }),
)

const NAME = [sql`${orderExternalId.source}`, sql`${orderExternalId.externalId}`]

/** A row holds one value, which is JSON: the columns of the order, then a list of rows for each kind of part. */
function wholeOrders(condition: SQL): SQL {
  const parts = [
    partOf(orderStep, STEP.columns, sql`${orderStep.position}`),
    partOf(stepRun, [sql`${stepRun.position}`, ...RUN.columns], sql`${stepRun.number}`),
    partOf(hold, [sql`${hold.position}`, ...HOLD.columns], sql`${hold.number}`),
    // As a number of JSON a quantity would lose digits.
    partOf(orderLine, [sql`${orderLine.productId}`, sql`${orderLine.quantity}::text`], sql`${orderLine.position}`),
    partOf(orderExternalId, NAME, listed(NAME)),
  ]
  return sql`select json_build_array(${listed([...wholeOrder.columns, ...parts])}) as whole
    from ${orders} where ${condition}`
}

function isAnyOf(ids: string | Placeholder): SQL {
  return sql`${orders.id} = any(${ids}::text::bigint[])`
}

/** The events are limited by themselves, since it is planned without knowing how many there are. */
const WHOLE_ORDERS_AFTER = textOf(
  wholeOrders(sql`${orders.id} in (select order_id from (select ${event.orderId} from ${event}
    where ${event.seq} > $1::text::bigint order by ${event.seq} limit ${sql.raw(String(EVENTS_ALONG))}) first)`),
)

type Part = typeof orderStep | typeof stepRun | typeof hold | typeof orderLine | typeof orderExternalId

function partOf(part: Part, columns: readonly SQL[], order: SQL): SQL {
  return sql`(select json_agg(json_build_array(${listed(columns)}) order by ${order}) from ${part}
    where ${part.orderId} = ${orders.id})`
}

async function assembleAll(found: readonly Row[], workflowOf: WorkflowById): Promise<Map<number, Order>> {
  const assembled = new Map<number, Order>()
  for (const whole of found) {
    const head = wholeOrder.read(whole)
    const parts = whole.slice(wholeOrder.size).map(rowsIn)
    assembled.set(head.id, assemble(head, parts, await workflowOf(head.workflowId)))
  }
  return assembled
}

type Rows = readonly Row[]

/** The parts are those of `wholeOrders`, in its order. */
function assemble(head: ReadOrder['head'], parts: readonly Rows[], workflow: Workflow): Order {
  const [steps, runs, holds, lines, names] = parts as [Rows, Rows, Rows, Rows, Rows]
  const runsOf = Map.groupBy(runs, ([position]) => position)
  const holdsOf = Map.groupBy(holds, ([position]) => position)
  return Object.assign(head, {
    externalIds: names.map(([source, id]) => ({ source: source as string, id: id as string })),
    lines: lines.map(([productId, quantity]) => ({ productId: Number(productId), quantity: quantity as Decimal })),
    steps: steps.map((row) => {
      const step = STEP.read(row)
      return Object.assign(step, {
        key: workflow.steps[step.position]!.key,
        runs: (runsOf.get(step.position) ?? []).map((run) => RUN.read(run, 1)),
        holds: (holdsOf.get(step.position) ?? []).map((one) => HOLD.read(one, 1)),
      })
    }),
  })
}

function all(cells: Readonly<Record<string, Cell>>): [Readonly<Record<string, Cell>>, ReadonlySet<string>] {
  return [cells, new Set(Object.keys(cells))]
}
