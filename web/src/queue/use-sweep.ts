import { useEffect } from 'react'
import type { Row } from './calm-queue.ts'
import { lookedAt, type Scroller } from './use-calm-scroll.ts'

/** Takes away the rows that are gone once they are out of view. */
export function useSweep(
  scroller: Scroller,
  rows: readonly Row[],
  onSweep: (isLookedAt: (id: string) => boolean) => void,
): void {
  const first = scroller.range?.startIndex
  useEffect(() => {
    if (first === undefined || !rows.some((row) => row.isGone)) return
    const seen = lookedAt(scroller, rows)
    if (rows.some((row) => row.isGone && !seen.has(row.task.id))) onSweep((id) => seen.has(id))
  }, [scroller, first, rows, onSweep])
}
