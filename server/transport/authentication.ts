import type { IncomingHttpHeaders } from 'node:http'
import type { Config } from '../config.ts'
import { forbidden } from '../domain/refusal.ts'
import { anonymous, type Viewer } from '../domain/visibility.ts'
import type { Baton } from '../services/baton.ts'
import { authenticate, authenticateSession, unauthenticated } from '../services/credential.ts'
import { isTrusted } from './origin.ts'

export const COOKIE = 'baton_session'

/** Who sent these headers. `authorization` stands for the header of that name where there can be none: in a browser's WebSocket. */
export type Authentication = (headers: IncomingHttpHeaders, authorization?: unknown) => Promise<Viewer>

/**
 * A bearer token goes before the session cookie; with neither it is nobody. A credential that is not good is refused
 * (UNAUTHENTICATED), never taken for none.
 */
export function authentication(baton: Baton, config: Config): Authentication {
  return async (headers, authorization = headers.authorization) => {
    if (authorization !== undefined) return authenticate(baton, bearerIn(authorization), config.adminToken)
    const cookie = sessionIn(headers)
    if (!cookie) return anonymous
    if (!isTrusted(headers, config))
      throw forbidden(`A page from ${headers.origin ?? headers.host} may not use the session`)
    return authenticateSession(baton, cookie)
  }
}

/** The secret in the session cookie, if there is one. */
export function sessionIn({ cookie }: IncomingHttpHeaders): string | null {
  return new RegExp(`(?:^|;) *${COOKIE}=([^;, ]+)`).exec(cookie ?? '')?.[1] ?? null
}

function bearerIn(authorization: unknown): string {
  const [, bearer] = (typeof authorization === 'string' && /^bearer +(\S+) *$/i.exec(authorization)) || []
  if (!bearer) throw unauthenticated()
  return bearer
}
