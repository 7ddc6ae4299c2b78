import type { Instant } from '../domain/vocabulary.ts'
import type { Database } from '../storage/database.ts'
import { Directory } from './directory.ts'
import { type Feed, openFeed } from './feed.ts'
import { LiveCredentials } from './live-credentials.ts'

export type Logger = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What every service is handed first: the open database, what is kept in memory of it, and the world's clock and dice. */
export type Baton = {
  readonly database: Database
  readonly directory: Directory
  readonly feed: Feed
  readonly credentials: LiveCredentials
  readonly clock: () => Instant
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly log: Logger
}

type Parts = Pick<Baton, 'database' | 'clock' | 'random' | 'log'>

/** Opens Baton over a migrated database. `close` ends the feed; the database stays its opener's. */
export async function openBaton(parts: Parts): Promise<Baton & { close(): Promise<void> }> {
  const directory = new Directory(parts.database)
  const credentials = new LiveCredentials({ ...parts, directory })
  const feed = await openFeed({ ...parts, directory, credentials })
  const close = async () => {
    credentials.close()
    await feed.close()
  }
  return { ...parts, directory, feed, credentials, close }
}
