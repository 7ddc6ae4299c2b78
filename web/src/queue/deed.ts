import type { Task } from '../documents/queue-documents.ts'

/** What is done to a step, with what it takes. */
export type Deed =
  | { readonly action: 'start' | 'complete' | 'release' }
  | { readonly action: 'hold'; readonly reason: string }
  | { readonly action: 'return'; readonly reason: string; readonly to: readonly string[] }
  | { readonly action: 'assign'; readonly holder: Person | null }

type Person = { readonly key: string; readonly name: string }

export const DEED_DONE: Readonly<Record<Deed['action'], string>> = {
  start: 'started',
  complete: 'completed',
  release: 'released',
  hold: 'put on hold',
  return: 'handed back',
  assign: 'assigned',
}

/** The step as it will be when the deed is done: what is shown until the answer comes. */
export function foreseen(task: Task, deed: Deed, me: Person | null): Task {
  switch (deed.action) {
    case 'start':
      return { ...task, state: 'IN_PROGRESS', holder: task.holder ?? me }
    case 'complete':
      return { ...task, state: 'DONE' }
    case 'return':
      return { ...task, state: 'WAITING' }
    case 'assign':
      return { ...task, holder: deed.holder }
    case 'release':
      return { ...task, state: task.runs.at(-1)?.startedAt ? 'IN_PROGRESS' : 'READY', holds: [] }
    case 'hold':
      return { ...task, state: 'BLOCKED', holds: [...task.holds, placed(deed.reason, me)] }
  }
}

function placed(reason: string, placedBy: Person | null): Task['holds'][number] {
  return { id: 'not placed yet', reason, since: new Date().toISOString(), placedBy, releasedAt: null }
}
