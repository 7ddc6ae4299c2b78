import { type RefObject, useEffect, useRef, useState } from 'react'

/** Width of an element in CSS pixels, 0 before it is known, and of one rem: type may be set larger. */
export function useWidth(): {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly width: number
  readonly rem: number
} {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!ref.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  return { ref, width, rem: Number.parseFloat(getComputedStyle(document.documentElement).fontSize) }
}
