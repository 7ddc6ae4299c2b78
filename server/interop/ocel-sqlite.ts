import { once } from 'node:events'
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { finished } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { badInput } from '../domain/refusal.ts'
import { openBytes } from './log-source.ts'
import { type OcelKind, quoted, RELATIONS } from './ocel-relations.ts'

type Tables = ReadonlyMap<string, readonly string[]>
/** Codes of SQLite for bytes that are no database, and for one that is damaged. */
const NO_DATABASE = 26
const DAMAGED = 11

/**
 * Copies the tables of OCEL 2.0 out of a SQLite file, which is not written to. All comes as text, and text that is empty as nothing: some
 * tools write every column so. Refuses what is no SQLite, what is damaged, and a missing table or column by its name.
 */
export async function copySqlite(path: string, db: DatabaseSync): Promise<void> {
  const file = basename(path)
  const { source, remove } = await unpacked(path)
  try {
    attach(db, source)
    copyTables(file, db)
    db.exec('detach source')
  } catch (error) {
    throw inWords(file, error)
  } finally {
    remove()
  }
}

/** SQLite reads from files alone, so what is packed is unpacked into one first. */
async function unpacked(path: string): Promise<{ source: string; remove: () => void }> {
  if (!/\.gz$/i.test(path)) {
    if (!existsSync(path)) throw badInput(path, 'cannot be read (ENOENT)')
    return { source: resolve(path), remove: () => {} }
  }
  const folder = mkdtempSync(join(tmpdir(), 'baton-unpacked-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    await unpackInto(join(folder, 'log.sqlite'), path)
  } catch (error) {
    remove()
    throw error
  }
  return { source: join(folder, 'log.sqlite'), remove }
}

async function unpackInto(target: string, path: string): Promise<void> {
  const out = createWriteStream(target)
  try {
    for await (const chunk of openBytes(path)) if (!out.write(chunk)) await once(out, 'drain')
  } finally {
    out.end()
    await finished(out)
  }
}

function attach(db: DatabaseSync, source: string): void {
  db.prepare('attach ? as source').run(`${pathToFileURL(source)}?mode=ro`)
}

function copyTables(file: string, db: DatabaseSync): void {
  const tables = tablesOf(db)
  for (const [table, columns] of Object.entries(RELATIONS)) copyTable(file, db, tables, table, columns)
  for (const kind of ['event', 'object'] as const)
    for (const map of mapsOf(file, db, kind)) copyTable(file, db, tables, `${kind}_${map}`, ['ocel_id', 'ocel_time'])
}

/** Tables alone: a view could be made to run for ever. */
function tablesOf(db: DatabaseSync): Tables {
  const names = db.prepare(`select name from source.sqlite_master where type = 'table'`).all()
  const columns = db.prepare('select name from pragma_table_info(?, ?)')
  const columnsOf = (table: string) => columns.all(table, 'source').map((column) => String(column.name))
  return new Map(names.map(({ name }) => [String(name).toLowerCase(), columnsOf(String(name))]))
}

function copyTable(file: string, db: DatabaseSync, tables: Tables, table: string, needed: readonly string[]): void {
  const columns = tables.get(table.toLowerCase())
  if (!columns) throw badInput(file, `has no table ${table}`, table, [...tables.keys()])
  const lacking = needed.find((column) => !columns.includes(column))
  if (lacking !== undefined) throw badInput(`${file}, ${table}`, `has no column ${lacking}`, lacking, columns)
  const texts = columns.map((column) => `nullif(cast(${quoted(column)} as text), '') as ${quoted(column)}`)
  db.exec(`create table main.${quoted(table)} as select ${texts.join(', ')} from source.${quoted(table)}`)
}

/** Each name once, whatever its case: two types may share a table only in a file that is then refused for it. */
function mapsOf(file: string, db: DatabaseSync, kind: OcelKind): string[] {
  const rows = db.prepare(`select ocel_type, ocel_type_map from main.${kind}_map_type`).all()
  const maps = new Map<string, string>()
  rows.forEach(({ ocel_type, ocel_type_map }, index) => {
    const origin = `${file}, ${kind}_map_type row ${index + 1}`
    if (ocel_type === null || ocel_type_map === null) throw badInput(origin, 'is empty')
    const map = String(ocel_type_map)
    if (maps.has(map.toLowerCase())) throw badInput(origin, `gives the table ${kind}_${map} to a second type`, map)
    maps.set(map.toLowerCase(), map)
  })
  return [...maps.values()]
}

function inWords(file: string, error: unknown): unknown {
  const { errcode, message } = error as { errcode?: number; message: string }
  if (errcode === undefined) return error
  if ((errcode & 0xff) === NO_DATABASE) return badInput(file, 'is no SQLite database')
  if ((errcode & 0xff) === DAMAGED) return badInput(file, `is a damaged SQLite database (${message})`)
  return badInput(file, `cannot be read as SQLite (${message})`)
}
