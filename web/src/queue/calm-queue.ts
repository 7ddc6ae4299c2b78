import type { Task } from '../documents/queue-documents.ts'
import { compareUrgency } from './urgency.ts'

/** What somebody else did to a row, in words, and when (ms) it was shown. */
export type Mark = { readonly words: string; readonly at: number }
export type Row = { readonly task: Task; readonly mark: Mark | null; readonly isGone: boolean }

/**
 * A queue that does not move under the hand. Rows keep their places; what changes in one is marked; what is new waits in
 * `arrived` until it is asked for; a row that left stays as `isGone` until it is swept. `versions` are the latest that were
 * seen of each step, so that what comes late never undoes what is known.
 */
export type CalmQueue = {
  readonly rows: readonly Row[]
  readonly arrived: ReadonlyMap<string, Task>
  readonly versions: ReadonlyMap<string, number>
}

/** `words` null: the viewer's own doing, which needs no mark and goes at once. */
export type Change = { readonly task: Task; readonly words: string | null }

export const EMPTY_QUEUE: CalmQueue = { rows: [], arrived: new Map(), versions: new Map() }

const QUEUED: ReadonlySet<Task['state']> = new Set(['READY', 'IN_PROGRESS', 'BLOCKED'])

/** Adds a page that was read to the end. What is known already is brought up to date and shown once. */
export function addPage(queue: CalmQueue, tasks: readonly Task[]): CalmQueue {
  const known = new Set(queue.rows.map((row) => row.task.id))
  const fresh = tasks.filter((task) => !known.has(task.id) && isNewer(queue, task))
  const arrived = new Map(queue.arrived)
  for (const task of fresh) arrived.delete(task.id)
  const rows = [...queue.rows, ...fresh.map((task) => ({ task, mark: null, isGone: false }))]
  const versions = new Map([...queue.versions, ...fresh.map((task) => [task.id, task.order.version] as const)])
  const changes = tasks.filter((task) => known.has(task.id)).map((task) => ({ task, words: null }))
  return applyChanges({ rows, arrived, versions }, changes, 0)
}

/**
 * Takes over what happened, in order; what is older than what is known changes nothing. The answer to the viewer's own deed
 * takes away the mark that the event of it may have set before.
 */
export function applyChanges(queue: CalmQueue, changes: readonly Change[], at: number): CalmQueue {
  const newest = new Map<string, Change>()
  const versions = new Map(queue.versions)
  for (const change of changes) {
    const { id, order } = change.task
    const known = versions.get(id) ?? -1
    const isKnown = known === order.version && change.words !== null && !newest.get(id)?.words
    if (known > order.version || isKnown) continue
    versions.set(id, order.version)
    newest.set(id, { task: change.task, words: change.words ?? null })
  }
  if (newest.size === 0) return queue
  const rows = queue.rows.flatMap((row) => {
    const change = newest.get(row.task.id)
    return change ? changedRow(change, at) : row
  })
  return { rows, versions, arrived: arrivals(queue, newest) }
}

function changedRow({ task, words }: Change, at: number): Row[] {
  const isGone = !QUEUED.has(task.state)
  if (isGone && words === null) return []
  return [{ task, isGone, mark: words === null ? null : { words, at } }]
}

function arrivals(queue: CalmQueue, changes: ReadonlyMap<string, Change>): ReadonlyMap<string, Task> {
  const shown = new Set(queue.rows.map((row) => row.task.id))
  const arrived = new Map(queue.arrived)
  for (const [id, { task }] of changes) {
    if (shown.has(id)) continue
    if (QUEUED.has(task.state)) arrived.set(id, task)
    else arrived.delete(id)
  }
  return arrived
}

/**
 * Compares with a whole reading that began when `before` were the versions: what it no longer holds is gone, what it has
 * beyond the rows has arrived. What changed meanwhile is left as it is.
 */
export function reconcile(
  queue: CalmQueue,
  tasks: readonly Task[],
  before: CalmQueue['versions'],
  at: number,
): CalmQueue {
  const read = new Set(tasks.map((task) => task.id))
  const isHere = (id: string) => read.has(id) || queue.versions.get(id) !== before.get(id)
  const missed = { words: 'left the queue while this page was not connected', at }
  const rows = queue.rows.map((row) =>
    row.isGone || isHere(row.task.id) ? row : { ...row, isGone: true, mark: missed },
  )
  const arrived = new Map([...queue.arrived].filter(([id]) => isHere(id)))
  const words = 'changed while this page was not connected'
  return applyChanges(
    { ...queue, rows, arrived },
    tasks.map((task) => ({ task, words })),
    at,
  )
}

/** Puts everything where it belongs: arrivals among the rows, most urgent first, and what is gone away. */
export function settle(queue: CalmQueue, at: number): CalmQueue {
  const mark = { words: 'new', at }
  const arrived = [...queue.arrived.values()].map((task) => ({ task, mark, isGone: false }))
  const rows = [...queue.rows.filter((row) => !row.isGone), ...arrived]
  rows.sort((one, other) => compareUrgency(one.task, other.task))
  return { ...queue, rows, arrived: new Map() }
}

/** Takes away the rows that are gone, save those still looked at. */
export function sweep(queue: CalmQueue, isLookedAt: (id: string) => boolean): CalmQueue {
  const rows = queue.rows.filter((row) => !row.isGone || isLookedAt(row.task.id))
  return rows.length === queue.rows.length ? queue : { ...queue, rows }
}

/** Takes away the marks set before `before`; a row that is gone keeps saying why. */
export function fadeMarks(queue: CalmQueue, before: number): CalmQueue {
  const isOver = (row: Row) => row.mark !== null && row.mark.at < before && !row.isGone
  if (!queue.rows.some(isOver)) return queue
  return { ...queue, rows: queue.rows.map((row) => (isOver(row) ? { ...row, mark: null } : row)) }
}

function isNewer(queue: CalmQueue, task: Task): boolean {
  return task.order.version >= (queue.versions.get(task.id) ?? -1) && QUEUED.has(task.state)
}
