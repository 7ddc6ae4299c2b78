import { useEffect, useRef, useState } from 'react'
import type { Leg } from '../documents/order-documents.ts'
import { mapStep } from './leg-facts.ts'
import { readGraph } from './step-graph.ts'
import { type Travel, travelsBetween } from './travels.ts'

/** Milliseconds for which a change stays marked. */
const MARKED = 4_000

/** `stop` is the place in the order's time that is shown; it grows with each thing that happens. */
export type Shown = { readonly legs: readonly Leg[]; readonly stop: number; readonly isNow: boolean }
export type Changes = {
  /** Keys of the legs that have just changed under the reader's eyes. */
  readonly changed: ReadonlySet<string>
  /** The ways that the baton took with it. */
  readonly travels: readonly Travel[]
}

const NONE: Changes = { changed: new Set(), travels: [] }

/**
 * What changed from what was shown just before to what is shown. Only what happened while one looks, or the next moment of
 * the past, is a change: a leap in time is none.
 */
export function useChanges({ legs, stop, isNow }: Shown): Changes {
  const known = useRef<Shown>(null)
  const [changes, setChanges] = useState<Changes>(NONE)
  useEffect(() => {
    const before = known.current
    if (before?.legs === legs) return
    known.current = { legs, stop, isNow }
    if (!before) return
    const isLeap = before.isNow && isNow ? false : stop !== before.stop + 1
    setChanges(isLeap ? NONE : changesBetween(before.legs, legs))
  }, [legs, stop, isNow])
  useEffect(() => {
    if (changes === NONE) return
    const timer = setTimeout(() => setChanges(NONE), MARKED)
    return () => clearTimeout(timer)
  }, [changes])
  return changes
}

/** Versions are compared, not ids: what was shown of the past has ids of its own. */
function changesBetween(before: readonly Leg[], after: readonly Leg[]): Changes {
  const was = new Map(before.map((leg) => [leg.key, leg]))
  const changed = after.filter((leg) => was.has(leg.key) && was.get(leg.key)?.version !== leg.version)
  if (changed.length === 0) return NONE
  const { edges } = readGraph(after.map(mapStep))
  const travels = travelsBetween(was, new Map(after.map((leg) => [leg.key, leg])), edges)
  return { changed: new Set(changed.map((leg) => leg.key)), travels }
}
