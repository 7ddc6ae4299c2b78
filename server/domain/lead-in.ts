import { move, type WorkingTime } from './calendar.ts'
import type { Clock, Instant } from './vocabulary.ts'

/**
 * What must be over before a step can be ready, beside the earlier steps. `from`: the placing for a RAMP_UP; for a NOTICE when the form was handed
 * in, or, where it was not, when it can be at the earliest. `time` is that of the department that asks.
 */
export type LeadIn = {
  readonly kind: 'RAMP_UP' | 'NOTICE'
  readonly departmentId: number
  readonly time: WorkingTime
  readonly from: Instant
  readonly duration: string
  readonly clock: Clock
  /** Said in the plan's legs, e.g. the requirement's title. */
  readonly note: string
}

/** When it is over. Refuses (BAD_USER_INPUT) where the department has no working time within reach. */
export function leadInEnd({ time, from, duration, clock }: LeadIn): Instant {
  return move(time, from, duration, clock)
}
