import { and, eq, lt } from 'drizzle-orm'
import { idempotency } from '../../drizzle/feed-tables.ts'
import type { Tx } from './database.ts'

export type IdempotencyKey = { readonly credential: string; readonly mutation: string; readonly key: string }
export type Claim = IdempotencyKey & { readonly inputDigest: string; readonly createdAt: number }

/** Takes a key for this transaction; false where it is taken. Waits for another transaction that is about to take it. */
export async function claimKey(tx: Tx, claim: Claim): Promise<boolean> {
  const taken = await tx.insert(idempotency).values(claim).onConflictDoNothing().returning({ key: idempotency.key })
  return taken.length > 0
}

export async function readAnswer(tx: Tx, key: IdempotencyKey) {
  const [row] = await tx.select().from(idempotency).where(isKey(key)).for('update')
  return row ?? null
}

export async function keepAnswer(tx: Tx, { inputDigest, createdAt, ...key }: Claim, result: unknown): Promise<void> {
  await tx.update(idempotency).set({ result, inputDigest, createdAt }).where(isKey(key))
}

export async function forgetAnswers(tx: Tx, before: number): Promise<void> {
  await tx.delete(idempotency).where(lt(idempotency.createdAt, before))
}

function isKey({ credential, mutation, key }: IdempotencyKey) {
  return and(eq(idempotency.credential, credential), eq(idempotency.mutation, mutation), eq(idempotency.key, key))
}
