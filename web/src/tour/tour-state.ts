import { useSyncExternalStore } from 'react'

/** Where somebody is in the tour, in this browser: a step from 0; null: it was seen or put away. */
const KEY = 'baton-tour'
const SEEN = 'seen'
const listeners = new Set<() => void>()

function keep(value: string): void {
  localStorage.setItem(KEY, value)
  for (const listener of listeners) listener()
}

export const goToTourStep = (step: number) => keep(String(step))
export const restartTour = () => keep('0')
export const endTour = () => keep(SEEN)

/** Nobody has seen it, put it away or asked for it here. */
export const isFirstRun = () => localStorage.getItem(KEY) === null

function read(): number | null {
  const kept = localStorage.getItem(KEY) ?? '0'
  return /^\d$/.test(kept) ? Number(kept) : null
}

export function useTourStep(): number | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, read)
}
