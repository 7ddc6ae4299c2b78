import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { Refusal } from '../domain/refusal.ts'
import { checkText } from '../domain/text.ts'
import type { Origin } from './activity-log.ts'
import type { Meter } from './meter.ts'
import { EPOCH, type OcelKind, quoted, RELATIONS } from './ocel-relations.ts'
import { fieldOf, refuseRow } from './refused-rows.ts'

/** `time` null: the file says none, and the value stands from the beginning. */
export type PouredAttribute = { readonly name: string; readonly value: string; readonly time: string | null }
type Poured = {
  readonly id: string
  readonly type: string
  readonly origin: Origin
  readonly attributes: readonly PouredAttribute[]
  readonly links: readonly { readonly id: string; readonly qualifier: string }[]
}
export type PouredEvent = Poured & { readonly time: string }

/** Attributes that a type may have: SQLite's columns of a table, less its own. */
const ATTRIBUTES = 1_900

/**
 * Writes events and objects, as they are read, into the tables that OCEL 2.0 describes for SQLite. Types may be declared after their first
 * use; whether all of them are is for the reader to say, as it is of a file that was SQLite from the beginning.
 */
export class OcelPour {
  /** Values of objects that the file gives no time. */
  timeless = 0
  private share = 0
  private readonly meter: Meter
  private readonly db: DatabaseSync
  private readonly tables = new Map<string, TypeTable>()
  private readonly names = { event: new Set(['map_type', 'object']), object: new Set(['map_type', 'object']) }
  private readonly insert: Readonly<Record<keyof typeof RELATIONS, StatementSync>>

  constructor(db: DatabaseSync, meter: Meter) {
    this.db = db
    this.meter = meter
    const insertions = Object.entries(RELATIONS).map(([table, columns]) => {
      db.exec(`create table ${table} (${columns.map((column) => `${column} text`).join(', ')})`)
      return [table, db.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`)]
    })
    this.insert = Object.fromEntries(insertions)
  }

  /** Hears what share of the file has been read. */
  pass(share: number): void {
    this.share = share
  }

  declare(kind: OcelKind, type: string, attributes: readonly string[], origin: Origin): void {
    checkText(fieldOf(origin, 'name'), [type, ...attributes])
    const table = this.tableOf(kind, type, origin)
    if (table.isDeclared) throw refuseRow(origin, 'name', `${type} is declared twice`, type)
    table.isDeclared = true
    this.insert[`${kind}_map_type`].run(type, table.map)
    for (const name of attributes) table.column(name, origin)
  }

  addEvent({ time, ...event }: PouredEvent): void {
    this.check(event)
    this.insert.event.run(event.id, event.type)
    this.tableOf('event', event.type, event.origin).add(event.id, time, event.attributes, null, event.origin)
    for (const { id, qualifier } of event.links) this.insert.event_object.run(event.id, id, qualifier)
  }

  addObject(object: Poured): void {
    this.check(object)
    this.insert.object.run(object.id, object.type)
    const table = this.tableOf('object', object.type, object.origin)
    const [initial, changed] = initialAndChanged(object.attributes)
    this.timeless += initial.filter(({ time }) => time === null).length
    table.add(object.id, EPOCH, initial, null, object.origin)
    for (const one of changed) table.add(object.id, one.time!, [one], one.name, object.origin)
    for (const { id, qualifier } of object.links) this.insert.object_object.run(object.id, id, qualifier)
  }

  private check({ id, type, origin, attributes, links }: Poured): void {
    if (id === '') throw refuseRow(origin, 'id', 'is missing')
    if (type === '') throw refuseRow(origin, 'type', `is missing (${id})`)
    checkText(fieldOf(origin, id), { id, type, attributes, links })
    this.meter.add(1, this.share)
  }

  private tableOf(kind: OcelKind, type: string, origin: Origin): TypeTable {
    const key = `${kind} ${type}`
    const known = this.tables.get(key)
    if (known) return known
    const names = this.names[kind]
    const table = new TypeTable(this.db, kind, unused(names, type.replace(/[^\p{L}\p{N}_]/gu, '')))
    names.add(table.map.toLowerCase())
    this.tables.set(key, table)
    if (this.tables.size > ATTRIBUTES) throw tooMany(fieldOf(origin, 'type'), 'types', this.tables.size)
    return table
  }
}

/** The table of one type. Names of tables and columns that SQLite would take for one another get a number. */
class TypeTable {
  readonly map: string
  isDeclared = false
  private readonly db: DatabaseSync
  private readonly name: string
  private readonly columns = new Map<string, string>()
  private readonly taken: Set<string>
  private readonly own: readonly string[]
  private insert: StatementSync | null = null

  constructor(db: DatabaseSync, kind: OcelKind, map: string) {
    this.db = db
    this.map = map
    this.name = quoted(`${kind}_${map}`)
    this.own = kind === 'event' ? ['ocel_id', 'ocel_time'] : ['ocel_id', 'ocel_time', 'ocel_changed_field']
    this.taken = new Set(this.own)
    db.exec(`create table ${this.name} (${this.own.map((column) => `${column} text`).join(', ')})`)
  }

  column(attribute: string, origin: Origin): string {
    const known = this.columns.get(attribute)
    if (known !== undefined) return known
    if (this.columns.size >= ATTRIBUTES)
      throw tooMany(fieldOf(origin, 'attributes'), 'attributes', this.columns.size + 1)
    const column = unused(this.taken, attribute || '_')
    this.taken.add(column.toLowerCase())
    this.columns.set(attribute, column)
    this.db.exec(`alter table ${this.name} add column ${quoted(column)} text`)
    this.insert = null
    return column
  }

  add(id: string, time: string, attributes: readonly PouredAttribute[], changed: string | null, origin: Origin): void {
    const columns = attributes.map(({ name }) => this.column(name, origin))
    const told = new Map(columns.map((column, index) => [column, attributes[index]!.value]))
    this.insert ??= this.db.prepare(`insert into ${this.name} values (${this.places().join(', ')})`)
    const own = this.own.length === 2 ? [id, time] : [id, time, changed === null ? null : columns[0]!]
    this.insert.run(...own, ...[...this.columns.values()].map((column) => told.get(column) ?? null))
  }

  private places(): string[] {
    return [...this.own, ...this.columns.keys()].map(() => '?')
  }
}

/** What an object is from the beginning, each attribute once, and what came to change. */
function initialAndChanged(
  attributes: readonly PouredAttribute[],
): readonly [readonly PouredAttribute[], readonly PouredAttribute[]] {
  const initial = new Map<string, PouredAttribute>()
  const changed: PouredAttribute[] = []
  for (const one of attributes)
    if ((one.time === null || Date.parse(one.time) === 0) && !initial.has(one.name)) initial.set(one.name, one)
    else changed.push({ ...one, time: one.time ?? EPOCH })
  return [[...initial.values()], changed]
}

function unused(taken: ReadonlySet<string>, wanted: string): string {
  let name = wanted
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}_${number}`
  return name
}

function tooMany(field: string, what: string, actual: number): Refusal {
  const message = `${field}: more than ${ATTRIBUTES} ${what}`
  return new Refusal('LIMIT_EXCEEDED', message, { field, limit: ATTRIBUTES, actual })
}
