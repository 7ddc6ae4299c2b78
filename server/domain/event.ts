import type { Fact } from './fact.ts'
import type { Order } from './order.ts'
import type { Actor, EventType, Instant } from './vocabulary.ts'
import { graphOf, type Workflow } from './workflow.ts'

/** A fact on its way into the log. `orderId` null: it concerns no order. `position` is the step's place in its workflow version. */
export type NewEvent = {
  readonly type: EventType
  readonly at: Instant
  readonly recordedAt: Instant
  readonly actor: Actor | null
  readonly reason: string | null
  readonly orderId: number | null
  readonly position: number | null
  readonly departmentId: number | null
  /** True for the single facts of an import, which live watchers are spared. */
  readonly imported: boolean
  readonly payload: Readonly<Record<string, unknown>>
}

/** A numbered fact of the log. `seq` is gapless; `transactionId` tells which facts were committed together. */
export type StoredEvent = NewEvent & {
  readonly id: number
  readonly seq: number
  readonly transactionId: string
  readonly payloadVersion: number
}

/** The version in which payloads are written today; older ones are raised when read. */
export const PAYLOAD_VERSION = 1

type By = { readonly actor: Actor | null; readonly recordedAt: Instant; readonly imported?: boolean }

/** The events that tell an order's facts. An event's own department is that of its step. */
export function eventsOf(order: Pick<Order, 'id'>, workflow: Workflow, facts: readonly Fact[], by: By): NewEvent[] {
  const { steps } = graphOf(workflow)
  return facts.map(({ type, at, reason, ...payload }) => {
    const step = 'step' in payload ? steps.get(payload.step) : undefined
    const place = { orderId: order.id, position: step?.position ?? null, departmentId: step?.departmentId ?? null }
    return {
      type,
      at,
      reason,
      ...place,
      payload,
      actor: by.actor,
      recordedAt: by.recordedAt,
      imported: by.imported ?? false,
    }
  })
}

/** The fact that an event of an order tells, its payload raised to the newest version. */
export function factOf({ type, at, reason, payload }: Pick<NewEvent, 'type' | 'at' | 'reason' | 'payload'>): Fact {
  return { ...payload, type, at, reason } as unknown as Fact
}

type Reference = Pick<NewEvent, 'type' | 'at' | 'payload'> & {
  readonly departmentId?: number | null
  readonly reason?: string | null
}

/** An event that concerns no order: a requirement, a workflow, the directory, an import. */
export function referenceEvent(reference: Reference, actor: Actor | null, recordedAt: Instant): NewEvent {
  const { type, at, payload, departmentId = null, reason = null } = reference
  return { type, at, reason, payload, departmentId, actor, recordedAt, orderId: null, position: null, imported: false }
}
