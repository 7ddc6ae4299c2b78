import { sql } from 'drizzle-orm'
import type { Baton } from './baton.ts'

/** What Baton needs to serve anybody. Each is true when it is there. */
export type Health = { readonly database: boolean; readonly migrated: boolean; readonly feed: boolean }

/** Milliseconds that the database has to answer in. */
const PATIENCE = 2_000

/** Asks the database for a table that the migrations make, and the feed whether it can read the log. Never throws. */
export async function health({ database, feed }: Pick<Baton, 'database' | 'feed'>): Promise<Health> {
  const answers = await answered(database.pool.execute(sql`select 1`))
  const migrated = answers && (await answered(database.pool.execute(sql`select salt from feed_epoch`)))
  return { database: answers, migrated, feed: feed.tail.isHealthy }
}

async function answered(query: PromiseLike<unknown>): Promise<boolean> {
  const late = AbortSignal.timeout(PATIENCE)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  late.addEventListener('abort', () => resolve(false))
  return Promise.race([
    Promise.resolve(query)
      .then(() => true)
      .catch(() => false),
    promise,
  ])
}
