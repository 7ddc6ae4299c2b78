import { AsyncLocalStorage } from 'node:async_hooks'
import { ApolloServer, type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import { badInput, Refusal } from '../domain/refusal.ts'
import type { Logger } from '../services/baton.ts'
import { answerRefusal } from './body.ts'
import { errorForm, type Report, statusOf } from './errors.ts'
import { limitRule, requireAffordable, requireReadable } from './limits.ts'
import { PlainQueries } from './plain-query.ts'
import { forgetCookie } from './session.ts'
import { within } from './time-limit.ts'

export type GraphQLOverHttp = {
  readonly schema: GraphQLSchema
  readonly log: Logger
  readonly report: Report
  /** A fresh context for one request; a Refusal that it throws ends the request. */
  readonly contextOf: (request: FastifyRequest) => Promise<BaseContext>
  /** Milliseconds. */
  readonly timeLimit: number
}

/** One request as Apollo's plugins and its context are to know it. */
type Asked = { readonly id: string; readonly contextOf: () => Promise<BaseContext> }

/** Serves GraphQL at /graphql: queries by GET, queries and mutations by POST. */
export async function serveGraphQL(app: FastifyInstance, options: GraphQLOverHttp): Promise<void> {
  const asked = new AsyncLocalStorage<Asked>()
  const apollo = apolloServer(options, () => asked.getStore()?.id ?? 'none')
  await apollo.start()
  app.addHook('onClose', () => apollo.stop())
  const handle = fastifyApolloHandler(apollo, { context: (request) => contextOrRefusal(asked.getStore()!, request) })
  const plain = new PlainQueries(options.schema)
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const one: Asked = { id: request.id, contextOf: once(() => options.contextOf(request)) }
    const answered = await plain.answer(request, reply, one.contextOf)
    if (answered !== null) return answered
    requireReadable(documentIn(request))
    return asked.run(one, () => handle.call(app, request, reply))
  }
  app.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler: async (request, reply) => {
      const body = await within(options.timeLimit, () => answer(request, reply))
      if (!(body instanceof Refusal)) return body
      options.log.warn({ requestId: request.id, limit: options.timeLimit }, 'a request was given up: it took too long')
      return answerRefusal(reply, body)
    },
  })
}

/** Empty where there is none; Apollo says so. */
function documentIn({ method, body, query }: FastifyRequest): string {
  const document = ((method === 'GET' ? query : body) as { query?: unknown } | null | undefined)?.query
  return typeof document === 'string' ? document : ''
}

function apolloServer({ schema, log, report }: GraphQLOverHttp, requestId: () => string): ApolloServer {
  return new ApolloServer({
    schema,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationRules: [limitRule],
    logger: { debug: () => {}, info: () => {}, warn: apolloSays(log, 'warn'), error: apolloSays(log, 'error') },
    formatError: (_, error) => errorForm(error, requestId(), report),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), refuseOperations],
  })
}

const apolloSays = (log: Logger, level: 'warn' | 'error') => (message: unknown) => log[level]({}, String(message))

/** Apollo would answer a subscription with an internal error; what an operation costs is known with its variables only. */
const refuseOperations: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, document, request, schema }) => {
      if (operation?.operation === 'subscription') throw inGraphQL(sentElsewhere(request.http?.headers), 400)
      try {
        requireAffordable(schema, document, request.operationName, request.variables)
      } catch (error) {
        throw error instanceof Refusal ? inGraphQL(error, statusOf(error)) : error
      }
    },
  }),
}

function sentElsewhere(headers = new HeaderMap()): Refusal {
  const host = headers.get('host') ?? 'this server'
  const s = headers.get('x-forwarded-proto') === 'https' ? 's' : ''
  const addresses = `over WebSocket (graphql-transport-ws) to ws${s}://${host}/graphql or as server-sent events to http${s}://${host}/graphql/stream`
  return badInput('query', `a subscription goes ${addresses}`)
}

/** Gives the same context, or refusal, however often it is asked for. */
function once(contextOf: Asked['contextOf']): Asked['contextOf'] {
  let context: Promise<BaseContext> | null = null
  return () => {
    context ??= contextOf()
    return context
  }
}

async function contextOrRefusal({ contextOf }: Asked, request: FastifyRequest): Promise<BaseContext> {
  try {
    return await contextOf()
  } catch (error) {
    throw error instanceof Refusal ? inGraphQL(error, statusOf(error), headersOf(error, request)) : error
  }
}

/** A session that is no good is dropped, so that the page's next request is nobody's instead of refused again. */
function headersOf({ code }: Refusal, { headers }: FastifyRequest): HeaderMap {
  const answered = new HeaderMap()
  if (code !== 'UNAUTHENTICATED') return answered
  answered.set('www-authenticate', 'Bearer')
  if (headers.authorization === undefined) answered.set('set-cookie', forgetCookie())
  return answered
}

function inGraphQL(refusal: Refusal, status: number, headers = new HeaderMap()): GraphQLError {
  return new GraphQLError(refusal.message, { originalError: refusal, extensions: { http: { status, headers } } })
}
