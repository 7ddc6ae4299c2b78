import { useEffect, useRef, useState } from 'react'
import type { Leg } from '../documents/order-documents.ts'

/** Milliseconds for which a change stays marked. */
const MARKED = 4_000

/** Keys of the legs that have just changed under the reader's eyes. */
export function useChanged(legs: readonly Leg[]): ReadonlySet<string> {
  const known = useRef<ReadonlyMap<string, number>>(new Map())
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const before = known.current
    known.current = new Map(legs.map((leg) => [leg.id, leg.version]))
    const fresh = legs.filter((leg) => before.has(leg.id) && before.get(leg.id) !== leg.version)
    if (fresh.length > 0) setChanged(new Set(fresh.map((leg) => leg.key)))
  }, [legs])
  useEffect(() => {
    if (changed.size === 0) return
    const timer = setTimeout(() => setChanged(new Set()), MARKED)
    return () => clearTimeout(timer)
  }, [changed])
  return changed
}
