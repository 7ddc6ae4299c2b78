import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { openPostgres } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'

const LOAD = readFileSync(fileURLToPath(new URL('load.sql', import.meta.url)), 'utf8')
const GROW = readFileSync(fileURLToPath(new URL('grow.sql', import.meta.url)), 'utf8')
/** What an earlier run did to a database that is kept: the events of its fan-out, its tokens. */
const FORGET = ['delete from event where not imported', 'delete from api_token', 'vacuum analyze event']
/** Orders of the comparison. */
const ORDERS = 200_000

/** The database server's address without a database, e.g. `postgres://postgres@127.0.0.1:54329`. */
export type Server = string

/**
 * Makes database `name` with Baton's tables and in them the facts of schema `app` of database `source`, and returns its address. One that an
 * earlier run filled by the same `load.sql` is brought up to date by Baton's migrations and kept.
 */
export async function fillBaton(server: Server, source: string, name: string): Promise<string> {
  return make({ server, source, name, version: versionOf(LOAD) }, async (sql) => {
    await migrateAt(`${server}/${name}`)
    await loadFacts(sql)
    await sql`drop schema app cascade`
  })
}

/** Makes of the filled database `source` one of `orders` orders, fewer or more, which is kept as well. */
export async function growBaton(server: Server, source: string, orders: number): Promise<string> {
  const first = Math.min(orders, ORDERS)
  const statements = GROW.replaceAll('$orders', String(first)).replaceAll('$copies', String(orders / first - 1))
  const version = versionOf(LOAD + statements)
  return make({ server, source, name: `${source}_${orders}`, version }, async (sql) => {
    await sql.begin((tx) => tx.unsafe(statements).simple())
  })
}

/** Fills Baton's tables from schema `app` of the same database, whole or not at all. */
export async function loadFacts(sql: postgres.Sql): Promise<void> {
  await sql.begin((tx) => tx.unsafe(LOAD).simple())
}

type Wanted = { readonly server: Server; readonly source: string; readonly name: string; readonly version: string }

/** The address of a database made of `source` by `fill`, which is kept and, when it is there in this version, taken as it is. */
async function make({ server, source, name, version }: Wanted, fill: (sql: postgres.Sql) => Promise<void>) {
  const url = `${server}/${name}`
  if ((await noteOf(server, name)) === version) {
    await migrateAt(url)
    for (const statement of FORGET) await run(url, statement)
    return url
  }
  console.log(`filling ${name} with the facts of ${source}: some minutes, the first time`)
  await run(`${server}/postgres`, `drop database if exists "${name}" with (force)`)
  // A database cannot be copied while somebody has it open: a server that was left running, say.
  await run(`${server}/postgres`, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${source}'`)
  await run(`${server}/postgres`, `create database "${name}" template "${source}"`)
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    // The facts of app are checked there: checking each reference once more would double the time.
    await sql`set session_replication_role = replica`
    await sql`set work_mem = '256MB'`
    await sql`set maintenance_work_mem = '1GB'`
    await sql`set synchronous_commit = off`
    await fill(sql)
    await sql`vacuum analyze`
    await sql.unsafe(`comment on database "${name}" is '${version}'`)
  } finally {
    await sql.end()
  }
  return url
}

async function migrateAt(url: string): Promise<void> {
  const database = await openPostgres(url, { connections: 1 })
  await migrate(database).finally(() => database.close())
}

/** What the database says of how it was filled; null where there is none. */
async function noteOf(server: Server, name: string): Promise<string | null> {
  const [row] = await run(
    `${server}/postgres`,
    `select shobj_description(oid, 'pg_database') as note from pg_database where datname = '${name}'`,
  )
  return row?.note ?? null
}

async function run(url: string, statement: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

const versionOf = (statements: string) => createHash('sha256').update(statements).digest('hex')
