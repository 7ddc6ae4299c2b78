import { useSyncExternalStore } from 'react'

let told = ''
const listeners = new Set<() => void>()

/** Has a screen reader say it when it is done with what it is saying. */
export function announce(text: string): void {
  told = text
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The one live region of the page. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => told)
  return (
    <p className="visually-hidden" aria-live="polite">
      {text}
    </p>
  )
}
