import { type RefObject, useEffect, useRef } from 'react'

/**
 * Names the page in the window, and gives the page's heading the focus when one gets there, so that a screen reader
 * says where one is. The properties are the heading's.
 */
export function usePageTitle(title: string): {
  readonly ref: RefObject<HTMLHeadingElement | null>
  readonly tabIndex: -1
} {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title === 'Baton' ? title : `${title} · Baton`
  }, [title])
  useEffect(() => ref.current?.focus({ preventScroll: true }), [])
  return { ref, tabIndex: -1 }
}
