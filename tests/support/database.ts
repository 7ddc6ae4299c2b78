import { readFile } from 'node:fs/promises'
import postgres from 'postgres'
import { afterAll, afterEach, beforeEach, describe, inject } from 'vitest'
import { type Database, type Observe, openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { TEMPLATE } from './run-setup.ts'

/** Opens another fresh, migrated and empty database. */
export type Open = (options?: { readonly observe?: Observe }) => Promise<Database>
export const ENGINES = ['PGlite', 'PostgreSQL'] as const
export type Engine = (typeof ENGINES)[number]

/**
 * The same tests on both databases. What `open` gives is closed and gone after the test that opened it; opened in `beforeAll`, after
 * the last test.
 */
export function eachDatabase(tests: (open: Open, engine: Engine) => void): void {
  for (const engine of ENGINES) onDatabase(engine, (open) => tests(open, engine))
}

export function onDatabase(engine: Engine, tests: (open: Open) => void): void {
  const isAbsent = engine === 'PostgreSQL' && inject('postgresUrl') === null
  describe.skipIf(isAbsent)(`on ${engine}`, () => {
    const cleanUp = cleanUpAfterUse()
    tests(async (options = {}) => {
      const database = await (engine === 'PGlite' ? openFreshEmbedded(options) : openFreshPostgres(options))
      cleanUp(() => database.close())
      return database
    })
  })
}

async function openFreshEmbedded(options: { readonly observe?: Observe }): Promise<Database> {
  return openEmbedded(null, { loadDataDir: new Blob([await readFile(inject('embeddedTemplate'))]), ...options })
}

/** Its pool is small: a cluster has 200 connections for all test files. */
async function openFreshPostgres(options: { readonly observe?: Observe }): Promise<Database> {
  const fresh = await createPostgres()
  const database = await openPostgres(fresh.url, { connections: 10, ...options })
  return { ...database, close: () => database.close().then(fresh.drop) }
}

/** A fresh database of the run's PostgreSQL by its URL, for those who open it themselves: another process, a second node. */
export async function createPostgres(
  template: string | null = TEMPLATE,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  await administer((sql) => sql`create database ${sql(name)} template ${sql(template ?? 'template0')}`)
  const url = new URL(inject('postgresUrl')!)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => administer((sql) => sql`drop database if exists ${sql(name)} with (force)`) }
}

async function administer(work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(inject('postgresUrl')!, { max: 1, onnotice: () => {} })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}

/** Registers hooks of the surrounding suite; what is handed over within a test is done after it, anything else at the end. */
function cleanUpAfterUse(): (work: () => Promise<void>) => void {
  const ofTest: (() => Promise<void>)[] = []
  const ofSuite: (() => Promise<void>)[] = []
  let inTest = false
  beforeEach(() => {
    inTest = true
  })
  afterEach(async () => {
    inTest = false
    await runAll(ofTest)
  })
  afterAll(() => runAll(ofSuite))
  return (work) => void (inTest ? ofTest : ofSuite).push(work)
}

async function runAll(works: (() => Promise<void>)[]): Promise<void> {
  for (const work of works.splice(0).reverse()) await work()
}
