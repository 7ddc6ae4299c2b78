import * as words from '../server/domain/vocabulary.ts'
import { builder } from './builder.ts'

/** The words of a closed list, some of them explained. */
function explained<W extends string>(list: readonly W[], meanings: Partial<Record<W, string>> = {}) {
  return Object.fromEntries(list.map((word) => [word, { value: word, description: meanings[word] }])) as {
    [K in W]: { value: K; description: string | undefined }
  }
}

export const OrderState = builder.enumType('OrderState', {
  values: explained(words.ORDER_STATES, {
    OPEN: "The goods are not yet the customer's.",
    DELIVERED: 'Its delivering steps are done; later steps may be open.',
    CANCELLED: 'It ended without delivery.',
  }),
})
export const StepState = builder.enumType('StepState', {
  values: explained(words.STEP_STATES, {
    WAITING: 'For the steps before it.',
    READY: 'It can be started.',
    BLOCKED: 'A hold is on it; it goes back to where it came from when the last one is released.',
    SKIPPED: 'It does not apply to this order, or somebody said that it need not be done.',
    CANCELLED: 'Its order was cancelled before it was done.',
  }),
})
export const RequirementKind = builder.enumType('RequirementKind', {
  values: explained(words.REQUIREMENT_KINDS, {
    LEAD_TIME: 'The time a run of the step takes from ready to done.',
    NOTICE: 'A form or document due a notice period before the step starts.',
    RAMP_UP: 'Extra time from the placing of the first order of a new customer or product, beside the earlier steps.',
    INFORMATION: 'Facts the department must be told, e.g. a buying pattern.',
  }),
})
export const Clock = builder.enumType('Clock', {
  description: 'What a duration is counted by.',
  values: explained(words.CLOCKS, {
    WORKING: "The department's working hours alone.",
    ELAPSED: 'Plain time.',
  }),
})
export const Role = builder.enumType('Role', {
  values: explained(words.ROLES, {
    REP: 'Places orders and promises dates.',
    DEPARTMENT: 'Works on the steps of a department and says what it requires.',
    ADMIN: 'Sees everything, and publishes workflows.',
    INTEGRATION: 'Another system, by its token.',
  }),
})
export const Scope = builder.enumType('Scope', {
  description: 'What an API token may do.',
  values: explained(words.SCOPES),
})
export const EventType = builder.enumType('EventType', {
  description: 'Each is an object type of its own: STEP_CHANGED is StepChanged.',
  values: explained(words.EVENT_TYPES),
})

/** The contract's codes; those of later issues stand here already because a program that reads them must know the list. */
export const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What `extensions.code` of an error says.',
  values: explained([
    'BAD_USER_INPUT',
    'NOT_FOUND',
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'CONFLICT',
    'IDEMPOTENCY_MISMATCH',
    'PROMISE_TOO_EARLY',
    'WORKFLOW_INVALID',
    'CURSOR_INVALID',
    'CURSOR_EPOCH',
    'CURSOR_AHEAD',
    'CURSOR_EXPIRED',
    'LIMIT_EXCEEDED',
    'RATE_LIMITED',
    'UNAVAILABLE',
    'INTERNAL',
  ] as const),
})
