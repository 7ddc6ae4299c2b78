import { DatabaseSync } from 'node:sqlite'

/** KiB of it that may stay in memory. */
const CACHE = 16 * 1024

/**
 * A SQLite database outside of memory that is nobody else's and is gone with the process, however that ends: SQLite makes a file for it
 * in the temporary folder (TMPDIR) and takes its name away at once. Nothing in it survives a failed transaction.
 */
export function openTemporaryDatabase(): DatabaseSync {
  const database = new DatabaseSync('')
  database.exec(`pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive`)
  database.exec(`pragma cache_size = -${CACHE}; pragma temp_store = file`)
  return database
}
