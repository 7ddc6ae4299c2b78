import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { Refusal, type RefusalCode, type RefusalDetails } from '../domain/refusal.ts'
import { fieldOf } from './error-field.ts'
import { LIMITS } from './limits.ts'

/** What a program is told of an error: the contract's `ErrorCode`, and details that belong to it. */
export type ErrorForm = GraphQLFormattedError & { readonly extensions: { readonly code: RefusalCode | 'INTERNAL' } }

/** Takes down an error that nobody foresaw; `requestId` is what the user is given to quote. */
export type Report = (error: unknown, requestId: string) => void

/** A message of GraphQL quotes what came; it is cut so that the answer stays small. */
const LONGEST_MESSAGE = 1_000

/**
 * The one form of every error, over HTTP and WebSocket alike. A refusal keeps its code and details; what GraphQL itself refuses is
 * BAD_USER_INPUT; anything else is a defect: reported with the request's id and masked as INTERNAL. There is never a stack.
 */
export function errorForm(error: unknown, requestId: string, report: Report): ErrorForm {
  const place = error instanceof GraphQLError ? placeOf(error) : {}
  const refusal = refusalIn(error) ?? (error instanceof GraphQLError ? refusedByGraphQL(error) : null)
  if (refusal) return refusedForm(refusal, place)
  report(error, requestId)
  const unavailable = unavailableIn(error)
  if (unavailable)
    return { ...refusedForm(unavailable, place), extensions: { ...codeOf(unavailable), requestId } } as ErrorForm
  const message = `Something went wrong in Baton; its log tells what, under ${requestId}`
  return { message, ...place, extensions: { code: 'INTERNAL', requestId } } as ErrorForm
}

export function asGraphQL(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}

/** The refusal in the form of an answer that has nothing else, for what never reaches GraphQL. */
export function refusalForm(refusal: Refusal): ErrorForm {
  return refusedForm(refusal, {})
}

/** The HTTP status of an answer that is nothing but this refusal. */
export function statusOf({ code, details }: Pick<Refusal, 'code' | 'details'>): number {
  if (code === 'LIMIT_EXCEEDED') return details.field === 'body' ? 413 : 400
  return STATUSES[code] ?? 400
}

const STATUSES: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
}

function refusedForm(refusal: Refusal, place: object): ErrorForm {
  const message = refusal.message.slice(0, LONGEST_MESSAGE)
  return { message, ...place, extensions: codeOf(refusal) }
}

function codeOf({ code, details }: Refusal): { code: RefusalCode } & RefusalDetails {
  return { code, ...details }
}

function placeOf({ locations, path }: GraphQLError): object {
  return { ...(locations ? { locations } : {}), ...(path ? { path } : {}) }
}

/** The refusal that the error is or wraps: GraphQL wraps what a resolver or a rule throws. */
function refusalIn(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  return error instanceof GraphQLError ? refusalIn(error.originalError) : null
}

/** Null when the error came out of a resolver: then it is not about the request, but for an argument that GraphQL found wrong. */
function refusedByGraphQL(error: GraphQLError): Refusal | null {
  const cause = causeOf(error)
  const isAbout = cause instanceof GraphQLError && (!error.path || isAboutArgument(cause))
  if (!isAbout) return null
  return new Refusal('BAD_USER_INPUT', error.message, { field: fieldOf(cause.nodes && error.path ? cause : error) })
}

function causeOf(error: Error): Error {
  const cause = error instanceof GraphQLError ? error.originalError : undefined
  return cause ? causeOf(cause) : error
}

function isAboutArgument(error: GraphQLError): boolean {
  return error.name === 'PothosValidationError' || error.message.startsWith('Argument "')
}

/** Of Postgres, its driver and the network: a statement that took too long, and a server that cannot be reached. */
const TIMEOUT = '57014'
const AWAY =
  /^(57P0\d|53300|25P03|08\w{3}|ECONN\w+|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|E(HOST|NET)(UNREACH|DOWN)|CONNECTION_\w+|CONNECT_TIMEOUT)$/

function unavailableIn(error: unknown): Refusal | null {
  for (let cause = error; cause instanceof Error; cause = nextCause(cause)) {
    const { code } = cause as { code?: unknown }
    if (code === TIMEOUT) return timedOut()
    if (typeof code === 'string' && AWAY.test(code)) return new Refusal('UNAVAILABLE', 'The database does not answer')
  }
  return null
}

function nextCause(error: Error): unknown {
  return error instanceof GraphQLError ? error.originalError : error.cause
}

/** The request took longer than it may. What it set out to write may have been written. */
export function timedOut(limit: number = LIMITS.time): Refusal {
  const details = { field: 'time', limit, reason: 'TIMEOUT' }
  return new Refusal('UNAVAILABLE', `No answer within ${limit / 1000} s; a mutation may still take effect`, details)
}
