import { sql } from 'drizzle-orm'
import { openBaton } from '../../server/services/baton.ts'
import { type Database, openPostgres, rows } from '../../server/storage/database.ts'
import { NOW } from '../storage/one-shop.ts'
import { createPostgres, type Engine, type Open } from '../support/database.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
export type OneBaton = Awaited<ReturnType<typeof openBaton>>

/** Opens Batons on one fresh database, on PostgreSQL each by its own connections; gone with the scope that opened it. */
export type SeveralBatons = AsyncDisposable & {
  /** Where the database is; of PostgreSQL. */
  readonly url: string
  database(url?: string): Promise<Database>
  /** The database by way of this URL, else its own. */
  baton(database?: Database): Promise<OneBaton>
}

export async function severalBatons(engine: Engine, open: Open): Promise<SeveralBatons> {
  const opened = new AsyncDisposableStack()
  const [url, connect] = engine === 'PGlite' ? await embedded(open) : await cluster(opened)
  const database = async (by = url) => await connect(by)
  const baton = async (by?: Database) => {
    const one = await openBaton({
      database: by ?? (await database()),
      clock: () => NOW,
      random: () => 0.5,
      log: silent,
    })
    opened.defer(() => one.close())
    return one
  }
  return { url, database, baton, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

type Connect = readonly [url: string, connect: (url: string) => Promise<Database>]

async function embedded(open: Open): Promise<Connect> {
  const database = await open()
  return ['', async () => database]
}

async function cluster(opened: AsyncDisposableStack): Promise<Connect> {
  const { url, drop } = await createPostgres()
  opened.defer(drop)
  const connect = async (by: string) => {
    const database = await openPostgres(by, { connections: 3 })
    opened.defer(() => database.close())
    return database
  }
  return [url, connect]
}

/** Until so many wait for a lock, of whatever kind. */
export async function waiting({ pool }: Database, count: number): Promise<void> {
  const found = sql`select 1 from pg_locks where not granted
    and pid in (select pid from pg_stat_activity where datname = current_database())`
  while ((await rows(pool, found)).length < count) await pool.execute(sql`select pg_sleep(0.005)`)
}
