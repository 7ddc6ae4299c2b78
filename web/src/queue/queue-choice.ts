import { isMissed } from '../components/format.ts'
import type { Task } from '../documents/queue-documents.ts'

/** Which part of the queue is looked at, as it stands in the address; null: all of it. */
export type Choice = { readonly key: string; readonly words: string; readonly fits: (task: Task) => boolean }

/** The parts that every queue has. */
export function choicesAt(now: number): readonly Choice[] {
  return [
    { key: 'ready', words: 'ready', fits: (task) => task.state === 'READY' },
    { key: 'in-progress', words: 'in progress', fits: (task) => task.state === 'IN_PROGRESS' },
    { key: 'on-hold', words: 'on hold', fits: (task) => task.state === 'BLOCKED' },
    { key: 'nobody', words: 'held by nobody', fits: (task) => !task.holder },
    { key: 'late', words: 'past the promised day', fits: (task) => isMissed(task.order, now) },
  ]
}

export const heldBy = (person: string): Choice => ({
  key: `by:${person}`,
  words: 'held by one person',
  fits: (task) => task.holder?.key === person,
})

export function choiceOf(key: string | null, now: number): Choice | null {
  if (key?.startsWith('by:')) return heldBy(key.slice(3))
  return choicesAt(now).find((choice) => choice.key === key) ?? null
}
