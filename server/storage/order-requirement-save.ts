import { eq, sql } from 'drizzle-orm'
import { orderRequirement } from '../../drizzle/order-tables.ts'
import type { Actor, Instant } from '../domain/vocabulary.ts'
import type { Tx } from './database.ts'

/** How it stands with what is owed: handed in, waived, or neither. */
export type Settlement = {
  readonly satisfiedAt: Instant | null
  readonly satisfiedBy: Actor | null
  readonly waivedAt: Instant | null
  readonly answer: string | null
  readonly evidenceUrl: string | null
}

export async function settleOrderRequirement(tx: Tx, id: number, settlement: Settlement): Promise<void> {
  const version = sql`${orderRequirement.version} + 1`
  await tx
    .update(orderRequirement)
    .set({ ...settlement, version })
    .where(eq(orderRequirement.id, id))
}
