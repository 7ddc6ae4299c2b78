import { useState } from 'react'
import { Moment } from '../components/moment.tsx'
import type { HistoryEvent } from '../documents/order-documents.ts'
import { describeEvent, isToldByAnother } from './describe-event.ts'
import styles from './order-history.module.css'
import type { ReadHistory } from './use-history.ts'

/** How many events are shown before one asks for all. */
const FEW = 20

type HistoryProps = {
  readonly read: ReadHistory
  /** The instant at which the order is looked at; null: now. */
  readonly at: string | null
  readonly onLookBack: (at: string) => void
}

/** All that happened to the order, newest first; each can be looked back at. What had not happened yet then is dimmed. */
export function OrderHistory({ read, at, onLookBack }: HistoryProps) {
  const [isAll, showAll] = useState(false)
  const events = read.history.events.filter((event) => !isToldByAnother(event))
  const rest = events.length - FEW
  return (
    <section aria-labelledby="history">
      <h2 id="history">What happened</h2>
      <ol className={styles.events}>
        {(isAll ? events : events.slice(0, FEW)).map((event) => (
          <EventLine key={event.id} event={event} at={at} onLookBack={onLookBack} />
        ))}
      </ol>
      {read.fault && (
        <p role="alert">
          What happened before could not be read: {read.fault}{' '}
          <button type="button" className="button" onClick={read.retry}>
            Try again
          </button>
        </p>
      )}
      {!isAll && rest > 0 && (
        <button type="button" className="button" onClick={() => showAll(true)}>
          Show what happened before ({rest})
        </button>
      )}
    </section>
  )
}

type LineProps = Omit<HistoryProps, 'read'> & { readonly event: HistoryEvent }

function EventLine({ event, at, onLookBack }: LineProps) {
  const isYetToCome = at !== null && Date.parse(event.at) > Date.parse(at)
  return (
    <li className={styles.event} data-type={event.__typename} data-yet={isYetToCome}>
      <button
        type="button"
        className={styles.at}
        aria-pressed={at !== null && Date.parse(event.at) === Date.parse(at)}
        onClick={() => onLookBack(event.at)}
      >
        <Moment at={event.at} />
        <span className="visually-hidden">: show the order as it was</span>
      </button>
      <span>
        {describeEvent(event)}
        {event.reason && <q className={styles.reason}>{event.reason}</q>}
        {event.department && <small className={styles.department}>{event.department.name}</small>}
      </span>
    </li>
  )
}
