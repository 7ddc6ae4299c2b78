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

/** A deed on its way, and the version that the step has when its turn comes: each mutation adds one. */
export type Pending = { readonly deed: Deed; readonly version: number }

/**
 * The step as it will be when all of it is done, one upon the other: what is shown until the answers come. Where the step
 * has come further already, its event was here before the answer.
 */
export function foreseen(task: Task, pending: readonly Pending[], me: Person | null): Task {
  const ahead = pending.filter(({ version }) => version >= task.version)
  return ahead.reduce((now, { deed }) => afterDeed(now, deed, me), task)
}

function afterDeed(task: Task, deed: Deed, me: Person | null): Task {
  switch (deed.action) {
    case 'start':
      return { ...task, state: 'IN_PROGRESS', holder: task.holder ?? me, runs: started(task.runs) }
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

function started(runs: Task['runs']): Task['runs'] {
  const run = runs.at(-1)
  return run ? [...runs.slice(0, -1), { ...run, startedAt: run.startedAt ?? new Date().toISOString() }] : runs
}

function placed(reason: string, placedBy: Person | null): Task['holds'][number] {
  return { id: 'not placed yet', reason, since: new Date().toISOString(), placedBy, releasedAt: null }
}
