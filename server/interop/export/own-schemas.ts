import { z } from 'zod'
import { PHONE } from '../../domain/phone.ts'
import {
  CLOCKS,
  EVENT_TYPES,
  type EventType,
  ORDER_STATES,
  REQUIREMENT_KINDS,
  STEP_STATES,
} from '../../domain/vocabulary.ts'
import type { ObjectType } from './object-id.ts'

/** What stands in the attribute `baton`: what Baton writes today. More than that is let through, since events are kept whole. */
const instant = z.number().int().min(0).max(Date.UTC(2201, 0))
const date = z.iso.date()
const count = z.number().int().min(0)
const id = z.string().min(1)
const text = z.string()
/** An export from before people had one has none. */
const phone = text.regex(PHONE)
const key = z.string().min(1).max(120)

function isInOrder(first: number | null, second: number | null): boolean {
  return first === null || second === null || first <= second
}

const run = z
  .looseObject({
    number: count.min(1),
    holderId: id.nullable(),
    readyAt: instant.nullable(),
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .refine(({ startedAt, finishedAt }) => isInOrder(startedAt, finishedAt), 'is finished before it is started')

const hold = z
  .looseObject({
    number: count.min(1),
    reason: text,
    since: instant,
    placedBy: id.nullable(),
    releasedAt: instant.nullable(),
    releasedBy: id.nullable(),
  })
  .refine(({ since, releasedAt }) => isInOrder(since, releasedAt), 'is released before it is placed')

const step = z
  .looseObject({
    key,
    position: count,
    state: z.enum(STEP_STATES),
    holderId: id.nullable(),
    blockedFrom: z.enum(['READY', 'IN_PROGRESS']).nullable(),
    returns: count,
    version: count,
    runs: z.array(run),
    holds: z.array(hold),
  })
  .refine(({ state, blockedFrom }) => (state === 'BLOCKED') === (blockedFrom !== null), 'is BLOCKED out of no state')

const orderFields = {
  number: key,
  customerId: id.nullable(),
  repId: id.nullable(),
  channel: text.nullable(),
  circumstances: z.array(text),
  attributes: z.record(z.string(), text),
  state: z.enum(ORDER_STATES),
  workflowId: id,
  timeZone: text,
  placedAt: instant,
  requestedDate: date.nullable(),
  promisedDate: date.nullable(),
  deliveredAt: instant.nullable(),
  closedAt: instant.nullable(),
  version: count,
}
const quantity = z.string().regex(/^(0|[1-9]\d{0,9})(\.\d{1,12})?$/)
const order = z.looseObject({
  ...orderFields,
  externalIds: z.array(z.looseObject({ source: text, id: text })),
  lines: z.array(
    z.looseObject({ productId: id, quantity: quantity.refine((told) => Number(told) > 0, 'is not above 0') }),
  ),
  steps: z.array(step),
})

const ofOrder = { orderVersion: count }
const ofStep = { ...ofOrder, step: key, stepVersion: count }
const change = { from: z.enum(STEP_STATES), to: z.enum(STEP_STATES), holderId: id.nullable(), run: run.nullable() }
const ofRequirement = z.looseObject({ requirementId: id })

const PAYLOADS: Readonly<Record<EventType, z.ZodType>> = {
  ORDER_PLACED: z.looseObject({ ...ofOrder, order }),
  ORDER_DELIVERED: z.looseObject(ofOrder),
  ORDER_CLOSED: z.looseObject(ofOrder),
  ORDER_CANCELLED: z.looseObject(ofOrder),
  STEP_CHANGED: z.looseObject({ ...ofStep, ...change }),
  STEP_ASSIGNED: z.looseObject({ ...ofStep, holderId: id.nullable() }),
  STEP_RETURNED: z.looseObject({
    ...ofStep,
    returnedTo: z.array(key),
    steps: z.array(step),
    takesBackDelivery: z.boolean(),
  }),
  HOLD_PLACED: z.looseObject({ ...ofStep, hold }),
  HOLD_RELEASED: z.looseObject({ ...ofStep, hold }),
  PROMISE_CHANGED: z.looseObject({ ...ofOrder, fromDate: date.nullable(), toDate: date.nullable() }),
  REQUIREMENT_PUBLISHED: ofRequirement,
  REQUIREMENT_RETIRED: ofRequirement,
  REQUIREMENT_ACKNOWLEDGED: ofRequirement,
  REQUIREMENT_SATISFIED: ofRequirement,
  WORKFLOW_PUBLISHED: z.looseObject({ workflowId: id }),
  DIRECTORY_CHANGED: z.looseObject({}),
  ORDERS_IMPORTED: z.looseObject({ orderCount: count }),
}

const event = z
  .looseObject({
    type: z.enum(EVENT_TYPES),
    at: instant,
    recordedAt: instant,
    actor: id.nullable(),
    reason: text.nullable(),
    orderId: id.nullable(),
    departmentId: id.nullable(),
    step: key.nullable(),
    position: count.nullable(),
    imported: z.boolean(),
    payloadVersion: count,
    payload: z.unknown(),
  })
  .superRefine(({ type, payload }, context) => {
    const { error } = PAYLOADS[type].safeParse(payload)
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['payload', ...path], message })
  })
