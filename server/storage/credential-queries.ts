import { and, eq, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { apiToken, session } from '../../drizzle/feed-tables.ts'
import type { Instant, Scope } from '../domain/vocabulary.ts'
import type { Database, Row, Statement, Tx } from './database.ts'
import { instantIn, numberIn } from './row-values.ts'
import { readShaped } from './statement.ts'

/** Bearer tokens and sessions; both are found by the SHA-256 (hex) of a secret that is kept nowhere. */
type StoredToken = typeof apiToken.$inferSelect
/** What of a token decides whether it is good, and for what. */
export type GivenToken = Pick<StoredToken, 'id' | 'scopes' | 'personId' | 'expiresAt' | 'lastUsedAt' | 'revokedAt'>
export type RunningSession = { readonly personId: number; readonly expiresAt: Instant }

export type NewToken = {
  readonly name: string
  readonly digest: string
  readonly scopes: readonly Scope[]
  readonly personId: number | null
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
}

/** The tokens of those digests. */
export async function tokensByDigest(database: Database, digests: readonly string[]): Promise<Map<string, GivenToken>> {
  const { digest, id, scopes, personId, expiresAt, lastUsedAt, revokedAt } = apiToken
  const make =
    () => sql`select ${digest}, ${id}, to_json(${scopes}), ${personId}, ${expiresAt}, ${lastUsedAt}, ${revokedAt}
    from ${apiToken} where ${digest} in (${texts()})`
  const found = await readShaped(database, 'tokens', make, { texts: JSON.stringify(digests) })
  return new Map(found.map((row) => [row[0] as string, givenToken(row)]))
}

function givenToken(row: Row): GivenToken {
  return {
    id: Number(row[1]),
    scopes: row[2] as Scope[],
    personId: numberIn(row[3]),
    expiresAt: instantIn(row[4]),
    lastUsedAt: instantIn(row[5]),
    revokedAt: instantIn(row[6]),
  }
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

/** The sessions of those digests: whose they are, and until when. */
export async function sessionsByDigest(
  database: Database,
  digests: readonly string[],
): Promise<Map<string, RunningSession>> {
  const { digest, personId, expiresAt } = session
  const make = () => sql`select ${digest}, ${personId}, ${expiresAt} from ${session} where ${digest} in (${texts()})`
  const found = await readShaped(database, 'sessions', make, { texts: JSON.stringify(digests) })
  return new Map(
    found.map((row) => [row[0] as string, { personId: Number(row[1]), expiresAt: instantIn(row[2])! }] as const),
  )
}

/** One parameter for any number of texts. */
function texts(): SQL {
  return sql`select jsonb_array_elements_text(${sql.placeholder('texts')}::jsonb)`
}

/** Which credentials are asked about (`token:7`, `session:<the digest's first 32 digits>`; no others are kept here), and as of when. */
export type CredentialQuestion = { readonly asked: Iterable<string>; readonly at: Instant }

/** A query that gives one value: those that are good, as JSON. Its three values stand for $`first` and those that follow. */
export function goodOf({ asked, at }: CredentialQuestion, first: number): Required<Statement> {
  const all = [...asked]
  const of = (kind: RegExp) => `{${all.flatMap((one) => kind.exec(one)?.[1] ?? []).join(',')}}`
  const [tokens, sessions, then] = [0, 1, 2].map((place) => `$${first + place}::text`)
  const text = `select coalesce(json_agg(credential), '[]') from (
    select 'token:' || id as credential from api_token
    where id = any(${tokens}::bigint[]) and revoked_at is null
      and (expires_at is null or expires_at > ${then}::timestamptz)
    union all select 'session:' || left(digest, 32) from session
    where left(digest, 32) = any(${sessions}::text[]) and expires_at > ${then}::timestamptz) good`
  return { text, values: [of(/^token:(\d+)$/), of(/^session:([0-9a-f]{32})$/), new Date(at).toISOString()] }
}

/** Those that are good, in one statement. */
export async function goodCredentials(database: Database, question: CredentialQuestion): Promise<ReadonlySet<string>> {
  const { text, values } = goodOf(question, 1)
  const [row] = await database.read(text, values)
  return new Set(row![0] as string[])
}

/** Keeps the session and drops those that have run out. */
export async function insertSession(tx: Tx, row: typeof session.$inferInsert): Promise<void> {
  await tx.delete(session).where(lt(session.expiresAt, row.createdAt))
  await tx.insert(session).values(row)
}

export async function deleteSession(tx: Tx, digest: string): Promise<void> {
  await tx.delete(session).where(eq(session.digest, digest))
}
