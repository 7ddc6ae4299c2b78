import { badInput } from '../domain/refusal.ts'
import { stepName } from './csv-row.ts'
import { plain } from './log-facts.ts'
import type { LogHeader, LogSink, Progress, ReadOptions } from './log-sink.ts'
import { Meter } from './meter.ts'
import { type Belonging, findBelonging } from './ocel-belonging.ts'
import { type OcelOrder, OcelReader } from './ocel-reader.ts'
import { findSources, type OcelSources } from './ocel-sources.ts'
import type { OcelStore } from './ocel-store.ts'
import type { RefusedRows } from './refused-rows.ts'

/**
 * Hands the orders of an OCEL 2.0 log to `sink`, each with the events that belong to it; an event of several orders is a run of each of
 * them. What was guessed, shared and left out stands in the header's notes.
 */
export async function readOcelLog(
  store: OcelStore,
  options: ReadOptions,
  sink: LogSink,
  refused: RefusedRows,
  progress: Progress,
  clock: () => number,
): Promise<LogHeader> {
  const sources = findSources(store, options)
  progress(`${store.file}: finding the orders of the events`)
  const belonging = findBelonging(store, sources.orderTypes, apartOf(store, sources))
  if (belonging.orders === belonging.without)
    throw badInput('--order-type', `no event belongs to an object of ${sources.orderTypes.join(' or ')}`)
  const reader = new OcelReader(store, options, sources, sink)
  const count = belonging.orders - belonging.without
  const meter = new Meter(`${store.file} followed`, 'orders', progress, clock)
  for (const [index, order] of ordersOf(store).map((one, at) => [at, one] as const)) {
    reader.read(order, refused)
    meter.add(1, (index + 1) / count)
  }
  const { mapping } = options
  return {
    name: mapping?.name ?? store.file.replace(/\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, ''),
    timeZone: reader.times.timeZone,
    delivers: mapping?.delivers?.map(stepName) ?? [],
    notes: [...sources.notes, ...belongingNotes(belonging), ...store.notes, ...reader.notes()],
  }
}

/** People, departments, customers and products are of many orders: no way leads over them. */
function apartOf({ objectTypes }: OcelStore, { departments, people, orderTypes }: OcelSources): string[] {
  const shared = /^(?:customer|client|product|article|sku|supplier|vendor)s?$/
  const own = [...objectTypes.keys()].filter((type) => shared.test(plain(type)))
  const named = [...(departments?.types ?? []), ...(people?.types ?? [])]
  return [...own, ...named].filter((type) => !orderTypes.includes(type))
}

function belongingNotes({ events, ofNone, ofSeveral, orders, without }: Belonging): string[] {
  const counts: [number, string][] = [
    [ofSeveral, 'of them are of several orders: each of these goes through them'],
    [ofNone, 'events belong to no order and are left out'],
    [without, 'orders have no event and are left out'],
  ]
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return [`${events} events, of ${orders - without} orders`, ...told]
}

/** One order at a time, with its events as the file has them. */
function* ordersOf({ db }: OcelStore): Generator<OcelOrder> {
  const rows = db
    .prepare(`select "order", object.ocel_id as id, object.ocel_type as type, event, event.ocel_id as event_id,
        event.ocel_type as event_type
      from belonging join object on object.rowid = "order" join event on event.rowid = event order by "order", event`)
    .iterate()
  let order: OcelOrder = { row: 0, id: '', type: '', events: [] }
  for (const { order: row, id, type, event, event_id, event_type } of rows) {
    if (order.row !== row) {
      if (order.events.length > 0) yield order
      order = { row: Number(row), id: String(id), type: String(type), events: [] }
    }
    order.events.push({ row: Number(event), id: String(event_id), type: String(event_type) })
  }
  if (order.events.length > 0) yield order
}
