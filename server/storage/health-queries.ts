import { sql } from 'drizzle-orm'
import type { Tx } from './database.ts'

export async function ping(tx: Tx): Promise<void> {
  await tx.execute(sql`select 1`)
}

/** Throws where the migrations have not been run: the row is made by one of them. */
export async function requireTables(tx: Tx): Promise<void> {
  await tx.execute(sql`select salt from feed_epoch`)
}
