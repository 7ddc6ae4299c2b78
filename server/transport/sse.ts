import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ExecutionResult } from 'graphql'
import { createHandler, type Handler, type HandlerOptions, type RequestParams, type Response } from 'graphql-sse'
import { badInput } from '../domain/refusal.ts'
import type { Viewer } from '../domain/visibility.ts'
import { answerRefusal } from './body.ts'
import { type ErrorForm, errorForm, statusOf } from './errors.ts'
import { EventStream } from './event-stream.ts'
import { executeOne, type Operations, prepare } from './operations.ts'
import { resumeAfter } from './resume.ts'
import { type Subscribing, subscribeOne } from './subscription.ts'

/** One request, as the handler of graphql-sse hands it through. */
type Call = { readonly request: FastifyRequest; readonly viewer: Viewer; readonly stream: EventStream }
type Handle = Handler<FastifyRequest, Call>
type Messages = AsyncGenerator<string, void, undefined>

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

export type SseOptions = Operations & {
  /** Milliseconds between two looks at whether a stream is still read. */
  readonly keepAlive?: number
}

/**
 * Serves GraphQL over server-sent events at /graphql/stream, one operation a connection. The id of an event is the cursor of its
 * frame; a browser that reconnects sends it back as `Last-Event-ID`. All streams end when the app closes.
 */
export function serveEventStreams(app: FastifyInstance, options: SseOptions): void {
  const { keepAlive = 20_000 } = options
  const handle = createHandler(hooks(options))
  const open = new Set<EventStream>()
  app.addHook('preClose', async () => {
    for (const stream of open) stream.finish()
  })
  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql/stream',
    handler: async (request, reply) => {
      const accept = request.headers.accept ?? '*/*'
      if (!/text\/(event-stream|\*)|\*\/\*/.test(accept))
        return answerRefusal(reply, badInput('accept', 'text/event-stream is what there is', accept), 406)
      const viewer = await options.authenticated(request.headers)
      const leave = options.sockets.enter(viewer, request.ip)
      const stream = new EventStream(reply.raw)
      stream.atEnd(leave)
      const call = { request, viewer, stream }
      const messages = await messagesOf(handle, call, reply)
      if (messages === null) return reply
      open.add(stream)
      stream.atEnd(() => open.delete(stream))
      stream.watchOver(keepAlive)
      stream.atEnd(options.baton.credentials.hold(viewer, (refusal) => stream.dismiss(refusal)))
      await pass(options, messages, call)
      return reply
    },
  })
}

/** Begins the answer. Null when it is a refusal, which has been answered. */
async function messagesOf(
  handle: Handle,
  { request, viewer, stream }: Call,
  reply: FastifyReply,
): Promise<Messages | null> {
  const get = (name: string) =>
    name === 'accept' ? 'text/event-stream' : (request.headers[name] as string | undefined)
  const { method, url, body } = request
  const [messages, { status, headers }] = await handle({
    method,
    url,
    headers: { get },
    body: body as Record<PropertyKey, unknown> | null,
    raw: request,
    context: { request, viewer, stream },
  })
  if (messages === null || typeof messages === 'string') {
    refuse(reply, messages, status)
    return null
  }
  reply.hijack()
  const own = { ...headers, 'x-accel-buffering': 'no' }
  stream.open(status, { ...(reply.getHeaders() as Record<string, string>), ...own })
  stream.atEnd(() => void messages.return?.(undefined))
  return messages
}

async function pass({ report }: SseOptions, messages: AsyncIterable<string>, { request, stream }: Call): Promise<void> {
  try {
    for await (const message of messages) stream.write(message)
  } catch (error) {
    const last = JSON.stringify({ errors: [errorForm(error, request.id, report)] })
    stream.write(`event: next\ndata: ${last}\n\n`)
    stream.write('event: complete\ndata:\n\n')
  }
  stream.finish()
}

/** graphql-sse says what is wrong with a request in words only; refusals of ours come in their form already. */
function refuse(reply: FastifyReply, text: string | null, status: number): FastifyReply {
  const told = text === null ? null : (JSON.parse(text) as { errors: { message: string; extensions?: object }[] })
  if (told?.errors[0]?.extensions) return reply.code(status).headers(JSON_TYPE).send(text)
  if (status === 405) reply.header('allow', 'POST')
  const field = status === 405 ? 'method' : status === 415 ? 'content-type' : 'request'
  return answerRefusal(reply, badInput(field, told?.errors[0]?.message ?? 'is not what is taken here'), status)
}

function hooks(options: SseOptions): HandlerOptions<FastifyRequest, Call> {
  return {
    authenticate: () => null,
    onSubscribe: ({ context, raw }, params) => prepareOn(options, { ...context }, raw, params),
    validate: () => [],
    execute: (args) => executeOne(options, args),
    subscribe: (args) => subscribeOne(options, args as Subscribing),
    onNext: (_, { raw }, result) => {
      const { errors, ...rest } = result as ExecutionResult
      return errors && { ...rest, errors: errors.map((error) => errorForm(error, raw.id, options.report)) }
    },
  } as HandlerOptions<FastifyRequest, Call>
}

async function prepareOn(options: SseOptions, { viewer, stream }: Call, raw: FastifyRequest, params: RequestParams) {
  const place = raw.headers['last-event-id']
  const payload = { ...params, variables: params.variables ?? null }
  const prepared = await prepare(options, payload, { viewer: async () => viewer, reader: stream }, (document) =>
    resumeAfter(document, payload, typeof place === 'string' && place !== '' ? place : undefined),
  )
  if (!Array.isArray(prepared)) return prepared
  const errors = prepared.map((error) => errorForm(error, raw.id, options.report))
  const status = statusOfForm(errors[0]!)
  return [JSON.stringify({ errors }), { status, statusText: '', headers: JSON_TYPE }] satisfies Response
}

function statusOfForm({ extensions: { code } }: ErrorForm): number {
  return code === 'INTERNAL' ? 500 : statusOf({ code, details: {} })
}
