import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { OcelKind } from './ocel-relations.ts'
import type { OcelStore } from './ocel-store.ts'
import { type RefusedRows, refuseRow } from './refused-rows.ts'

const KINDS = ['event', 'object'] as const

/**
 * Indexes the store and looks through it. Refused with their rows: ids that stand twice or not at all, types that are not declared,
 * events without a row in the table of their type. What can be left out is counted in the notes that come back.
 */
export function checkStore(store: OcelStore, refused: RefusedRows): string[] {
  index(store)
  for (const kind of KINDS) {
    refuseIds(store, kind, refused)
    refuseTypes(store, kind, refused)
  }
  refuseUntimed(store, refused)
  return [...KINDS.flatMap((kind) => strayRows(store, kind)), ...danglingLinks(store.db)]
}

function index({ db, eventTypes, objectTypes }: OcelStore): void {
  for (const kind of KINDS)
    db.exec(`create index ${kind}_by_id on ${kind} (ocel_id);
      create index ${kind}_by_type on ${kind} (ocel_type)`)
  db.exec(`create index event_object_by_event on event_object (ocel_event_id, ocel_object_id);
    create index event_object_by_object on event_object (ocel_object_id);
    create index object_object_by_source on object_object (ocel_source_id, ocel_target_id);
    create index object_object_by_target on object_object (ocel_target_id, ocel_source_id)`)
  const tables = [...eventTypes.values(), ...objectTypes.values()]
  for (const [number, { table }] of tables.entries()) db.exec(`create index type_${number}_by_id on ${table} (ocel_id)`)
}

type Row = Record<string, SQLOutputValue>

function refuseIds(store: OcelStore, kind: OcelKind, refused: RefusedRows): void {
  const twice = `select rowid as "row", ocel_id as id from ${kind} as this where ocel_id is null or exists (
    select 1 from ${kind} as other where other.ocel_id = this.ocel_id and other.rowid < this.rowid)`
  refuse(store, kind, twice, refused, ({ id }) => (id === null ? 'has no id' : `has the id of a row before: ${id}`))
}

function refuseTypes(store: OcelStore, kind: OcelKind, refused: RefusedRows): void {
  const unknown = `select rowid as "row", ocel_id as id, ocel_type as type from ${kind}
    where ocel_type is null or ocel_type not in (select ocel_type from ${kind}_map_type)`
  refuse(store, kind, unknown, refused, ({ id, type }) => `is of a type that is not declared: ${type} (${id})`)
}

/** An event has its time in the table of its type, so it stands there, once. */
function refuseUntimed(store: OcelStore, refused: RefusedRows): void {
  for (const { table, type } of store.eventTypes.values()) {
    const count = `(select count(*) from ${table} as own where own.ocel_id = event.ocel_id)`
    const wrong = `select rowid as "row", ocel_id as id, ${count} as count from event
      where ocel_type = '${type.replaceAll("'", "''")}' and ${count} <> 1`
    refuse(store, 'event', wrong, refused, ({ id, count }) => `stands ${count} times in ${table}, not once (${id})`)
  }
}

function refuse(store: OcelStore, kind: OcelKind, query: string, refused: RefusedRows, problem: (row: Row) => string) {
  for (const row of store.db.prepare(query).iterate() as Iterable<Row>) {
    const refusal = refuseRow(store.origin(kind, Number(row.row)), null, problem(row))
    refused.add(refusal.row, refusal)
  }
}

function strayRows({ db, eventTypes, objectTypes }: OcelStore, kind: OcelKind): string[] {
  const tables = [...(kind === 'event' ? eventTypes : objectTypes).values()]
  const strays = tables.map(({ table }) =>
    countOf(
      db,
      `${table} where ocel_id is null or ocel_id not in (select ocel_id from ${kind} where ocel_id is not null)`,
    ),
  )
  const count = strays.reduce((sum, one) => sum + one, 0)
  return count > 0 ? [`${count} rows of attributes belong to no ${kind} of the log and are left out`] : []
}

function danglingLinks(db: DatabaseSync): string[] {
  const isMissing = (column: string, kind: OcelKind) =>
    `not exists (select 1 from ${kind} where ${kind}.ocel_id = ${column})`
  const between = countOf(
    db,
    `object_object where ${isMissing('ocel_source_id', 'object')} or ${isMissing('ocel_target_id', 'object')}`,
  )
  const ofEvents = countOf(
    db,
    `event_object where ${isMissing('ocel_event_id', 'event')} or ${isMissing('ocel_object_id', 'object')}`,
  )
  const count = between + ofEvents
  if (count === 0) return []
  return [`${count} links point nowhere and are left out: ${between} between objects, ${ofEvents} of events`]
}

function countOf(db: DatabaseSync, rows: string): number {
  return Number(db.prepare(`select count(*) as count from ${rows}`).get()!.count)
}