export type OwnEvent = z.infer<typeof event> & { readonly payload: Readonly<Record<string, unknown>> }

const calendar = z.looseObject({
  weekdays: z.array(z.looseObject({ weekday: z.number(), opens: text, closes: text })),
  closures: z.array(z.looseObject({ from: date, to: date, reason: text.nullable() })),
})
const OBJECTS = {
  'baton-export': z.looseObject({ format: count, exportedAt: instant, orders: count, events: count }),
  department: z.looseObject({
    ...{ key, name: text, isExternal: z.boolean(), timeZone: text },
    calendar,
    leadId: id.nullable(),
  }),
  person: z.looseObject({
    ...{ key, name: text, email: text.nullable(), phone: phone.nullable().optional(), title: text.nullable() },
    ...{ departmentId: id.nullable(), isRep: z.boolean(), isAdmin: z.boolean() },
  }),
  integration: z.looseObject({ name: text, createdAt: instant }),
  customer: z.looseObject({ key, name: text, accountManagerId: id.nullable() }),
  product: z.looseObject({ sku: key, name: text, category: text.nullable() }),
  workflow: z.looseObject({
    ...{ key, version: count.min(1), name: text, appliesWhen: text.nullable(), discovered: z.boolean() },
    ...{ publishedAt: instant, publishedBy: id.nullable() },
    steps: z.array(
      z.looseObject({
        ...{ key, name: text, position: count, departmentId: id, dependsOn: z.array(key) },
        ...{ appliesWhen: text.nullable(), delivers: z.boolean() },
      }),
    ),
  }),
  requirement: z.looseObject({
    ...{ seriesId: id, departmentId: id, key, version: count.min(1), kind: z.enum(REQUIREMENT_KINDS), title: text },
    ...{ details: text.nullable(), formUrl: text.nullable(), workflowKey: key.nullable(), stepKeys: z.array(key) },
    ...{ duration: text.nullable(), clock: z.enum(CLOCKS), appliesWhen: text.nullable(), owedById: id.nullable() },
    ...{ bindsOpenOrders: z.boolean(), effectiveFrom: instant, effectiveTo: instant.nullable() },
    ...{ publishedBy: id.nullable(), publishedAt: instant, supersedesId: id.nullable() },
    acknowledgements: z.array(z.looseObject({ personId: id, at: instant })),
  }),
  order: z.looseObject({ ...orderFields, fingerprint: text.nullable(), events: count.min(1) }),
  'order-requirement': z.looseObject({
    ...{ orderId: id, requirementId: id, step: key.nullable(), satisfiedAt: instant.nullable(), version: count },
    ...{
      satisfiedBy: id.nullable(),
      waivedAt: instant.nullable(),
      answer: text.nullable(),
      evidenceUrl: text.nullable(),
    },
  }),
} satisfies Readonly<Record<ObjectType, z.ZodType>>

export type OwnObject<T extends ObjectType> = z.infer<(typeof OBJECTS)[T]>

/** Checks what was read as JSON: null and the thing, or what is wrong with it. */
export function checkObject<T extends ObjectType>(type: T, value: unknown): OwnObject<T> | string {
  return checked(OBJECTS[type] as unknown as z.ZodType<OwnObject<T>>, value)
}

export function checkEvent(value: unknown): OwnEvent | string {
  return checked(event as unknown as z.ZodType<OwnEvent>, value)
}

/** What comes back is the value itself, its members in their order. */
function checked<T>(schema: z.ZodType<T>, value: unknown): T | string {
  const { success, error } = schema.safeParse(value)
  if (success) return value as T
  const { path, message } = error.issues[0]!
  return `${path.join('.')}: ${message}`
}
