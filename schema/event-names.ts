import { EVENT_TYPES, type EventType } from '../server/domain/vocabulary.ts'

/** The object type that tells an event: STEP_CHANGED is StepChanged. */
export function typeNameOf({ type }: { readonly type: EventType }): string {
  return NAMES[type]
}

const NAMES = Object.fromEntries(EVENT_TYPES.map((type) => [type, inPascalCase(type)])) as Record<EventType, string>

function inPascalCase(type: string): string {
  return type
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('')
}
