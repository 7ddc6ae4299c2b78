/** The codes of the public contract (`ErrorCode`) that a refusal can carry. */
export type RefusalCode =
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'CONFLICT'
  | 'IDEMPOTENCY_MISMATCH'
  | 'WORKFLOW_INVALID'
  | 'CURSOR_INVALID'
  | 'CURSOR_EPOCH'
  | 'CURSOR_AHEAD'
  | 'LIMIT_EXCEEDED'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'

/** What a refusal tells a program: `field` is the path in the input, `limit` what would have been taken, `value` what came. */
export type RefusalDetails = {
  readonly field?: string
  readonly limit?: unknown
  readonly value?: unknown
  readonly actual?: unknown
  readonly currentVersion?: number
  readonly faults?: readonly unknown[]
  readonly reason?: string
}

/** A decision against a request. Its message and details are for the user; anything else that is thrown is a defect. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: RefusalDetails

  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}

/** A value that came back is cut to this many characters, so that an answer stays small whatever was sent. */
const SHOWN = 120

const shown = (value: unknown): unknown =>
  typeof value === 'string' && value.length > SHOWN ? `${value.slice(0, SHOWN).toWellFormed()}…` : value

/** BAD_USER_INPUT with the field, the value and, where there is one, the limit. */
export function badInput(field: string, problem: string, value?: unknown, limit?: unknown): Refusal {
  const details = {
    field,
    ...(limit === undefined ? {} : { limit }),
    ...(value === undefined ? {} : { value: shown(value) }),
  }
  return new Refusal('BAD_USER_INPUT', `${field}: ${problem}`, details)
}

/** NOT_FOUND, in the same words whether the thing does not exist or may not be seen. */
export function notFound(field: string, value: unknown): Refusal {
  return new Refusal('NOT_FOUND', `${field}: nothing here by that name`, { field, value: shown(value) })
}

export function forbidden(what: string): Refusal {
  return new Refusal('FORBIDDEN', what)
}

/** CONFLICT: the thing stands otherwise than the request supposed; `currentVersion` is what to send as `expectedVersion`. */
export function conflict(field: string, problem: string, currentVersion: number): Refusal {
  return new Refusal('CONFLICT', `${field}: ${problem}`, { field, currentVersion })
}
