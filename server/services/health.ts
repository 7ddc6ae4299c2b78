import { ping, requireTables } from '../storage/health-queries.ts'
import type { Baton } from './baton.ts'

/** What Baton needs to serve anybody. Each is true when it is there. */
export type Health = { readonly database: boolean; readonly migrated: boolean; readonly feed: boolean }

/** Milliseconds that the database has to answer in. */
const PATIENCE = 2_000

/** Asks the database for what the migrations make, and the feed whether it can read the log. Never throws. */
export async function health({ database, feed }: Pick<Baton, 'database' | 'feed'>): Promise<Health> {
  const answers = await isDone(ping(database.pool))
  const migrated = answers && (await isDone(requireTables(database.pool)))
  return { database: answers, migrated, feed: feed.tail.isHealthy }
}

/** False when it fails or takes too long. */
async function isDone(work: Promise<void>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), PATIENCE)
  const done = work.then(
    () => true,
    () => false,
  )
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}
