import { firstDifference } from '../domain/difference.ts'
import type { Order } from '../domain/order.ts'
import { foldLog } from '../domain/order-history-fold.ts'
import { badInput, Refusal } from '../domain/refusal.ts'
import { requireKey } from '../domain/text.ts'
import { parseTimeZone } from '../domain/time.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Named, OwnExport } from '../interop/export/own-export.ts'
import type { OwnEvent, OwnObject } from '../interop/export/own-schemas.ts'
import type { RefusedRows } from '../interop/refused-rows.ts'
import type { Tx } from '../storage/database.ts'
import { loadWorkflows } from '../storage/directory-load.ts'
import { eventsTelling } from '../storage/export-queries.ts'
import { insertObligations } from '../storage/export-restore.ts'
import { allocateOrderIds, insertOrders } from '../storage/order-insert.ts'
import { orderIdsByNumber } from '../storage/order-load.ts'
import { asRefusal } from '../storage/unique-violation.ts'
import { KeyBook, loadReference } from './export-keys.ts'
import { keyedEvents } from './export-orders.ts'
import type { RestoredNumbers } from './restore-export-numbers.ts'

const ORDERS = 200
/** What an order is by its events; what it owes and where it was imported from stand beside it. */
const FOLDED: ReadonlySet<string> = new Set([
  ...['ORDER_PLACED', 'ORDER_DELIVERED', 'ORDER_CLOSED', 'ORDER_CANCELLED', 'PROMISE_CHANGED'],
  ...['STEP_CHANGED', 'STEP_ASSIGNED', 'STEP_RETURNED', 'HOLD_PLACED', 'HOLD_RELEASED'],
])

type Parts = {
  readonly tx: Tx
  readonly own: OwnExport
  readonly numbers: RestoredNumbers
  readonly refused: RefusedRows
  readonly progress: (line: string) => void
}
type Counts = { orders: number; steps: number; runs: number; duplicates: number }
type ToldOrder = Named<OwnObject<'order'>>
type FoldedOrder = { readonly order: Order; readonly fingerprint: string | null }

/** Restores orders out of their events, chunk by chunk. */
export class OrderRestoring {
  private readonly parts: Parts
  private readonly book: KeyBook
  private readonly workflows: ReadonlyMap<number, Workflow>
  private readonly counts: Counts = { orders: 0, steps: 0, runs: 0, duplicates: 0 }

  private constructor(parts: Parts, book: KeyBook, workflows: readonly Workflow[]) {
    this.parts = parts
    this.book = book
    this.workflows = new Map(workflows.map((one) => [one.id, one]))
  }

  /** Throws the last of the conflicts; the others are put down in `refused`. */
  static async run(parts: Parts, all: number): Promise<Counts> {
    const { tx, own, progress } = parts
    const book = new KeyBook(await loadReference(tx))
    const restoring = new OrderRestoring(parts, book, await loadWorkflows(tx))
    let done = 0
    for (const chunk of chunksOf(own.objects('order'), ORDERS)) {
      await restoring.restore(chunk)
      done += chunk.length
      progress(`${done} of ${all} orders`)
    }
    if (restoring.conflict) throw restoring.conflict
    return restoring.counts
  }

  private conflict: Refusal | null = null

  private refuse(conflict: Refusal): void {
    if (this.conflict) this.parts.refused.add(null, this.conflict)
    this.conflict = conflict
  }

  private async restore(chunk: readonly ToldOrder[]): Promise<void> {
    const { tx, numbers } = this.parts
    const known = await orderIdsByNumber(
      tx,
      chunk.map(({ whole }) => whole.number),
    )
    await this.compare(chunk, known)
    const fresh = chunk.filter(({ whole }) => !known.has(whole.number))
    if (fresh.length === 0 || this.conflict) return
    const ids = await allocateOrderIds(tx, fresh.length)
    for (const [index, { id }] of fresh.entries()) numbers.put(id, ids[index]!)
    const folded = fresh.map((order, index) => this.fold(order, ids[index]!))
    await insertOrders(tx, folded, this.workflows).catch(asRefusal)
    await this.insertOwed(fresh, folded)
    this.count(folded)
  }

