import { useSyncExternalStore } from 'react'

/**
 * `catching-up`: the socket is there again, but what is shown may still be from before; `times` counts how often that
 * has been, so that whoever shows something knows when to read it anew.
 */
export type Connection = {
  readonly state: 'connecting' | 'live' | 'catching-up' | 'offline'
  readonly times: number
}

/** Readings that are still to be made before what is shown is up to date again. */
let readings = 0
let connection: Connection = { state: 'connecting', times: 0 }
const listeners = new Set<() => void>()

function set(next: Connection): void {
  connection = next
  for (const listener of listeners) listener()
}

export function connectionOpened(isAgain: boolean): void {
  readings = 0
  set(isAgain ? { state: 'catching-up', times: connection.times + 1 } : { ...connection, state: 'live' })
}

export function connectionLost(): void {
  set({ ...connection, state: 'offline' })
}

/** Something that is shown will be read anew because the socket came back. */
export function catchUpBegun(): void {
  readings++
}

export function catchUpDone(): void {
  readings = Math.max(0, readings - 1)
  if (readings === 0 && connection.state === 'catching-up') set({ ...connection, state: 'live' })
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => connection,
  )
}
