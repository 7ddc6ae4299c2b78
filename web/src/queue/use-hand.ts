import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Row } from './calm-queue.ts'

/**
 * Where the hand is in the queue: the active row, which the keyboard acts on and the focus goes to, and the rows that are
 * selected. When the active row leaves, the hand is on the one that takes its place.
 */
export function useHand(list: RefObject<HTMLElement | null>, rows: readonly Row[]) {
  const [active, setActive] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const place = useRef(0)
  /** The row that is to get the focus once it is the active one and can have it: none can while a dialog is open. */
  const wanted = useRef<string | null>(null)
  const index = rows.findIndex((row) => row.task.id === active)
  if (index >= 0) place.current = index

  const hasFocus = useFocusWithin(list)
  useLayoutEffect(() => {
    if (active === null || index >= 0) return
    const next = rows[Math.min(place.current, rows.length - 1)]
    const id = next?.task.id ?? null
    wanted.current = hasFocus.current ? id : null
    setActive(id)
  }, [active, index, rows, hasFocus])
  useLayoutEffect(() => {
    if (active === null || wanted.current !== active) return
    const row = list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(active)}"]`)
    row?.focus({ preventScroll: true })
    if (row && document.activeElement === row) wanted.current = null
  })

  const here = new Set(rows.map((row) => row.task.id))
  return {
    active,
    index,
    selected: selected.intersection(here),
    touch: (id: string) => setActive(id),
    /** Moves the hand to the row at this place and gives back where that is. */
    moveTo: (to: number): number => {
      const bounded = Math.max(0, Math.min(rows.length - 1, to))
      wanted.current = rows[bounded]?.task.id ?? null
      setActive(wanted.current)
      return bounded
    },
    toggle: (id: string) => setSelected((now) => now.symmetricDifference(new Set([id]))),
    select: (ids: Iterable<string>) => setSelected(new Set(ids)),
  }
}

/** Whether the focus is in there, or was in what is gone by now. */
function useFocusWithin(list: RefObject<HTMLElement | null>): RefObject<boolean> {
  const hasFocus = useRef(false)
  useEffect(() => {
    const look = (event: FocusEvent) => {
      hasFocus.current = event.target instanceof Node && (list.current?.contains(event.target) ?? false)
    }
    document.addEventListener('focusin', look)
    return () => document.removeEventListener('focusin', look)
  }, [list])
  return hasFocus
}
