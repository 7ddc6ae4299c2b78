import { PGlite, types } from '@electric-sql/pglite'
import type { SQL } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { DatabaseLink, LINK_CARE, type LinkCare } from './database-link.ts'
import { Pipeline } from './pipeline.ts'
import { ReadLanes } from './read-lanes.ts'

/** What a query is handed first: a transaction, or the pool for a single read. */
export type Tx = PgDatabase<PgQueryResultHKT, Record<string, never>>

/** The columns of a row as the driver gives them: instants and dates as text, an int8 as text or a number, JSON parsed. */
export type Row = readonly unknown[]

/** `values` stand for $1, $2 and so on in the text; each is cast there. */
export type Statement = { readonly text: string; readonly values?: readonly string[] }

/** One database, Postgres or PGlite. Both run the same tables, migrations and queries; nothing above this file tells them apart. */
export type Database = {
  readonly kind: 'postgres' | 'pglite'
  readonly pool: Tx
  /** One statement by itself, prepared once for each connection, past what makes objects of rows. */
  read(statement: string, values: readonly unknown[]): Promise<Row[]>
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Statements that are sent at once: a transaction, done or undone whatever becomes of this process, in which each sees what was committed
   * before it began, and what is read `after` it. Gives the rows of each.
   */
  together(transaction: readonly Statement[], after?: readonly Statement[]): Promise<Row[][]>
  /** Has `hear` called with what `pg_notify` says on the channel, in whatever process; without anything when some of it may have been lost. */
  listen(channel: string, hear: (said?: string) => void): Promise<() => Promise<void>>
  /** A place that one process has at a time, of those that want it under this number. The number must be no other lock's. */
  claim(lock: number): Claim
  close(): Promise<void>
}

export type Claim = {
  /** Whether this process has the place: taken where nobody has it. To be asked each time, since it is lost with the connection. */
  isHeld(): Promise<boolean>
  /** Leaves the place to the next. */
  release(): Promise<void>
}

/** Called with each statement before it runs; for logs and for tests that count. */
export type Observe = (statement: string) => void

const settings = (observe: Observe | undefined) => ({
  casing: 'snake_case' as const,
  logger: observe ? { logQuery: observe } : false,
})

/** Milliseconds after which Postgres ends a statement of the pool; longer work says so with `unhurried`. */
const STATEMENT_TIMEOUT = 10_000

/**
 * What Postgres is to obey for each connection. Where a process of Baton has gone without a word a transaction of it keeps its locks, the
 * numberer's too, until Postgres learns of that: so one of which it hears nothing more is ended, and a silent client is sounded out.
 */
const SESSION = {
  TimeZone: 'UTC',
  statement_timeout: STATEMENT_TIMEOUT,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
  tcp_keepalives_idle: 5,
  tcp_keepalives_interval: 1,
  tcp_keepalives_count: 5,
  tcp_user_timeout: 10_000,
}

/** For statements that are planned once, perhaps while the tables are still small: all that they read is found by an index. */
const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' }

/** Seconds without traffic after which a connection is kept open by a sign of life: routers forget a silent one. */
const KEEP_ALIVE = 5

/** Seconds before a connection that failed is tried again; the driver's own go up to 20, and count the failures of the whole pool. */
const backoff = (failures: number) => Math.min(0.05 * 2 ** failures, 1)

/** The most connections that are for single reads. */
const LANES = 6
/** Seconds for what is under way when the database is closed. */
const DRAIN = 5

const asText = (text: string) => text
/** Dates and times of PGlite, as Postgres' driver leaves them too. */
const AS_TEXT = { [types.DATE]: asText, [types.TIMESTAMPTZ]: asText }

/** `connections`: the most for transactions and whatever else waits for its turn; single reads have some of their own, no more than that. */
export async function openPostgres(
  url: string,
  {
    connections = 10,
    observe,
    care = LINK_CARE,
  }: { connections?: number; observe?: Observe; care?: LinkCare | undefined } = {},
): Promise<Database> {
  const link = new DatabaseLink(url, care)
  const settingsOf = (max: number, more: object = {}) => ({
    max,
    connection: { ...SESSION, ...more, application_name: link.name },
    // While the link is cut nothing is sent out; what waits for a connection is refused one by one.
    backoff: (failures: number) => (link.isCut ? backoff(0) : backoff(failures)),
    keep_alive: KEEP_ALIVE,
    onnotice: () => {},
    ...{ socket: link.dial },
  })
  // Drizzle decides how a client reads dates and JSON.
  const open = (max: number, more?: object) => {
    const client = postgres(url, settingsOf(max, more))
    return { client, pool: drizzlePostgres({ client, ...settings(observe) }) as unknown as Tx }
  }
  const { client, pool } = open(connections)
  const pipeline = new Pipeline(open(1, PLANNED_ONCE).client)
  const lanes = new ReadLanes(Array.from({ length: Math.min(connections, LANES) }, () => open(1).client))
  await client`select 1`
  void link.watch()
  return {
    kind: 'postgres',
    pool,
    read: async (statement, values) => {
      observe?.(statement)
      return await lanes.read(statement, values)
    },
    transaction: (work) => pool.transaction((tx) => work(tx as unknown as Tx)),
    together: async (transaction, after = []) => {
      for (const { text } of [...transaction, ...after]) observe?.(text)
      return await pipeline.together(transaction, after)
    },
    listen: async (channel, hear) => (await client.listen(channel, hear, hear)).unlisten,
    claim: (lock) => claimOn(postgres(url, settingsOf(1)), lock),
    close: async () => {
      const closing = [client.end({ timeout: DRAIN }), lanes.close(DRAIN), pipeline.close(DRAIN)]
      await Promise.all(closing).finally(() => link.close())
    },
  }
}

/** By a lock of a connection of its own, which has nothing else to do. */
function claimOn(client: postgres.Sql, lock: number): Claim {
  return {
    isHeld: async () => (await client<[{ held: boolean }]>`select pg_try_advisory_lock(${lock}) as held`)[0].held,
    release: () => client.end({ timeout: 1 }),
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
  return {
    kind: 'pglite',
    pool,
    read: async (statement, values) => {
      observe?.(statement)
      return (await client.query<Row>(statement, [...values], { rowMode: 'array', parsers: AS_TEXT })).rows
    },
    transaction: (work) => pool.transaction((tx) => work(tx as unknown as Tx)),
    together: async (transaction, after = []) => {
      for (const { text } of [...transaction, ...after]) observe?.(text)
      const rowsOf = async (from: Pick<PGlite, 'query'>, { text, values = [] }: Statement) =>
        (await from.query<Row>(text, [...values], { rowMode: 'array', parsers: AS_TEXT })).rows
      const found: Row[][] = []
      await client.transaction(async (tx) => {
        for (const one of transaction) found.push(await rowsOf(tx, one))
      })
      for (const one of after) found.push(await rowsOf(client, one))
      return found
    },
    listen: (channel, hear) => client.listen(channel, hear),
    // One process has the folder.
    claim: () => ({ isHeld: async () => true, release: async () => {} }),
    close: () => client.close(),
  }
}

/** The rows of a statement written by hand, the same on either driver. An int8 may come as text: cast or convert it. */
export async function rows<T>(tx: Tx, query: SQL): Promise<T[]> {
  const result = (await tx.execute(query)) as unknown
  return (Array.isArray(result) ? [...result] : (result as { rows: T[] }).rows) as T[]
}
