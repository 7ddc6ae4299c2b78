import type { SQLOutputValue, StatementSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import { badInput } from '../../domain/refusal.ts'
import { checkText } from '../../domain/text.ts'
import type { OcelStore, OcelTypeTable } from '../ocel-store.ts'
import { eventId, presentEvent } from './event-presentation.ts'
import { type ObjectType, objectId } from './object-id.ts'
import type { OcelObject } from './ocel-log.ts'
import { checkEvent, checkObject, type OwnEvent, type OwnObject } from './own-schemas.ts'
import { type Keyed, presentObject, WHOLE } from './presentation.ts'

const HEADER = objectId('baton-export', 'header')

/** Whether Baton wrote it: then it is restored, not read as another system's log. */
export function isOwnExport({ objectTypes, db }: OcelStore): boolean {
  const table = objectTypes.get('baton-export')
  if (!table?.attributes.includes(WHOLE)) return false
  return db.prepare('select 1 from object where ocel_id = ?').get(HEADER) !== undefined
}

export type Named<T> = { readonly id: string; readonly whole: T }
type Row = Record<string, SQLOutputValue>

/**
 * An export of Baton's own, in whichever of OCEL's formats it was. Whatever it gives has been compared with all that the file says of it to other readers:
 * what is not as Baton writes it is refused by the id of its object or event.
 */
export class OwnExport {
  private readonly store: OcelStore
  private readonly objectLinks: StatementSync
  private readonly eventLinks: StatementSync
  private readonly ofOrder: StatementSync
  private readonly owed: StatementSync
  private readonly rowsOf = new Map<string, StatementSync>()

  constructor(store: OcelStore) {
    this.store = store
    const { db } = store
    this.objectLinks = db.prepare(
      'select ocel_target_id as id, ocel_qualifier as qualifier from object_object where ocel_source_id = ?',
    )
    this.eventLinks = db.prepare(
      'select ocel_object_id as id, ocel_qualifier as qualifier from event_object where ocel_event_id = ?',
    )
    this.ofOrder = db.prepare(
      `select ocel_event_id as id from event_object where ocel_object_id = ? and ocel_qualifier = 'order' order by ocel_event_id`,
    )
    this.owed = db.prepare(
      `select ocel_source_id as id from object_object where ocel_target_id = ? and ocel_qualifier = 'order' order by rowid`,
    )
  }

  /** What the export says of itself. Refuses one that is not whole, and one of a Baton to come. */
  header(format: number): OwnObject<'baton-export'> {
    const { whole } = this.object('baton-export', HEADER)
    if (whole.format !== format) throw badInput(HEADER, 'is written by another version of Baton', whole.format, format)
    this.expect('events', whole.events, 'select count(*) as count from event')
    this.expect('orders', whole.orders, `select count(*) as count from object where ocel_type = 'order'`)
    return whole
  }

  /** All objects of a type in the order of the file. */
  *objects<T extends ObjectType>(type: T): Generator<Named<OwnObject<T>>> {
    const ids = this.store.db.prepare('select ocel_id as id from object where ocel_type = ? order by rowid')
    for (const { id } of ids.iterate(type)) yield this.object(type, String(id))
  }

  /** What an order owes. */
  obligations(order: string): Named<OwnObject<'order-requirement'>>[] {
    return this.owed.all(order).map(({ id }) => this.object('order-requirement', String(id)))
  }

  eventsOf(order: string): Named<OwnEvent>[] {
    return this.ofOrder.all(order).map(({ id }) => this.event(String(id)))
  }

  /** All events in the order of the feed. */
  *events(): Generator<Named<OwnEvent>> {
    const ids = this.store.db.prepare('select ocel_id as id from event order by ocel_id')
    for (const { id } of ids.iterate()) yield this.event(String(id))
  }

  private object<T extends ObjectType>(type: T, id: string): Named<OwnObject<T>> {
    const table = this.store.objectTypes.get(type)
    const { ocel_changed_field: changed = null, ocel_time: __, ...row } = this.row(table, id)
    if (changed !== null) throw badInput(id, `has a change of ${changed} that Baton does not write`)
    const whole = this.read(id, row, (value) => checkObject(type, value))
    this.compare(presentObject(type, id, whole), row, this.objectLinks)
    return { id, whole }
  }

  private event(id: string): Named<OwnEvent> {
    const type = this.store.db.prepare('select ocel_type as type from event where ocel_id = ?').get(id)
    const table = this.store.eventTypes.get(String(type?.type))
    const { ocel_time, ...row } = this.row(table, id)
    const whole = this.read(id, row, checkEvent)
    const place = Number(id.slice(id.indexOf(':') + 1))
    const expected = presentEvent(place, whole)
    if (id !== eventId(place)) throw badInput(id, 'is no id of an event as Baton writes it')
    if (expected.type !== table!.type) throw badInput(id, `is of the type ${table!.type}, not ${expected.type}`)
    if (expected.time !== Date.parse(String(ocel_time)))
      throw badInput(id, 'has another time than Baton wrote', ocel_time)
    this.compare(expected, row, this.eventLinks)
    return { id, whole }
  }

  private row(table: OcelTypeTable | undefined, id: string): Row {
    if (!table) throw badInput(id, 'is not there')
    const statement =
      this.rowsOf.get(table.table) ?? this.store.db.prepare(`select * from ${table.table} where ocel_id = ?`)
    this.rowsOf.set(table.table, statement)
    const [row, another] = statement.all(id)
    if (!row || another) throw badInput(id, row ? 'is told twice' : 'is not there')
    return row
  }

  private read<T>(id: string, row: Row, check: (value: unknown) => T | string): T {
    const value = jsonOf(id, row[WHOLE])
    checkText(id, value)
    const whole = check(value)
    if (typeof whole === 'string') throw badInput(`${id}, ${WHOLE}`, whole)
    return whole
  }

  private compare(expected: OcelObject, { ocel_id: _, ...row }: Row, links: StatementSync): void {
    const { id } = expected
    for (const [name, value] of Object.entries(row))
      if ((value ?? undefined) !== expected.attributes[name] && !isSameJson(name, value, expected))
        throw badInput(`${id}, ${name}`, 'is not what Baton wrote', value ?? '', expected.attributes[name] ?? 'nothing')
    const told = links.all(id).map((link) => `${link.qualifier} ${link.id}`)
    const meant = expected.links.map(({ qualifier, objectId: other }) => `${qualifier} ${other}`)
    if (!isDeepStrictEqual(told.toSorted(), meant.toSorted()))
      throw badInput(id, 'has other links than Baton wrote', told.join(', '), meant.join(', '))
  }

  private expect(what: string, meant: number, query: string): void {
    const actual = Number(this.store.db.prepare(query).get()!.count)
    if (actual !== meant) throw badInput(HEADER, `says that there are ${meant} ${what}, there are ${actual}`)
  }
}

/** The whole is compared by what it says: another program may have written it in other words. */
function isSameJson(name: string, value: SQLOutputValue | undefined, { attributes }: OcelObject): boolean {
  return name === WHOLE && isDeepStrictEqual(JSON.parse(String(value)), JSON.parse(attributes[WHOLE]!))
}

function jsonOf(id: string, text: SQLOutputValue | undefined): Keyed {
  try {
    return JSON.parse(String(text ?? '')) as Keyed
  } catch {
    throw badInput(`${id}, ${WHOLE}`, 'is not JSON')
  }
}
