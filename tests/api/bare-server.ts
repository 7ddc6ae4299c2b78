import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { type Config, readConfig } from '../../server/config.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import type { Database } from '../../server/storage/database.ts'
import { createHttpServer, type HttpOptions } from '../../server/transport/http.ts'
import { bareSchema } from './bare-schema.ts'

export type Logged = { readonly level: 'info' | 'warn' | 'error'; readonly details: object; readonly message: string }

export type BareServer = {
  readonly url: string
  readonly app: FastifyInstance
  readonly baton: Baton
  /** What was logged so far. */
  readonly logged: readonly Logged[]
  /** The clock of the server, to be set forward. */
  readonly time: { now: number }
}

export type BareOptions = Partial<Omit<HttpOptions, 'baton' | 'config'>> & { readonly config?: Partial<Config> }

/** Starts the transport over this database, with a schema of its own unless one is given, on a free port; ends with the suite. */
export function bareServers(): (database: Database, options?: BareOptions) => Promise<BareServer> {
  const stop: (() => Promise<unknown>)[] = []
  afterAll(async () => {
    for (const end of stop.splice(0).reverse()) await end()
  })
  return async (database, { config, ...options } = {}) => {
    const logged: Logged[] = []
    const time = { now: Date.parse('2026-11-22T09:00:00Z') }
    const baton = await openBaton({ database, clock: () => time.now, random: Math.random, log: recorder(logged) })
    stop.push(() => baton.close())
    const app = await createHttpServer({
      baton,
      schema: bareSchema(),
      config: { ...readConfig({}), ...config },
      webRoot: '/nowhere',
      personas: () => baton.directory.people.all(),
      ...options,
    })
    stop.push(() => app.close())
    return { url: await app.listen({ port: 0, host: '127.0.0.1' }), app, baton, logged, time }
  }
}

function recorder(logged: Logged[]): Baton['log'] {
  const at = (level: Logged['level']) => (details: object, message: string) =>
    void logged.push({ level, details, message })
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** Posts a GraphQL request and returns the answer's status and body. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{
  status: number
  headers: Headers
  body: { data?: unknown; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] }
}> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
}
