import { useSyncExternalStore } from 'react'

/**
 * `catching-up`: the socket is there again, but what is shown may still be from before; `times` counts how often that
 * has been, so that whoever shows something knows when to read it anew. `lostAt`: when (ms) what is shown was last known
 * to be up to date; null while it is.
 */
export type Connection = {
  readonly state: 'connecting' | 'live' | 'catching-up' | 'offline'
  readonly times: number
  readonly lostAt: number | null
}

/** Readings that are still to be made before what is shown is up to date again. */
let readings = 0
let connection: Connection = { state: 'connecting', times: 0, lostAt: null }
const listeners = new Set<() => void>()

function set(next: Connection): void {
  connection = next
  for (const listener of listeners) listener()
}

/** What shows something begins to read it as soon as it is told; where nothing does, the page is up to date at once. */
export function connectionOpened(isAgain: boolean): void {
  readings = 0
  if (!isAgain) return set({ ...connection, state: 'live', lostAt: null })
  set({ ...connection, state: 'catching-up', times: connection.times + 1 })
  setTimeout(settle)
}

export function connectionLost(): void {
  set({ ...connection, state: 'offline', lostAt: connection.lostAt ?? Date.now() })
}

/** Something that is shown will be read anew because the socket came back. */
export function catchUpBegun(): void {
  readings++
}

export function catchUpDone(): void {
  readings = Math.max(0, readings - 1)
  settle()
}

function settle(): void {
  if (readings === 0 && connection.state === 'catching-up') set({ ...connection, state: 'live', lostAt: null })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection)
}

/** Waits until the socket is there again; where it is not lost, `patience` milliseconds. */
export function untilConnected(patience: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = connection.state === 'offline' ? undefined : setTimeout(resolve, patience)
  const stop = subscribe(() => connection.state !== 'offline' && resolve())
  signal.addEventListener('abort', () => resolve())
  return promise.finally(() => {
    clearTimeout(timer)
    stop()
  })
}
