import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { SMALL_COMPANY } from '../../server/demo/company-size.ts'
import { openBaton } from '../../server/services/baton.ts'
import { ensureDemoCompany } from '../../server/services/demo.ts'
import { type Verification, verify } from '../../server/services/verify.ts'
import { type Database, openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { createPostgres, type Engine, eachDatabase } from '../support/database.ts'
import {
  type Contents,
  contentsOf,
  countEach,
  countsOf,
  journalOf,
  putInto,
  someMigrations,
} from './earlier-database.ts'
import { NOW } from './one-shop.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const { length: all } = (await journalOf()).entries
/** Each earlier state of the schema, by how many migrations had been applied: a new migration adds one by itself. */
const states = Array.from({ length: all + 1 }, (_, count) => count)

describe('a company is kept whole by the migrations', () => {
  eachDatabase((open, engine) => {
    let company: Contents
    beforeAll(async () => {
      company = await demoCompany(await open(), countEach(await contentsOf(await open())))
    })

    test.each(states)('from the state after %i of them', async (count) => {
      const database = await earlier(engine, count, company)
      const before = await countsOf(database)
      const verification = await migrateForward(database)
      const after = await countsOf(database)
      expect(Object.values(before).some((rows) => rows > 0)).toBe(count > 0)
      expect(after).toMatchObject({ ...before, feed_epoch: 1 })
      expect(verification).toEqual({ orders: before.orders ?? 0, events: before.event ?? 0, difference: null })
    })

    const harms: [string, string, string][] = [
      ['loses rows', 'delete from hold', 'holds'],
      ['changes what happened', `update step_run set finished_at = finished_at + interval '1 hour'`, 'finishedAt'],
    ]
    test.each(harms)('and one that %s would be found out', async (_, statement, difference) => {
      const database = await earlier(engine, all, company)
      const verification = await migrateForward(database, await someMigrations(all, [statement]))
      expect(verification.difference).toContain(difference)
    })
  })
})

/** The demo company, without the tables that the migrations themselves put rows into. */
async function demoCompany(database: Database, migrated: Record<string, number>): Promise<Contents> {
  const baton = await openBaton({ database, clock: () => NOW, random: () => 0.5, log: silent })
  await ensureDemoCompany(baton, { size: SMALL_COMPANY, progress: () => {} })
  await baton.feed.tail.catchUp()
  await baton.close()
  return new Map([...(await contentsOf(database))].filter(([table]) => migrated[table] === 0))
}

/** A database as it was when there were so many migrations, with the company in it. */
async function earlier(engine: Engine, count: number, company: Contents): Promise<Database> {
  const database = await empty(engine)
  await migrate(database, await someMigrations(count))
  await putInto(database, company)
  return database
}

async function empty(engine: Engine): Promise<Database> {
  if (engine === 'PGlite') {
    const database = await openEmbedded(null)
    onTestFinished(() => database.close())
    return database
  }
  const { url, drop } = await createPostgres(null)
  const database = await openPostgres(url, { connections: 4 })
  onTestFinished(() => database.close().then(drop))
  return database
}

async function migrateForward(database: Database, migrations?: string): Promise<Verification> {
  await migrate(database, migrations)
  const baton = await openBaton({ database, clock: () => NOW, random: () => 0.5, log: silent })
  try {
    return await verify(baton, () => {})
  } finally {
    await baton.close()
  }
}
