import { Refusal } from '../domain/refusal.ts'
import { adminViewer, personViewer, tokenViewer, type Viewer } from '../domain/visibility.ts'
import type { Instant, Scope } from '../domain/vocabulary.ts'
import {
  deleteSession,
  type GivenToken,
  insertSession,
  insertToken,
  type RunningSession,
  sessionsByDigest,
  tokensByDigest,
  touchToken,
} from '../storage/credential-queries.ts'
import type { Database, Tx } from '../storage/database.ts'
import type { Baton } from './baton.ts'
import { Gathered } from './gathered.ts'
import { digestOf, isApiSecret, newApiSecret, newSessionSecret, sameSecret } from './secret.ts'

type Known = Pick<Baton, 'database' | 'directory' | 'clock'>

const TOUCH_EVERY = 60_000
/** Milliseconds that a session lasts: a working day. */
export const SESSION_LASTS = 12 * 3_600_000

/** Each request asks anew, so that a credential is dead from the moment when it is revoked; those that come together ask together. */
type Desk = { readonly tokens: Gathered<string, GivenToken>; readonly sessions: Gathered<string, RunningSession> }
const desks = new WeakMap<Database, Desk>()

function deskOf({ database }: Pick<Known, 'database'>): Desk {
  const desk = desks.get(database) ?? {
    tokens: new Gathered((digests) => tokensByDigest(database, digests)),
    sessions: new Gathered((digests) => sessionsByDigest(database, digests)),
  }
  desks.set(database, desk)
  return desk
}

/**
 * Whoever bears this token: an API token, or BATON_ADMIN_TOKEN where one is set. Malformed, unknown, expired and revoked ones
 * are refused in one and the same way (UNAUTHENTICATED).
 */
export async function authenticate(baton: Known, bearer: string, adminToken: string | null): Promise<Viewer> {
  if (adminToken !== null && sameSecret(bearer, adminToken)) return adminViewer
  if (!isApiSecret(bearer)) throw unauthenticated()
  const token = await deskOf(baton).tokens.load(digestOf(bearer))
  const now = baton.clock()
  if (!token || !isValid(token, now)) throw unauthenticated()
  if (now - (token.lastUsedAt ?? Number.NEGATIVE_INFINITY) >= TOUCH_EVERY)
    await touchToken(baton.database.pool, token.id, now, now - TOUCH_EVERY)
  return bearerOf(baton, token)
}

/** The person of the session with this cookie; UNAUTHENTICATED when it is unknown or has run out. */
export async function authenticateSession(baton: Known, cookie: string): Promise<Viewer> {
  const digest = digestOf(cookie)
  const session = await deskOf(baton).sessions.load(digest)
  const isRunning = session !== null && session.expiresAt > baton.clock()
  return personOf(baton, isRunning ? session.personId : null, `session:${digest.slice(0, 32)}`)
}

/** Makes an API token. The secret is returned once and kept nowhere. With a person it acts as that person. */
export async function createApiToken(
  tx: Tx,
  token: { name: string; scopes: readonly Scope[]; personId?: number | null; expiresAt?: Instant | null },
  now: Instant,
): Promise<{ id: number; secret: string }> {
  const secret = newApiSecret()
  const { name, scopes, personId = null, expiresAt = null } = token
  const id = await insertToken(tx, { name, scopes, personId, expiresAt, digest: digestOf(secret), createdAt: now })
  return { id, secret }
}

/** Signs the person in; the secret returned is what the cookie holds. */
export async function openSession(baton: Omit<Known, 'directory'>, personId: number): Promise<string> {
  const secret = newSessionSecret()
  const createdAt = baton.clock()
  const row = { digest: digestOf(secret), personId, createdAt, expiresAt: createdAt + SESSION_LASTS }
  await baton.database.transaction((tx) => insertSession(tx, row))
  return secret
}

export async function closeSession(baton: Known, cookie: string): Promise<void> {
  await deleteSession(baton.database.pool, digestOf(cookie))
}

/** The same viewer with what is known of the person now; for what goes on for long. UNAUTHENTICATED when the person is gone. */
export function viewerNow(baton: Pick<Baton, 'directory'>, viewer: Viewer): Viewer {
  return viewer.person ? personOf(baton, viewer.person.id, viewer.credential) : viewer
}

export function unauthenticated(): Refusal {
  return new Refusal(
    'UNAUTHENTICATED',
    'The credential is malformed, unknown, expired or revoked. Sign in again, or send `Authorization: Bearer bat_…`',
  )
}

function isValid({ revokedAt, expiresAt }: GivenToken, now: Instant): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now)
}

function bearerOf(baton: Known, token: GivenToken): Viewer {
  return token.personId === null ? tokenViewer(token) : personOf(baton, token.personId, `token:${token.id}`)
}

function personOf({ directory }: Pick<Baton, 'directory'>, id: number | null, credential: string): Viewer {
  const person = id === null ? null : directory.people.byId(id)
  if (!person) throw unauthenticated()
  return personViewer(person, credential)
}
