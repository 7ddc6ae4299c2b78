import type { FastifyInstance } from 'fastify'

/**
 * Has the connections closed on which requests are under way when the app closes, each with its answer. Otherwise they would be
 * kept for a next request that never comes, and the app would stay open as long.
 */
export function closeWithAnswers(app: FastifyInstance): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close')
    done(null, payload)
  })
}
