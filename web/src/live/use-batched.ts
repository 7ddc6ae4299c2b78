import { useEffect, useEffectEvent, useRef } from 'react'

/** Milliseconds between two batches in a page that nobody sees: it gets no animation frames. */
const HIDDEN = 1_000

/**
 * Gives back how to hand something over: what comes within one animation frame is taken together, in order, so that two
 * hundred events a second cost no more than sixty.
 */
export function useBatched<Item>(take: (items: readonly Item[]) => void): (item: Item) => void {
  const items = useRef<Item[]>([])
  const stop = useRef<(() => void) | null>(null)
  const flush = useEffectEvent(() => {
    stop.current = null
    take(items.current.splice(0))
  })
  useEffect(() => () => stop.current?.(), [])
  const hand = useRef((item: Item) => {
    items.current.push(item)
    stop.current ??= whenDrawn(() => flush())
  })
  return hand.current
}

function whenDrawn(run: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(run, HIDDEN)
    return () => clearTimeout(timer)
  }
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}
