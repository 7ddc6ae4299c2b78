import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { tell } from '../client.ts'
import { Moment } from '../components/moment.tsx'
import { type EventPage, type HistoryEvent, OlderEventsQuery } from '../documents/order-documents.ts'
import { describeEvent, isToldByAnother } from './describe-event.ts'
import { type History, mergeNewest, mergeOlder } from './merge-events.ts'
import styles from './order-history.module.css'

/** All that happened to the order, newest first. `newest` is the last page, read anew with each change. */
export function OrderHistory({ number, newest }: { readonly number: string; readonly newest: EventPage }) {
  const [history, setHistory] = useState<History>(() => mergeNewest(null, newest))
  useEffect(() => setHistory((known) => mergeNewest(known, newest)), [newest])
  const { isReading, fault, readOlder } = useOlder(number, history, setHistory)
  return (
    <section aria-labelledby="history">
      <h2 id="history">What happened</h2>
      <ol className={styles.events}>
        {history.events
          .filter((event) => !isToldByAnother(event))
          .map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
      </ol>
      {fault && <p role="alert">{fault}</p>}
      {history.before !== null && (
        <button type="button" className="button" disabled={isReading} onClick={readOlder}>
          {isReading ? 'Reading…' : 'Show what happened before'}
        </button>
      )}
    </section>
  )
}

function useOlder(number: string, { before }: History, setHistory: (merge: (known: History) => History) => void) {
  const client = useClient()
  const [isReading, setReading] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const readOlder = async () => {
    if (before === null) return
    setReading(true)
    const { data, error } = await client.query(OlderEventsQuery, { number, before }).toPromise()
    setReading(false)
    setFault(error ? tell(error) : null)
    const page = data?.order?.events
    if (page) setHistory((known) => mergeOlder(known, page))
  }
  return { isReading, fault, readOlder }
}

function EventLine({ event }: { readonly event: HistoryEvent }) {
  return (
    <li className={styles.event} data-type={event.__typename}>
      <span className={styles.at}>
        <Moment at={event.at} />
      </span>
      <span>
        {describeEvent(event)}
        {event.reason && <q className={styles.reason}>{event.reason}</q>}
        {event.department && <small className={styles.department}>{event.department.name}</small>}
      </span>
    </li>
  )
}
