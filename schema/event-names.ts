import type { EventType } from '../server/domain/vocabulary.ts'

/** The object type that tells an event: STEP_CHANGED is StepChanged. */
export function typeNameOf({ type }: { readonly type: EventType }): string {
  return type
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('')
}
