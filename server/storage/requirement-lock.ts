import { sql } from 'drizzle-orm'
import type { Tx } from './database.ts'

/** Names the lock between what publishes requirements and what binds orders to them. */
const REQUIREMENT_LOCK = 6_202_613

/** While an order is bound to what is published, nothing is published: else a version in between would bind neither. */
export async function holdRequirements(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${REQUIREMENT_LOCK})`)
}

/** One publishes at a time, and no order is placed meanwhile. */
export async function lockRequirements(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${REQUIREMENT_LOCK})`)
}
