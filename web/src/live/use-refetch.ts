import { useCallback, useEffect, useEffectEvent, useRef } from 'react'
import { catchUpBegun, catchUpDone, useConnection } from './connection.ts'

/** Milliseconds between two reads, however fast frames come. */
const REST = 300

type Reading = { readonly fetching: boolean; readonly stale: boolean }
type Execute = (options: { requestPolicy: 'network-only' }) => void

/**
 * Gives back how to have what is shown read anew. While it is being read, any number of wishes are one more read after
 * it. It is read by itself when the socket comes back; with that the page has caught up.
 */
export function useRefetch({ fetching, stale }: Reading, execute: Execute): () => void {
  const isBusy = fetching || stale
  const isWanted = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const read = useEffectEvent(() => {
    if (isBusy) return
    isWanted.current = false
    execute({ requestPolicy: 'network-only' })
  })
  const ask = useCallback(() => {
    isWanted.current = true
    clearTimeout(timer.current)
    timer.current = setTimeout(() => read(), REST / 10)
  }, [])
  useEffect(() => {
    if (isBusy || !isWanted.current) return
    timer.current = setTimeout(() => read(), REST)
    return () => clearTimeout(timer.current)
  }, [isBusy])
  useEffect(() => () => clearTimeout(timer.current), [])
  useCatchUp(isBusy, ask)
  return ask
}

function useCatchUp(isBusy: boolean, ask: () => void): void {
  const { times } = useConnection()
  const known = useRef(times)
  const step = useRef<'idle' | 'asked' | 'reading'>('idle')
  useEffect(() => {
    if (times === known.current) return
    known.current = times
    step.current = 'asked'
    catchUpBegun()
    ask()
  }, [times, ask])
  useEffect(() => {
    if (step.current === 'asked' && isBusy) step.current = 'reading'
    else if (step.current === 'reading' && !isBusy) {
      step.current = 'idle'
      catchUpDone()
    }
  }, [isBusy])
}
