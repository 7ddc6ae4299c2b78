import type { Actor, CalendarDate, Decimal, Instant, OrderState, StepState } from './vocabulary.ts'

/** One sale as the step machine sees it. Its steps stand in the order of its workflow version, one for each step there. */
export type Order = {
  readonly id: number
  readonly number: string
  readonly externalIds: readonly ExternalId[]
  readonly customerId: number | null
  readonly repId: number | null
  readonly lines: readonly OrderLine[]
  readonly channel: string | null
  readonly circumstances: readonly string[]
  /** What an import found about the order beyond Baton's own fields, as it was written there. */
  readonly attributes: Readonly<Record<string, string>>
  readonly state: OrderState
  readonly workflowId: number
  readonly timeZone: string
  readonly placedAt: Instant
  readonly requestedDate: CalendarDate | null
  readonly promisedDate: CalendarDate | null
  readonly deliveredAt: Instant | null
  readonly closedAt: Instant | null
  /** Grows by one a mutation of the order, its promise or its steps. */
  readonly version: number
  readonly steps: readonly OrderStep[]
  /** Set on an order as it stood at an instant of the past; its ids name that snapshot. */
  readonly asOf?: Instant
}

export type ExternalId = { readonly source: string; readonly id: string }
export type OrderLine = { readonly productId: number; readonly quantity: Decimal }

export type OrderStep = {
  readonly key: string
  readonly position: number
  readonly state: StepState
  readonly holderId: number | null
  /** Where a BLOCKED step goes back to when its last hold is released; null in every other state. */
  readonly blockedFrom: 'READY' | 'IN_PROGRESS' | null
  /** How often it was handed back by a department that should have taken it on. */
  readonly returns: number
  /** Grows by one a mutation that changes the step. */
  readonly version: number
  readonly runs: readonly StepRun[]
  readonly holds: readonly Hold[]
}

/** One going-through of a step; `number` counts from 1 without a gap. */
export type StepRun = {
  readonly number: number
  readonly holderId: number | null
  readonly readyAt: Instant | null
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
}

/** Why a step cannot go on; `number` counts from 1 within its step. */
export type Hold = {
  readonly number: number
  readonly reason: string
  readonly since: Instant
  readonly placedBy: Actor | null
  readonly releasedAt: Instant | null
  readonly releasedBy: Actor | null
}

/** States in which somebody has the step now. */
export const CURRENT: ReadonlySet<StepState> = new Set(['READY', 'IN_PROGRESS', 'BLOCKED'])
/** States in which a step may still have to be done. */
export const OPEN: ReadonlySet<StepState> = new Set(['WAITING', 'READY', 'IN_PROGRESS', 'BLOCKED'])

/** "Who has it now": the steps that are READY, IN_PROGRESS or BLOCKED. */
export function currentSteps(order: Order): OrderStep[] {
  return order.steps.filter((step) => CURRENT.has(step.state))
}

export function openHolds(step: OrderStep): Hold[] {
  return step.holds.filter((hold) => hold.releasedAt === null)
}

/** The latest instant that the order knows; what happens to it live is never dated before this, whatever the clock says. */
export function latestInstant(order: Order): Instant {
  const runs = order.steps.flatMap((step) => step.runs.flatMap((run) => [run.readyAt, run.startedAt, run.finishedAt]))
  const holds = order.steps.flatMap((step) => step.holds.flatMap((hold) => [hold.since, hold.releasedAt]))
  return Math.max(order.placedAt, ...[order.deliveredAt, ...runs, ...holds].filter((at) => at !== null))
}
