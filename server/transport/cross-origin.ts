import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { mayRead } from './origin.ts'

/** Lets the pages that BATON_ORIGINS names use the API; a browser keeps the answers from all others. */
export function allowOrigins(app: FastifyInstance, config: Config): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('vary', 'origin')
    const { origin } = request.headers
    if (!mayRead(origin, config)) return done()
    reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' })
    if (request.method !== 'OPTIONS') return done()
    reply.header('access-control-allow-methods', 'GET, POST, DELETE').header('access-control-max-age', '600')
    reply.header('access-control-allow-headers', 'authorization, content-type, apollo-require-preflight')
    reply.code(204).send()
  })
}
