import { type NewEvent, PAYLOAD_VERSION, referenceEvent } from '../domain/event.ts'
import { badInput } from '../domain/refusal.ts'
import { type Named, OwnExport } from '../interop/export/own-export.ts'
import type { OwnEvent } from '../interop/export/own-schemas.ts'
import type { OcelStore } from '../interop/ocel-store.ts'
import type { RefusedRows } from '../interop/refused-rows.ts'
import type { Tx } from '../storage/database.ts'
import { insertEvents } from '../storage/event-insert.ts'
import { eventsTelling } from '../storage/export-queries.ts'
import { lockImports } from '../storage/import-queries.ts'
import { unhurried } from '../storage/migrate.ts'
import { analyze } from '../storage/reference-insert.ts'
import { lockRequirements } from '../storage/requirement-lock.ts'
import { lockWorkflows } from '../storage/workflow-save.ts'
import type { Baton } from './baton.ts'
import { KeyBook, loadReference } from './export-keys.ts'
import { EXPORT_FORMAT } from './export-ocel.ts'
import { keyedEvents } from './export-orders.ts'
import { NOTHING, type Written } from './import-counts.ts'
import { RestoredNumbers } from './restore-export-numbers.ts'
import { OrderRestoring, sayingOf } from './restore-export-orders.ts'
import { ReferenceRestoring } from './restore-export-reference.ts'

const EVENTS = 2_000

export type Restoring = {
  /** Undone by the caller where this throws. */
  readonly tx: Tx
  readonly baton: Baton
  readonly store: OcelStore
  readonly refused: RefusedRows
  readonly progress: (line: string) => void
}

/**
 * Restores what an export of Baton's own tells: the same departments, people, customers, products, workflows, requirements, orders and events by their keys,
 * the events by the same actors, at the same times and in the same order, marked as imported. What is known already is left as it is. Throws a
 * refusal, naming the object or event, for what is not as Baton wrote it, and for what this database knows otherwise (CONFLICT); then nothing may stay.
 */
export async function restoreExport(parts: Restoring): Promise<Written> {
  const { tx, baton, store, progress } = parts
  await unhurried(tx)
  await lockImports(tx)
  await lockRequirements(tx)
  await lockWorkflows(tx)
  const own = new OwnExport(store)
  const header = own.header(EXPORT_FORMAT)
  progress(`${store.file}: an export of Baton's own, of ${header.orders} orders with ${header.events} events`)
  const numbers = new RestoredNumbers(store)
  const told = await toldAlready(tx)
  const reference = await ReferenceRestoring.run({ tx, baton, own, numbers })
  const { duplicates, ...orders } = await OrderRestoring.run({ ...parts, own, numbers }, header.orders)
  const written = await new EventRestoring(parts, own, numbers, told).run(header.events)
  // What is kept in memory is told of even where no event came with it: every Baton reads it anew.
  const isTold = written > 0 || Object.values(reference).some((added) => added > 0)
  const events = isTold ? written + (await tellImport(tx, baton, orders.orders)) : 0
  return { ...NOTHING, ...reference, ...orders, duplicates, events }
}

async function tellImport(tx: Tx, baton: Baton, orderCount: number): Promise<number> {
  const at = baton.clock()
  await insertEvents(tx, [referenceEvent({ type: 'ORDERS_IMPORTED', at, payload: { orderCount } }, null, at)])
  await analyze(tx)
  return 1
}

/** How often each event that concerns no order has been told here already. */
async function toldAlready(tx: Tx): Promise<Map<string, number>> {
  const book = new KeyBook(await loadReference(tx))
  const counts = new Map<string, number>()
  for (const event of await keyedEvents(tx, book, await eventsTelling(tx, null)))
    counts.set(sayingOf(event), (counts.get(sayingOf(event)) ?? 0) + 1)
  return counts
}

/** Adds the events of orders that are new, and those of no order that were not told before, in the order of the export's feed. */
class EventRestoring {
  private readonly parts: Restoring
  private readonly own: OwnExport
  private readonly numbers: RestoredNumbers
  private readonly told: Map<string, number>

  constructor(parts: Restoring, own: OwnExport, numbers: RestoredNumbers, told: Map<string, number>) {
    this.parts = parts
    this.own = own
    this.numbers = numbers
    this.told = told
  }

  async run(all: number): Promise<number> {
    const { tx, progress } = this.parts
    let [read, written] = [0, 0]
    let chunk: NewEvent[] = []
    for (const event of this.own.events()) {
      read += 1
      if (this.isNew(event.whole)) chunk.push(this.restored(event))
      if (chunk.length < EVENTS && read < all) continue
      await insertEvents(tx, chunk)
      written += chunk.length
      chunk = []
      progress(`${read} of ${all} events`)
    }
    return written
  }

  private isNew(event: OwnEvent): boolean {
    if (event.orderId !== null) return this.numbers.isNew(event.orderId)
    const known = this.told.get(sayingOf(event)) ?? 0
    this.told.set(sayingOf(event), known - 1)
    return known <= 0
  }

  private restored({ id, whole }: Named<OwnEvent>): NewEvent {
    if (whole.payloadVersion !== PAYLOAD_VERSION)
      throw badInput(`${id}, payloadVersion`, 'is of another version of Baton', whole.payloadVersion, PAYLOAD_VERSION)
    const { step: _, stepName: __, payloadVersion: ___, ...told } = whole
    return { ...this.numbers.resolve<NewEvent>(id, told), imported: true }
  }
}
