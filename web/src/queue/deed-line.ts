import type { Task } from '../documents/queue-documents.ts'
import type { Outcome } from './carry-out.ts'
import type { Deed, Pending } from './deed.ts'

export type Told = { readonly task: Task; readonly outcome: Outcome }

/**
 * What the viewer does to one step, each deed upon the one before: sent when that went through, given up with it. All
 * versions from `from` to `to` are the viewer's own doing, so whoever saw one of them has seen what they did since.
 */
export type DeedLine = {
  readonly from: number
  to: number
  readonly pending: Pending[]
  readonly giveUp: AbortController
  /** For the network. */
  isWaiting: boolean
  last: Promise<Told> | null
}

/** The line that a deed to this step, as it was seen, joins; a new one where others have changed it. */
export function lineOf(known: DeedLine | undefined, { version }: Task): DeedLine {
  const isOwn = known && (known.pending.length > 0 || (version >= known.from && version <= known.to))
  if (isOwn) return known
  const giveUp = new AbortController()
  return { from: version, to: version, pending: [], giveUp, isWaiting: false, last: null }
}

/** A deed's turn in its line. `end` tells the one after it what came of it. */
export type Turn = {
  readonly task: Task
  readonly line: DeedLine
  readonly before: Promise<Told> | null
  readonly end: (told: Told) => void
}

export function takeTurn(line: DeedLine, task: Task, deed: Deed): Turn {
  const { promise, resolve } = Promise.withResolvers<Told>()
  const turn = { task, line, before: line.last, end: resolve }
  line.pending.push({ deed, version: line.to++ })
  line.last = promise
  return turn
}
