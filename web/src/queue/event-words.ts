import { STATE_WORDS } from '../components/state-mark.tsx'
import type { QueueEvent } from '../documents/queue-documents.ts'

/** What happened to the step, for the mark at its row; null where another event of the same deed says it. */
export function wordsOf(event: QueueEvent): string | null {
  const by = event.actor ? ` by ${event.actor.name}` : ''
  switch (event.__typename) {
    case 'StepChanged':
      return event.toState === 'BLOCKED' ? null : `${CHANGES[event.toState] ?? STATE_WORDS[event.toState]}${by}`
    case 'StepAssigned':
      return event.holder ? `given to ${event.holder.name}` : `put down${by}`
    case 'HoldPlaced':
      return `put on hold${by}`
    case 'HoldReleased':
      return `released${by}`
    case 'StepReturned':
      return `handed back${by}`
    default:
      return null
  }
}

const CHANGES: Readonly<Record<string, string>> = {
  READY: 'ready',
  IN_PROGRESS: 'started',
  DONE: 'completed',
  SKIPPED: 'skipped',
  CANCELLED: 'cancelled',
  WAITING: 'waiting again',
}