  /** An order that is known must be told here as there, except that more may have happened to it here. */
  private async compare(chunk: readonly ToldOrder[], known: ReadonlyMap<string, number>): Promise<void> {
    const { tx, own, numbers } = this.parts
    const rows = known.size === 0 ? [] : await eventsTelling(tx, [...known.values()])
    const here = Map.groupBy(await keyedEvents(tx, this.book, rows), (event) => event.orderId)
    for (const { id, whole } of chunk) {
      const number = known.get(whole.number)
      if (number === undefined) continue
      numbers.put(id, number, false)
      const told = (here.get(id) ?? []).map(sayingOf)
      const differs = own.eventsOf(id).findIndex(({ whole: event }, index) => sayingOf(event) !== told[index])
      if (differs < 0) this.counts.duplicates += 1
      else this.refuse(conflictOf(id, differs, told.length))
    }
  }

  /** Keys stand for numbers as well as numbers do, so the log is folded as it is and compared with what the export says of the order. */
  private fold({ id, whole }: ToldOrder, number: number): FoldedOrder {
    const { own, numbers } = this.parts
    const events = own.eventsOf(id)
    if (events.length !== whole.events)
      throw badInput(id, `is told by ${whole.events} events, the export has ${events.length} of them`)
    const told = events.map((event) => event.whole).filter((event) => FOLDED.has(event.type))
    const keyed = foldOwn(id, told)
    const { events: _, fingerprint, products: __, ...meant } = whole
    const { steps, lines: ___, externalIds: ____, ...folded } = keyed
    const found = firstDifference(meant, { ...folded, id: undefined })
    if (found) {
      const { path, left, right } = found
      throw badInput(`${id}, ${path}`, `is ${JSON.stringify(left)}, by its events ${JSON.stringify(right)}`)
    }
    requireKey(`${id}, number`, keyed.number)
    parseTimeZone(`${id}, timeZone`, keyed.timeZone)
    const order = { ...numbers.resolve<Order>(id, keyed), id: number }
    const { steps: meantSteps } = this.workflows.get(order.workflowId)!
    if (steps.map((step) => step.key).join('\n') !== meantSteps.map((step) => step.key).join('\n'))
      throw badInput(id, `has other steps than ${whole.workflowId}`)
    return { order, fingerprint }
  }

  private async insertOwed(fresh: readonly ToldOrder[], folded: readonly FoldedOrder[]): Promise<void> {
    const { tx, own, numbers } = this.parts
    const owed = fresh.flatMap(({ id }, index) =>
      own.obligations(id).map((obligation) => ({ ...obligation, order: folded[index]!.order })),
    )
    const rows = owed.map(({ id, whole, order }) => {
      const { step, ...row } = whole
      return {
        ...numbers.resolve<Parameters<typeof insertObligations>[1][number]>(id, row),
        position: placeOf(id, order, step),
      }
    })
    const ids = rows.length === 0 ? [] : await insertObligations(tx, rows)
    for (const [index, { id }] of owed.entries()) numbers.put(id, ids[index]!)
  }

  private count(folded: readonly FoldedOrder[]): void {
    const steps = folded.flatMap(({ order }) => order.steps)
    this.counts.orders += folded.length
    this.counts.steps += steps.length
    this.counts.runs += steps.flatMap((step) => step.runs).filter((run) => run.startedAt !== null).length
  }
}

/** The place of a step in an order's workflow version; null for none. */
export function placeOf(
  told: string,
  { steps, number }: Pick<Order, 'steps' | 'number'>,
  key: string | null,
): number | null {
  if (key === null) return null
  const step = steps.find((one) => one.key === key)
  if (step) return step.position
  throw badInput(`${told}, step`, `is no step of order ${number}`, key)
}

function foldOwn(id: string, events: readonly OwnEvent[]): Order {
  const [first] = events
  if (first?.type !== 'ORDER_PLACED') throw badInput(id, 'is told by events of which the first is not its placing')
  return foldLog(events as unknown as Parameters<typeof foldLog>[0], 0)!
}

/** All that an event says, in the words of every database; which of an order's obligations it settled may be gone by now. */
export function sayingOf(event: object): string {
  const { payload, ...told } = event as Record<string, unknown>
  return JSON.stringify({ ...told, imported: null, payload: { ...(payload as object), orderRequirementId: null } })
}

function conflictOf(id: string, place: number, known: number): Refusal {
  const problem =
    place < known
      ? `there is an order of that number already, told otherwise from its event ${place + 1} on`
      : `the export tells more than the ${known} events that are known here`
  return new Refusal('CONFLICT', `${id}: ${problem}`, { field: id })
}

function* chunksOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
