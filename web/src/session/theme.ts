import { useSyncExternalStore } from 'react'

/** What this browser shows: the system's theme unless somebody chose another. `public/theme.js` applies it before the first paint. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'baton-theme'
const listeners = new Set<() => void>()

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  show()
}

function show(): void {
  const theme = chosen()
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  for (const listener of listeners) listener()
}

function chosen(): Theme {
  const kept = localStorage.getItem(KEY)
  return THEMES.find((theme) => theme === kept) ?? 'system'
}

/** What is chosen in one window holds in all of them. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', show)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', show)
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, chosen)
}
