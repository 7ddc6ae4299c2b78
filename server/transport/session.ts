import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Person } from '../domain/directory.ts'
import { badInput, forbidden, notFound } from '../domain/refusal.ts'
import type { Baton } from '../services/baton.ts'
import { closeSession, openSession, SESSION_LASTS } from '../services/credential.ts'
import { COOKIE, sessionIn } from './authentication.ts'
import { isLoopback, isTrusted } from './origin.ts'

/** Those whom anybody may sign in as, in the order to offer them; none where there is no demo. */
export type Personas = () => readonly Person[]

type Session = { readonly baton: Baton; readonly config: Config; readonly personas: Personas }

/** Signing in as one of the demo's people, and out. The picker is there on loopback alone, with the demo's data. */
export function serveSession(app: FastifyInstance, session: Session): void {
  const { baton, config } = session
  app.addHook('onRequest', (request, _, done) => {
    if (!/^\/session(\/|\?|$)/.test(request.url) || isTrusted(request.headers, config)) return done()
    done(forbidden(`A page from ${request.headers.origin ?? request.headers.host} may not use the session`))
  })
  app.get('/session/personas', async (_, reply) => {
    reply.header('cache-control', 'no-store')
    return { personas: offered(session).map((person) => persona(baton, person)) }
  })
  app.post('/session', async (request, reply) => signIn(session, request, reply))
  app.delete('/session', async (request, reply) => {
    const cookie = sessionIn(request.headers)
    if (cookie) await closeSession(baton, cookie)
    await baton.credentials.check()
    return reply.header('set-cookie', forgetCookie()).code(204).send()
  })
}

/** The cookie's header that makes a browser drop it. */
export function forgetCookie(): string {
  return cookieOf('', 0)
}

function offered({ config, personas }: Session): readonly Person[] {
  return isLoopback(config.host) ? personas() : []
}

async function signIn(session: Session, request: FastifyRequest, reply: FastifyReply): Promise<object> {
  const people = offered(session)
  if (people.length === 0) throw forbidden("There is no persona picker: it is the demo's, on a server on loopback")
  const key = personIn(request.body)
  const person = people.find((one) => one.key === key)
  if (!person) throw notFound('person', key)
  const secret = await openSession(session.baton, person.id)
  reply.header('set-cookie', cookieOf(secret, SESSION_LASTS / 1000)).header('cache-control', 'no-store')
  return { person: persona(session.baton, person) }
}

function personIn(body: unknown): string {
  const { person, ...rest } = (body ?? {}) as Record<string, unknown>
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw badInput(unknown, 'there is no such field', undefined, ['person'])
  if (typeof person === 'string' && person !== '') return person
  throw badInput('person', 'the key of a person is needed, e.g. {"person": "…"}', person)
}

function persona({ directory }: Baton, { key, name, title, departmentId }: Person): object {
  return { key, name, title, department: directory.departments.byId(departmentId)?.name ?? null }
}

function cookieOf(secret: string, seconds: number): string {
  return `${COOKIE}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`
}
