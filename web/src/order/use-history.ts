import { useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { tell } from '../client.ts'
import { type EventPage, OlderEventsQuery } from '../documents/order-documents.ts'
import { type History, mergeNewest, mergeOlder } from './merge-events.ts'

export type ReadHistory = {
  readonly history: History
  /** Whether the first event of the order is there. */
  readonly isWhole: boolean
  readonly fault: string | null
  readonly retry: () => void
}

/**
 * All that happened to the order. `newest` is the last page, read anew with each change; what came before it is read a
 * page after the other, and once.
 */
export function useHistory(number: string, newest: EventPage): ReadHistory {
  const client = useClient()
  const [history, setHistory] = useState<History>(() => mergeNewest(null, newest))
  const [fault, setFault] = useState<string | null>(null)
  const reading = useRef<string>(undefined)
  useEffect(() => setHistory((known) => mergeNewest(known, newest)), [newest])
  const { before } = history
  useEffect(() => {
    if (before === null || fault !== null || reading.current === before) return
    reading.current = before
    client.query(OlderEventsQuery, { number, before }).then(({ data, error }) => {
      reading.current = undefined
      const page = data?.order?.events
      if (page) setHistory((known) => (known.before === before ? mergeOlder(known, page) : known))
      else setFault(error ? tell(error) : 'The order is not there any more.')
    })
  }, [client, number, before, fault])
  return { history, isWhole: before === null, fault, retry: () => setFault(null) }
}
