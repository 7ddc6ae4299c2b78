/** The closed word lists of Baton. The database's enums and the API's enums are made of these, so a word is added here. */
export const ORDER_STATES = ['OPEN', 'DELIVERED', 'CANCELLED'] as const
export const STEP_STATES = ['WAITING', 'READY', 'IN_PROGRESS', 'BLOCKED', 'DONE', 'SKIPPED', 'CANCELLED'] as const
export const REQUIREMENT_KINDS = ['LEAD_TIME', 'NOTICE', 'RAMP_UP', 'INFORMATION'] as const
export const CLOCKS = ['WORKING', 'ELAPSED'] as const
export const ROLES = ['REP', 'DEPARTMENT', 'ADMIN', 'INTEGRATION'] as const
export const SCOPES = ['ORDERS_READ', 'ORDERS_WRITE', 'REQUIREMENTS_READ', 'REQUIREMENTS_WRITE', 'ADMIN'] as const
export const EVENT_TYPES = [
  'ORDER_PLACED',
  'ORDER_DELIVERED',
  'ORDER_CLOSED',
  'ORDER_CANCELLED',
  'STEP_CHANGED',
  'STEP_ASSIGNED',
  'STEP_RETURNED',
  'HOLD_PLACED',
  'HOLD_RELEASED',
  'PROMISE_CHANGED',
  'REQUIREMENT_PUBLISHED',
  'REQUIREMENT_RETIRED',
  'REQUIREMENT_ACKNOWLEDGED',
  'REQUIREMENT_SATISFIED',
  'WORKFLOW_PUBLISHED',
  'DIRECTORY_CHANGED',
  'ORDERS_IMPORTED',
] as const

export type OrderState = (typeof ORDER_STATES)[number]
export type StepState = (typeof STEP_STATES)[number]
export type RequirementKind = (typeof REQUIREMENT_KINDS)[number]
export type Clock = (typeof CLOCKS)[number]
export type Role = (typeof ROLES)[number]
export type Scope = (typeof SCOPES)[number]
export type EventType = (typeof EVENT_TYPES)[number]

/** Milliseconds since 1970-01-01T00:00:00Z. A number, so that facts compare, fold and travel as JSON without a library. */
export type Instant = number
/** RFC 3339 full-date, e.g. `2026-12-15`. */
export type CalendarDate = string
/** A decimal number as text, e.g. `2.5`; never a float, so that a quantity is what was ordered. */
export type Decimal = string

/** Who did something: a person or an integration (by its token). Null stands for Baton itself. */
export type Actor = { readonly kind: 'PERSON' | 'INTEGRATION'; readonly id: number }
