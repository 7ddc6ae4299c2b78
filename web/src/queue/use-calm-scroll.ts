import { defaultRangeExtractor, type Range, useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { Row } from './calm-queue.ts'

export type Scroller = Virtualizer<Window, Element>

/** Pixels of a row before it is measured. */
const WIDE = 72
const NARROW = 140
/** So few rows are all drawn: the browser finds text in them, and a screen reader reads on. */
const FEW = 60
const isNarrow = () => window.matchMedia('(max-width: 48rem)').matches

type CalmScroll = {
  readonly list: RefObject<HTMLElement | null>
  readonly rows: readonly Row[]
  readonly active: string | null
}

/**
 * Draws only the rows in view and the active one, and holds still what is looked at: when rows come or go above, the page
 * is scrolled by as much.
 */
export function useCalmScroll({ list, rows, active }: CalmScroll): Scroller {
  const [top, setTop] = useState(0)
  const activeIndex = rows.findIndex((row) => row.task.id === active)
  const scroller = useWindowVirtualizer<Element>({
    count: rows.length,
    estimateSize: () => (isNarrow() ? NARROW : WIDE),
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.task.id ?? index,
    rangeExtractor: (range) => drawnOf(range, activeIndex),
  })
  useLayoutEffect(() => {
    const now = list.current ? list.current.getBoundingClientRect().top + window.scrollY : 0
    if (Math.abs(now - top) > 1) setTop(now)
  })
  useHeldStill(scroller, rows, active)
  return scroller
}

function drawnOf(range: Range, active: number): number[] {
  if (range.count <= FEW) return Array.from({ length: range.count }, (_, index) => index)
  const drawn = defaultRangeExtractor(range)
  return active < 0 || drawn.includes(active) ? drawn : [...drawn, active].sort((one, other) => one - other)
}

/** The active row where it is in view, else the first that is. */
function useHeldStill(scroller: Scroller, rows: readonly Row[], active: string | null): void {
  const anchor = useRef<{ readonly id: string; readonly start: number; readonly rows: readonly Row[] } | null>(null)
  useLayoutEffect(() => {
    const before = anchor.current
    if (before && before.rows !== rows) {
      const index = rows.findIndex((row) => row.task.id === before.id)
      const start = scroller.measurementsCache[index]?.start
      if (start !== undefined && start !== before.start) window.scrollBy(0, start - before.start)
    }
    anchor.current = anchorOf(scroller, rows, active)
  })
}

function anchorOf(scroller: Scroller, rows: readonly Row[], active: string | null) {
  const from = window.scrollY
  const inView = scroller.getVirtualItems().filter((item) => item.end > from && item.start < from + window.innerHeight)
  const item = inView.find((one) => rows[one.index]?.task.id === active) ?? inView[0]
  const id = item && rows[item.index]?.task.id
  return item && id ? { id, start: item.start, rows } : null
}

/** The steps whose rows are at least partly in view. */
export function lookedAt(scroller: Scroller, rows: readonly Row[]): ReadonlySet<string> {
  const from = window.scrollY
  const inView = scroller.getVirtualItems().filter((item) => item.end > from && item.start < from + window.innerHeight)
  return new Set(inView.flatMap((item) => rows[item.index]?.task.id ?? []))
}
