import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Origin } from './activity-log.ts'
import type { Progress } from './log-sink.ts'
import { formatOf } from './log-source.ts'
import { Meter } from './meter.ts'
import { checkStore } from './ocel-check.ts'
import { pourJson } from './ocel-json.ts'
import { OcelPour } from './ocel-pour.ts'
import { type OcelKind, quoted } from './ocel-relations.ts'
import { copySqlite } from './ocel-sqlite.ts'
import { pourXml } from './ocel-xml.ts'
import type { RefusedRows } from './refused-rows.ts'
import { openTemporaryDatabase } from './temporary-database.ts'

/** A type's own table, its name quoted, with the columns that are attributes. */
export type OcelTypeTable = { readonly type: string; readonly table: string; readonly attributes: readonly string[] }
type TypeTables = ReadonlyMap<string, OcelTypeTable>

/**
 * An OCEL 2.0 log, whatever its file was, in the tables that OCEL describes for SQLite, all of them text, with ids indexed. It
 * lies outside of memory and is gone with `close` or with the process.
 */
export class OcelStore {
  /** The file's name without its folder. */
  readonly file: string
  readonly db: DatabaseSync
  readonly eventTypes: TypeTables
  readonly objectTypes: TypeTables
  /** What was found and taken all the same; for the user. */
  readonly notes: readonly string[]
  private readonly rowsAreNamed: Readonly<Record<OcelKind, string>>

  constructor(file: string, db: DatabaseSync, rowsAreNamed: Readonly<Record<OcelKind, string>>, notes: string[]) {
    this.file = file
    this.db = db
    this.rowsAreNamed = rowsAreNamed
    this.notes = notes
    this.eventTypes = typeTables(db, 'event')
    this.objectTypes = typeTables(db, 'object')
  }

  /** Where the file has its event or object of that row. */
  origin(kind: OcelKind, row: number): Origin {
    return { file: `${this.file}, ${this.rowsAreNamed[kind]}`, row }
  }

  close(): void {
    this.db.close()
  }
}

/**
 * Reads an OCEL 2.0 file: JSON, XML or SQLite, also packed. What makes it unreadable is thrown; rows that are wrong are put down in
 * `refused`, and where there is one, the store is only good for being closed. `clock` in milliseconds paces what `progress` hears.
 */
export async function openOcel(
  path: string,
  refused: RefusedRows,
  progress: Progress,
  clock: () => number,
): Promise<OcelStore> {
  const db = openTemporaryDatabase()
  try {
    const file = basename(path)
    progress(`${file}: reading`)
    const { timeless, rowsAreNamed } = await fill(path, db, refused, new Meter(`${file} read`, 'rows', progress, clock))
    const notes = timeless > 0 ? [`${timeless} values of objects have no time: they stand from the beginning`] : []
    const store = new OcelStore(file, db, rowsAreNamed, notes)
    notes.push(...checkStore(store, refused))
    return store
  } catch (error) {
    db.close()
    throw error
  }
}

async function fill(path: string, db: DatabaseSync, refused: RefusedRows, meter: Meter) {
  const format = formatOf(path)
  if (format === 'ocel-sqlite') {
    await copySqlite(path, db)
    return { timeless: 0, rowsAreNamed: { event: 'event', object: 'object' } }
  }
  db.exec('begin')
  const pour = new OcelPour(db, meter)
  await (format === 'ocel-json' ? pourJson : pourXml)(path, pour, refused)
  db.exec('commit')
  return { timeless: pour.timeless, rowsAreNamed: { event: 'events', object: 'objects' } }
}

const OWN = new Set(['ocel_id', 'ocel_time', 'ocel_changed_field'])

function typeTables(db: DatabaseSync, kind: OcelKind): TypeTables {
  const columns = db.prepare('select name from pragma_table_info(?)')
  const rows = db.prepare(`select ocel_type, ocel_type_map from ${kind}_map_type`).all()
  const tables = rows.map(({ ocel_type, ocel_type_map }): [string, OcelTypeTable] => {
    const name = `${kind}_${ocel_type_map}`
    const attributes = columns.all(name).map((column) => String(column.name))
    const table = {
      type: String(ocel_type),
      table: quoted(name),
      attributes: attributes.filter((one) => !OWN.has(one)),
    }
    return [table.type, table]
  })
  return new Map(tables)
}
