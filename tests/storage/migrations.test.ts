import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { type Database, openEmbedded, openPostgres, rows } from '../../server/storage/database.ts'
import { MIGRATIONS, migrate } from '../../server/storage/migrate.ts'
import { createPostgres, type Engine, eachDatabase, onDatabase } from '../support/database.ts'
import { journalOf, someMigrations } from './earlier-database.ts'

const CHILD = fileURLToPath(new URL('../support/killed-migration.ts', import.meta.url))
/** When the process dies, and the statement that it does not get to run. */
const MOMENTS = [
  ['among the tables', 'CREATE TABLE "orders"'],
  ['between two files', 'requirement_versions_never_overlap'],
  ['before the last word', 'INSERT INTO "feed_epoch"'],
] as const

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

describe('migrations', () => {
  eachDatabase((open) => {
    test('change nothing when they have run', async () => {
      const statements: string[] = []
      const database = await open({ observe: (statement) => statements.push(statement) })
      const before = await appliedOf(database)
      statements.length = 0
      await migrate(database)
      expect(await appliedOf(database)).toEqual(before)
      expect(statements.filter((statement) => /create (table "|type|index)|insert|alter/i.test(statement))).toEqual([])
    })
  })

  onDatabase('PostgreSQL', () => {
    test('run once, however many processes start at the same time', async () => {
      const { url, drop } = await createPostgres(null)
      cleanUps.push(drop)
      const records: string[] = []
      const observe = (statement: string) =>
        statement.includes('insert into drizzle.migration') && records.push(statement)
      const nodes = await Promise.all(Array.from({ length: 5 }, () => openPostgres(url, { connections: 1, observe })))
      cleanUps.push(...nodes.map((node) => () => node.close()))
      await Promise.all(nodes.map((node) => migrate(node)))
      expect(records).toHaveLength(await countOfFiles())
      expect(await appliedOf(nodes[0]!)).toHaveLength(await countOfFiles())
    })
  })

  eachDatabase((_, engine) => {
    test.each(MOMENTS)('leave an empty database empty when their process is killed %s', async (_, statement) => {
      const place = await emptyPlace(engine)
      expect(await killBefore(statement, place, MIGRATIONS)).toBe('SIGKILL')
      const database = await reopen(place)
      expect(await tablesOf(database)).toEqual([])
      await migrate(database)
      expect(await appliedOf(database)).toHaveLength(await countOfFiles())
    })

    test('leave the version before as it was when a newer one is killed', async () => {
      const place = await emptyPlace(engine)
      const before = await reopen(place)
      await migrate(before)
      await before.pool.execute(sql`insert into product (sku, name) values ('P1', 'Pump')`)
      const tables = await tablesOf(before)
      await before.close()
      const statements = ['create table zz_first (id int)', 'create table zz_second (id int)']
      const newer = await someMigrations(await countOfFiles(), statements)
      expect(await killBefore('zz_second', place, newer)).toBe('SIGKILL')
      const database = await reopen(place)
      expect(await tablesOf(database)).toEqual(tables)
      expect(await rows(database.pool, sql`select sku from product`)).toEqual([{ sku: 'P1' }])
      await migrate(database, newer)
      expect(await tablesOf(database)).toEqual([...tables, 'zz_first', 'zz_second'])
    })
  })
})

/** A database without anything in it: a URL, or a folder that is not there yet. */
async function emptyPlace(engine: Engine): Promise<string> {
  if (engine === 'PostgreSQL') {
    const { url, drop } = await createPostgres(null)
    cleanUps.push(drop)
    return url
  }
  const folder = await mkdtemp(join(tmpdir(), 'baton-migration-'))
  cleanUps.push(() => rm(folder, { recursive: true }))
  return join(folder, 'data')
}

async function reopen(place: string): Promise<Database> {
  const database = await (place.startsWith('postgres:') ? openPostgres(place, { connections: 1 }) : openEmbedded(place))
  let isOpen = true
  const close = async () => {
    if (isOpen) await database.close()
    isOpen = false
  }
  cleanUps.push(close)
  return { ...database, close }
}

/** Migrates in a process of its own, which dies before that statement; gives the signal that ended it, null for none. */
function killBefore(statement: string, place: string, migrations: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CHILD, place, migrations, statement], (error, _, stderr) => {
      if (error && !error.signal) reject(new Error(stderr))
      else resolve(error?.signal ?? null)
    })
  })
}

async function countOfFiles(): Promise<number> {
  return (await journalOf()).entries.length
}

const appliedOf = (database: Database) => rows(database.pool, sql`select * from drizzle.migration order by created_at`)

async function tablesOf(database: Database): Promise<string[]> {
  const found = await rows<{ name: string }>(
    database.pool,
    sql`select tablename as name from pg_tables where schemaname in ('public', 'drizzle') order by tablename`,
  )
  return found.map(({ name }) => name)
}
