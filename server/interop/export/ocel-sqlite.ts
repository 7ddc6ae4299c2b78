import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { formatInstant } from '../../domain/time.ts'
import { type AttributeType, BEGINNING, type OcelLog, type OcelObject, type OcelType } from './ocel-log.ts'

const COLUMN: Readonly<Record<AttributeType, string>> = {
  string: 'TEXT',
  time: 'TIMESTAMP',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
}

/** Writes the log as OCEL 2.0 in its relational form: a new SQLite file at `path`, in one transaction. */
export async function writeOcelSqlite(path: string, log: OcelLog): Promise<void> {
  const database = new DatabaseSync(path)
  try {
    database.exec('pragma foreign_keys = off; pragma journal_mode = off; pragma synchronous = off; begin')
    const tables = new Tables(database, log)
    for await (const chunk of log.objects) for (const object of chunk) tables.addObject(object)
    for await (const chunk of log.events)
      for (const { time, ...event } of chunk) tables.addEvent(event, formatInstant(time))
    database.exec('create index "event_of_object" on "event_object" ("ocel_object_id"); commit')
  } finally {
    database.close()
  }
}

class Tables {
  private readonly object: StatementSync
  private readonly event: StatementSync
  private readonly objectLink: StatementSync
  private readonly eventLink: StatementSync
  private readonly objects: ReadonlyMap<string, TypeTable>
  private readonly events: ReadonlyMap<string, TypeTable>

  constructor(database: DatabaseSync, { objectTypes, eventTypes }: OcelLog) {
    database.exec(FIXED)
    this.objects = typeTables(database, 'object', objectTypes, ', "ocel_changed_field" TEXT')
    this.events = typeTables(database, 'event', eventTypes, ', PRIMARY KEY ("ocel_id")')
    this.object = database.prepare('insert into "object" values (?, ?)')
    this.event = database.prepare('insert into "event" values (?, ?)')
    this.objectLink = database.prepare('insert into "object_object" values (?, ?, ?)')
    this.eventLink = database.prepare('insert into "event_object" values (?, ?, ?)')
  }

  addObject({ id, type, attributes, links }: OcelObject): void {
    this.object.run(id, type)
    this.objects.get(type)!.add(id, BEGINNING, attributes)
    for (const { objectId, qualifier } of links) this.objectLink.run(id, objectId, qualifier)
  }

  addEvent({ id, type, attributes, links }: OcelObject, time: string): void {
    this.event.run(id, type)
    this.events.get(type)!.add(id, time, attributes)
    for (const { objectId, qualifier } of links) this.eventLink.run(id, objectId, qualifier)
  }
}

/** The table of one type: a column an attribute. */
class TypeTable {
  private readonly names: readonly string[]
  private readonly insert: StatementSync

  constructor(database: DatabaseSync, name: string, { attributes }: OcelType, kind: string, more: string) {
    this.names = Object.keys(attributes)
    const own = Object.entries(attributes).map(([column, type]) => `, "${column}" ${COLUMN[type]}`)
    const reference = `, FOREIGN KEY ("ocel_id") REFERENCES "${kind}" ("ocel_id")`
    const columns = `"ocel_id" TEXT, "ocel_time" TIMESTAMP${own.join('')}`
    database.exec(`create table "${name}" (${columns}${keyed(more, reference)})`)
    const places = this.names.map(() => '?').join(', ')
    const list = ['ocel_id', 'ocel_time', ...this.names].map((column) => `"${column}"`).join(', ')
    this.insert = database.prepare(`insert into "${name}" (${list}) values (?, ?, ${places})`)
  }

  add(id: string, time: string, attributes: OcelObject['attributes']): void {
    this.insert.run(id, time, ...this.names.map((name) => attributes[name] ?? null))
  }
}

/** Constraints of a table stand after its columns. */
function keyed(more: string, reference: string): string {
  return more.includes('PRIMARY KEY') ? `${reference}${more}` : `${more}${reference}`
}

function typeTables(database: DatabaseSync, kind: 'object' | 'event', types: readonly OcelType[], more: string) {
  const map = database.prepare(`insert into "${kind}_map_type" values (?, ?)`)
  const taken = new Set(['object', 'map_type', 'object_object'])
  return new Map(
    types.map((type) => {
      const short = tableName(type.name, taken)
      map.run(type.name, short)
      return [type.name, new TypeTable(database, `${kind}_${short}`, type, kind, more)]
    }),
  )
}

/** Letters and digits of the type's name, and a number where another has them too; SQLite does not tell capitals from small letters. */
function tableName(type: string, taken: Set<string>): string {
  const words = type.match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['type']
  const plain = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
  let name = plain
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${plain}${number}`
  taken.add(name.toLowerCase())
  return name
}

const FIXED = `
  create table "event_map_type" ("ocel_type" TEXT, "ocel_type_map" TEXT, PRIMARY KEY ("ocel_type"));
  create table "object_map_type" ("ocel_type" TEXT, "ocel_type_map" TEXT, PRIMARY KEY ("ocel_type"));
  create table "event" ("ocel_id" TEXT, "ocel_type" TEXT, PRIMARY KEY ("ocel_id"),
    FOREIGN KEY ("ocel_type") REFERENCES "event_map_type" ("ocel_type"));
  create table "object" ("ocel_id" TEXT, "ocel_type" TEXT, PRIMARY KEY ("ocel_id"),
    FOREIGN KEY ("ocel_type") REFERENCES "object_map_type" ("ocel_type"));
  create table "event_object" ("ocel_event_id" TEXT, "ocel_object_id" TEXT, "ocel_qualifier" TEXT,
    PRIMARY KEY ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
    FOREIGN KEY ("ocel_event_id") REFERENCES "event" ("ocel_id"), FOREIGN KEY ("ocel_object_id") REFERENCES "object" ("ocel_id"));
  create table "object_object" ("ocel_source_id" TEXT, "ocel_target_id" TEXT, "ocel_qualifier" TEXT,
    PRIMARY KEY ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
    FOREIGN KEY ("ocel_source_id") REFERENCES "object" ("ocel_id"), FOREIGN KEY ("ocel_target_id") REFERENCES "object" ("ocel_id"));`
