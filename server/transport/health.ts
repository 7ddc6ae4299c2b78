import type { FastifyInstance } from 'fastify'
import type { Baton } from '../services/baton.ts'
import { health } from '../services/health.ts'

/** /healthz: the process answers. /readyz: it can serve, else 503 and what is missing. */
export function serveHealth(app: FastifyInstance, baton: Baton): void {
  app.get('/healthz', async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'up' }))
  app.get('/readyz', async (_, reply) => {
    const parts = await health(baton)
    const isReady = Object.values(parts).every(Boolean)
    reply.code(isReady ? 200 : 503).header('cache-control', 'no-store')
    return { status: isReady ? 'ready' : 'not ready', ...parts }
  })
}
