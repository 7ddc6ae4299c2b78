import { and, eq, gt, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { apiToken, session } from '../../drizzle/feed-tables.ts'
import type { Instant, Scope } from '../domain/vocabulary.ts'
import type { Tx } from './database.ts'
import { anyOf } from './ids.ts'

/** Bearer tokens and sessions; both are found by the SHA-256 (hex) of a secret that is kept nowhere. */
export type StoredToken = typeof apiToken.$inferSelect

export type NewToken = {
  readonly name: string
  readonly digest: string
  readonly scopes: readonly Scope[]
  readonly personId: number | null
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
}

export async function tokenByDigest(tx: Tx, digest: string): Promise<StoredToken | null> {
  const [token] = await tx.select().from(apiToken).where(eq(apiToken.digest, digest))
  return token ?? null
}

export async function insertToken(tx: Tx, token: NewToken): Promise<number> {
  const values = { ...token, scopes: [...token.scopes] }
  const [row] = await tx.insert(apiToken).values(values).returning({ id: apiToken.id })
  return row!.id
}

/** Notes the use unless one was noted after `since`, so that a busy token costs one write in that time. */
export async function touchToken(tx: Tx, id: number, at: Instant, since: Instant): Promise<void> {
  const stale = or(isNull(apiToken.lastUsedAt), lte(apiToken.lastUsedAt, since))
  await tx
    .update(apiToken)
    .set({ lastUsedAt: at })
    .where(and(eq(apiToken.id, id), stale))
}

/** The person of the session, null when there is none that still runs at `at`. */
export async function sessionPerson(tx: Tx, digest: string, at: Instant): Promise<number | null> {
  const running = and(eq(session.digest, digest), gt(session.expiresAt, at))
  const [row] = await tx.select({ personId: session.personId }).from(session).where(running)
  return row?.personId ?? null
}

/**
 * Those of these credentials (`token:7`, `session:<the digest's first 32 digits>`, others) that are good at `at`, in one statement, the
 * same however many they are.
 */
export async function goodCredentials(tx: Tx, asked: ReadonlySet<string>, at: Instant): Promise<ReadonlySet<string>> {
  const of = (kind: string) => [...asked].filter((one) => one.startsWith(kind)).map((one) => one.slice(kind.length))
  const start = sql<string>`left(${session.digest}, 32)`
  const tokens = tx
    .select({ credential: sql<string>`'token:' || ${apiToken.id}` })
    .from(apiToken)
    .where(and(anyOf(apiToken.id, of('token:').map(Number)), isNull(apiToken.revokedAt), runs(apiToken.expiresAt, at)))
  const sessions = tx
    .select({ credential: sql<string>`'session:' || ${start}` })
    .from(session)
    .where(and(sql`${start} = any(${`{${of('session:').join(',')}}`}::text[])`, gt(session.expiresAt, at)))
  const good = await unionAll(tokens, sessions)
  const never = [...asked].filter((one) => !/^(token|session):/.test(one))
  return new Set([...never, ...good.map(({ credential }) => credential)])
}

function runs(end: typeof apiToken.expiresAt, at: Instant) {
  return or(isNull(end), gt(end, at))
}

/** Keeps the session and drops those that have run out. */
export async function insertSession(tx: Tx, row: typeof session.$inferInsert): Promise<void> {
  await tx.delete(session).where(lt(session.expiresAt, row.createdAt))
  await tx.insert(session).values(row)
}

export async function deleteSession(tx: Tx, digest: string): Promise<void> {
  await tx.delete(session).where(eq(session.digest, digest))
}
