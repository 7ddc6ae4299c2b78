import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { badInput, Refusal } from '../domain/refusal.ts'
import { type ErrorForm, errorForm, type Report, refusalForm, statusOf } from './errors.ts'
import { exceeded, LIMITS } from './limits.ts'

/** JSON in UTF-8 is all that is taken, and every error is answered in the contract's form. */
export function takeJsonOnly(app: FastifyInstance, report: Report): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const text = utf8(request.headers['content-type'], body)
    if (text instanceof Refusal) return done(text)
    return text.trim() === '' ? done(null, undefined) : parse(request, text, done)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply, report))
}

/** Ends the request with the refusal, in the form of a GraphQL answer. */
export function answerRefusal(reply: FastifyReply, refusal: Refusal, status = statusOf(refusal)): FastifyReply {
  return answer(reply, status, refusalForm(refusal))
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply, report: Report): FastifyReply {
  if (error instanceof Refusal) return answerRefusal(reply, error)
  const known = refusedByFastify(error, request)
  if (known) return answerRefusal(reply, known, error.statusCode)
  const form = errorForm(error, request.id, report)
  return answer(reply, form.extensions.code === 'UNAVAILABLE' ? 503 : 500, form)
}

function answer(reply: FastifyReply, status: number, form: ErrorForm): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(`${JSON.stringify({ errors: [form] })}\n`)
}

/** What Fastify itself finds wrong with a request before any handler sees it: all of its errors that are the sender's fault. */
function refusedByFastify(error: FastifyError, request: FastifyRequest): Refusal | null {
  const { statusCode = 500, code } = error
  if (statusCode < 400 || statusCode >= 500) return null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return exceeded('body', LIMITS.bodyBytes, sizeOf(request))
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return badInput('content-type', 'application/json is needed', request.headers['content-type'], 'application/json')
  return badInput('body', code?.startsWith('FST_') ? error.message : `not JSON: ${error.message}`)
}

/** Of a body that does not say its length only this much is known: that it went beyond the limit. */
function sizeOf({ headers }: FastifyRequest): number {
  const told = Number(headers['content-length'])
  return told > LIMITS.bodyBytes ? told : LIMITS.bodyBytes + 1
}

/** It keeps nothing of what it decoded, so one is enough. */
const strictly = new TextDecoder('utf-8', { fatal: true })

function utf8(contentType: string | undefined, body: Buffer): string | Refusal {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  if (!/^utf-?8$/i.test(charset)) return badInput('content-type', 'the charset must be utf-8', charset, 'utf-8')
  try {
    return strictly.decode(body)
  } catch {
    return badInput('body', 'not UTF-8')
  }
}
