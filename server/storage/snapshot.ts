import { sql } from 'drizzle-orm'
import type { Database, Tx } from './database.ts'

/**
 * Reads several tables as they stood at one moment, so that a change committed in between is seen whole or not at all.
 * PGlite's one connection runs nothing in between anyway.
 */
export async function inSnapshot<T>(database: Database, read: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    if (database.kind === 'postgres') await tx.execute(sql`set transaction isolation level repeatable read, read only`)
    return read(tx)
  })
}
