import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { onTestFinished } from 'vitest'
import { type Database, rows, type Tx } from '../../server/storage/database.ts'
import { MIGRATIONS } from '../../server/storage/migrate.ts'

export type Journal = { readonly entries: readonly { idx: number; when: number; tag: string }[] }
/** The rows of each table, as JSON. */
export type Contents = ReadonlyMap<string, readonly unknown[]>

export async function journalOf(folder = MIGRATIONS): Promise<Journal> {
  return JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8'))
}

/** Baton's migrations: the first so many of them, and one more where its statements are given. */
export async function someMigrations(count: number, more: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-migrations-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(MIGRATIONS, folder, { recursive: true })
  const { entries, ...journal } = await journalOf(folder)
  const last = entries.at(-1)!
  const extra = more.length > 0 ? [{ ...last, idx: count, when: last.when + 1, tag: 'extra' }] : []
  const kept = [...entries.slice(0, count), ...extra]
  await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries: kept }))
  await writeFile(join(folder, 'extra.sql'), more.join(';--> statement-breakpoint\n'))
  return folder
}

/** Everything in a database, table by table. */
export async function contentsOf({ pool }: Database): Promise<Contents> {
  const contents = new Map<string, readonly unknown[]>()
  for (const table of await tablesOf(pool)) {
    const name = sql.identifier(table)
    const found = await rows<{ row: unknown }>(pool, sql`select to_jsonb(t) as row from ${name} t`)
    contents.set(
      table,
      found.map(({ row }) => row),
    )
  }
  return contents
}

/** How many rows each table has. */
export async function countsOf(database: Database): Promise<Record<string, number>> {
  return countEach(await contentsOf(database))
}

export function countEach(contents: Contents): Record<string, number> {
  return Object.fromEntries([...contents].map(([table, found]) => [table, found.length]))
}

/**
 * Puts contents into an earlier state of the schema: the tables that it has, and of each the columns. References are not checked
 * meanwhile, so the order of the tables does not matter.
 */
export async function putInto(database: Database, contents: Contents): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    for (const table of await tablesOf(tx)) await fillTable(tx, table, contents.get(table) ?? [])
  })
}

async function fillTable(tx: Tx, table: string, given: readonly unknown[]): Promise<void> {
  if (given.length === 0) return
  const known = new Set(Object.keys(given[0] as object))
  const columns = (await columnsOf(tx, table)).filter((column) => known.has(column))
  const list = sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  )
  const name = sql.identifier(table)
  await tx.execute(
    sql`insert into ${name} (${list}) select ${list} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(given)}::jsonb)`,
  )
}

async function tablesOf(tx: Tx): Promise<string[]> {
  const query = sql`select tablename as name from pg_tables where schemaname = 'public' order by tablename`
  return (await rows<{ name: string }>(tx, query)).map(({ name }) => name)
}

async function columnsOf(tx: Tx, table: string): Promise<string[]> {
  const query = sql`select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`
  return (await rows<{ name: string }>(tx, query)).map(({ name }) => name)
}
