import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import type { Config } from '../config.ts'
import type { Baton } from '../services/baton.ts'
import { makeRequest } from '../services/request.ts'
import { authentication } from './authentication.ts'
import { takeJsonOnly } from './body.ts'
import { closeWithAnswers } from './closing.ts'
import { allowOrigins } from './cross-origin.ts'
import type { Report } from './errors.ts'
import { serveGraphQL } from './graphql-http.ts'
import { serveHealth } from './health.ts'
import { LIMITS } from './limits.ts'
import { Documents } from './operations.ts'
import { type Personas, serveSession } from './session.ts'
import { AnswerBook } from './shared-answers.ts'
import { SocketCount } from './socket-count.ts'
import { serveEventStreams } from './sse.ts'
import { serveWebFiles } from './web-files.ts'
import { serveWebSocket, type WebSocketOptions } from './websocket.ts'

export type HttpOptions = {
  readonly baton: Baton
  readonly schema: GraphQLSchema
  readonly config: Config
  /** The folder of the built web client. */
  readonly webRoot: string
  readonly personas: Personas
  /** Milliseconds for a query or mutation. */
  readonly timeLimit?: number
  readonly socket?: Partial<Pick<WebSocketOptions, 'initTimeout' | 'keepAlive'>>
}

/** The whole server, not yet listening: GraphQL over HTTP, WebSocket and server-sent events, sessions, health, the web client's files. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const { baton, schema, config, webRoot, timeLimit = LIMITS.time } = options
  const report: Report = (error, requestId) => baton.log.error({ err: error, requestId }, 'a request failed')
  const authenticated = authentication(baton, config)
  const app = Fastify({
    bodyLimit: LIMITS.bodyBytes,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  closeWithAnswers(app)
  takeJsonOnly(app, report)
  allowOrigins(app, config)
  await serveWebFiles(app, webRoot)
  serveHealth(app, baton)
  serveSession(app, options)
  const contextOf = async ({ headers }: { headers: Parameters<typeof authenticated>[0] }) =>
    makeRequest(baton, await authenticated(headers))
  await serveGraphQL(app, { schema, log: baton.log, report, contextOf, timeLimit })
  const answers = new AnswerBook({ baton, report, timeLimit })
  const shared = { documents: new Documents(schema), answers, sockets: new SocketCount() }
  const operations = { baton, schema, authenticated, report, timeLimit, ...shared }
  serveEventStreams(app, { ...operations, ...options.socket })
  serveWebSocket(app, { ...operations, ...options.socket })
  return app
}
