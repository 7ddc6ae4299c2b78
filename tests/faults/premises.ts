import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { customer, product } from '../../drizzle/tables.ts'
import { type Config, readConfig } from '../../server/config.ts'
import { runAnywhere } from '../../server/run-anywhere.ts'
import type { Verification } from '../../server/services/verify.ts'
import { type Database, openEmbedded, openPostgres, rows } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { insertRows } from '../../server/storage/rows.ts'
import { openShop, publish, relay } from '../storage/one-shop.ts'

/** Where a server that is to be killed keeps its data, and what it is started with. */
export type Premises = {
  readonly env: Readonly<Record<string, string>>
  readonly adminToken: string
  readonly config: Config
  /** The key of the workflow that orders are placed under. */
  readonly workflow: string
  /** The cursor before the first event. */
  readonly oldest: string
}

/** What a server on these premises would be started with: the database by its URL, or the embedded one in the folder. */
export async function prepare(databaseUrl: string | null, dataDir: string): Promise<Premises> {
  const adminToken = crypto.randomUUID()
  const env = {
    PORT: '0',
    LOG_LEVEL: 'warn',
    BATON_DATA: dataDir,
    BATON_ADMIN_TOKEN: adminToken,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
  const config = readConfig(env)
  return { env, adminToken, config, ...(await withDatabase(config, furnish)) }
}

/** A shop with one customer, one product and one workflow of two steps. */
async function furnish(database: Database): Promise<Pick<Premises, 'workflow' | 'oldest'>> {
  await migrate(database)
  await insertRows(database.pool, customer, [{ key: 'acme', name: 'Acme' }])
  await insertRows(database.pool, product, [{ sku: 'gear', name: 'Gear' }])
  const { baton } = await openShop(database)
  const { key: workflow } = await publish(baton, relay('pick', 'ship'))
  await baton.close()
  return { workflow, oldest: baton.feed.cursorAt(0) }
}

/** The log as the table has it: the ids of its events in the order of their numbers. No server may be running on the folder. */
export function readLog({ config }: Premises): Promise<number[]> {
  return withDatabase(config, async ({ pool }) => {
    const found = await rows<{ id: string | number }>(pool, sql`select id from event order by seq`)
    return found.map(({ id }) => Number(id))
  })
}

/** `baton verify`, by the server that runs there, or without one. */
export function verifyThere({ config }: Premises): Promise<Verification> {
  return runAnywhere(config, { command: 'verify' }, () => {})
}

async function withDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = config
  const database = await (databaseUrl ? openPostgres(databaseUrl) : openEmbedded(join(dataDir, 'database')))
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
