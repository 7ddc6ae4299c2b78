import { type RefObject, useEffect, useEffectEvent } from 'react'

/**
 * Hands over the keys pressed while the focus is in the room, or still where it is when one comes in. Not what is typed, nor what belongs to the
 * browser or to a dialog.
 */
export function useKeys(room: RefObject<HTMLElement | null>, onKey: (key: string, target: Element) => boolean): void {
  const tell = useEffectEvent(onKey)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { target } = event
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (!(target instanceof Element) || isTyping(target) || target.closest('dialog')) return
      if (!target.matches('body, h1') && !room.current?.contains(target)) return
      if (tell(event.key, target)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [room])
}

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox'
  return target.matches('textarea, select, [contenteditable], [role="textbox"], [role="combobox"]')
}
