import { PGlite } from '@electric-sql/pglite'
import type { SQL } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** What a query is handed first: a transaction, or the pool for a single read. */
export type Tx = PgDatabase<PgQueryResultHKT, Record<string, never>>

/** One database, Postgres or PGlite. Both run the same tables, migrations and queries; nothing above this file tells them apart. */
export type Database = {
  readonly kind: 'postgres' | 'pglite'
  readonly pool: Tx
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Wakes every listener of `channel`, in whatever process. It may be lost; it carries nothing. */
  notify(channel: string): Promise<void>
  listen(channel: string, wake: () => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Called with each statement before it runs; for logs and for tests that count. */
export type Observe = (statement: string) => void

const settings = (observe: Observe | undefined) => ({
  casing: 'snake_case' as const,
  logger: observe ? { logQuery: observe } : false,
})

/** Milliseconds after which Postgres ends a statement of the pool; longer work says so with `unhurried`. */
const STATEMENT_TIMEOUT = 10_000

/** Seconds before a connection that failed is tried again; the driver's own go up to 20, and count the failures of the whole pool. */
const backoff = (failures: number) => Math.min(0.05 * 2 ** failures, 1)

export async function openPostgres(
  url: string,
  { connections = 10, observe }: { connections?: number; observe?: Observe } = {},
): Promise<Database> {
  const connection = { TimeZone: 'UTC', application_name: 'baton', statement_timeout: STATEMENT_TIMEOUT }
  const client = postgres(url, { max: connections, connection, backoff, onnotice: () => {} })
  const pool = drizzlePostgres({ client, ...settings(observe) }) as unknown as Tx
  await client`select 1`
  return {
    kind: 'postgres',
    pool,
    transaction: (work) => pool.transaction((tx) => work(tx as unknown as Tx)),
    notify: async (channel) => void (await client.notify(channel, '')),
    listen: async (channel, wake) => (await client.listen(channel, wake, wake)).unlisten,
    close: () => client.end({ timeout: 5 }),
  }
}

/** PGlite in `dataDir`, or in memory for null. One connection: transactions queue. Takes no lock: see `data-lock.ts`. */
export async function openEmbedded(
  dataDir: string | null,
  { loadDataDir, observe }: { loadDataDir?: Blob; observe?: Observe } = {},
): Promise<Database> {
  const client = await PGlite.create({ ...(dataDir ? { dataDir } : {}), ...(loadDataDir ? { loadDataDir } : {}) })
  await client.exec(`set time zone 'UTC'`)
  const pool = drizzleEmbedded({ client, ...settings(observe) }) as unknown as Tx
  const local = new Map<string, Set<() => void>>()
  return {
    kind: 'pglite',
    pool,
    transaction: (work) => pool.transaction((tx) => work(tx as unknown as Tx)),
    notify: async (channel) => local.get(channel)?.forEach((wake) => void wake()),
    listen: async (channel, wake) => {
      local.set(channel, (local.get(channel) ?? new Set()).add(wake))
      return async () => void local.get(channel)?.delete(wake)
    },
    close: () => client.close(),
  }
}

/** The rows of a statement written by hand, the same on either driver. An int8 may come as text: cast or convert it. */
export async function rows<T>(tx: Tx, query: SQL): Promise<T[]> {
  const result = (await tx.execute(query)) as unknown
  return (Array.isArray(result) ? [...result] : (result as { rows: T[] }).rows) as T[]
}
