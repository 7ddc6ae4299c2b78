import { useState } from 'react'
import { Moment } from '../components/moment.tsx'
import type { Counted } from '../documents/requirement-documents.ts'
import { Link, useAddress, withParams } from '../router.tsx'
import { Acknowledge } from './acknowledge.tsx'
import { ConcernedPeople } from './concerned-people.tsx'
import styles from './requirement-card.module.css'
import { owedInWords, scopeInWords, whatTime } from './requirement-words.ts'
import { RetireDialog } from './retire-dialog.tsx'
import { newest, type Series } from './series.ts'

type CardProps = {
  readonly series: Series
  readonly timeZone: string
  readonly canAct: boolean
  readonly unread: ReadonlySet<string>
  /** The versions that were there when one came. */
  readonly known: ReadonlySet<string>
  readonly onChanged: () => void
}

/** One requirement: what is in force, what comes, who has read it. */
export function RequirementCard({ series, timeZone, canAct, unread, known, onChanged }: CardProps) {
  const [isRetiring, setIsRetiring] = useState(false)
  const address = useAddress()
  const last = newest(series)
  if (!last) return null
  return (
    <li className={styles.card}>
      {!known.has(last.id) && <p className={styles.new}>New since you came</p>}
      {series.current && <Version one={series.current} unread={unread} onRead={onChanged} />}
      {series.coming.map((one) => (
        <Version key={one.id} one={one} isComing unread={unread} onRead={onChanged} />
      ))}
      {canAct && (
        <p className={styles.actions}>
          <Link to={withParams(address, { publish: series.key })} className="button">
            Publish the next version
          </Link>
          {!last.effectiveTo && (
            <button type="button" className="button" data-kind="quiet" onClick={() => setIsRetiring(true)}>
              Retire…
            </button>
          )}
        </p>
      )}
      {isRetiring && (
        <RetireDialog
          requirement={last}
          timeZone={timeZone}
          onClose={() => setIsRetiring(false)}
          onRetired={onChanged}
        />
      )}
    </li>
  )
}

type VersionProps = {
  readonly one: Counted
  readonly isComing?: boolean
  readonly unread: ReadonlySet<string>
  readonly onRead: () => void
}

function Version({ one, isComing = false, unread, onRead }: VersionProps) {
  const [isOpen, setIsOpen] = useState(false)
  const details = [scopeInWords(one), owedInWords(one)].filter(Boolean).join(' · ')
  return (
    <article className={styles.version} data-coming={isComing}>
      <h3 className={styles.title}>
        {one.title} <small>version {one.version}</small>
      </h3>
      <p className={styles.long}>{one.duration ? whatTime(one) : ''}</p>
      <p className={styles.soft}>For {details}</p>
      {one.details && <p>{one.details}</p>}
      {one.formUrl && /^https?:/i.test(one.formUrl) && (
        <a href={one.formUrl} rel="noreferrer">
          The form
        </a>
      )}
      <p className={styles.soft}>
        {isComing ? 'Comes into force ' : 'In force since '}
        <Moment at={one.effectiveFrom} />
        {one.effectiveTo && (
          <>
            , until <Moment at={one.effectiveTo} />
          </>
        )}
        {one.bindsOpenOrders ? ' · open orders too' : ' · orders placed from then on'}
        {one.publishedBy && ` · published by ${one.publishedBy.name}`}
      </p>
      {unread.has(one.id) && <Acknowledge one={one} onRead={onRead} />}
      <button type="button" className={styles.reach} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {reachInWords(one)}
      </button>
      {isOpen && <ConcernedPeople one={one} />}
    </article>
  )
}

function reachInWords({ affectedOrders, acknowledgements, unacknowledgedBy }: Counted): string {
  const orders = affectedOrders.totalCount ?? 0
  const missing = unacknowledgedBy.totalCount ?? 0
  const read = acknowledgements.totalCount ?? 0
  const whom =
    missing === 0 ? 'nobody has yet to read it' : `${missing} ${missing === 1 ? 'rep has' : 'reps have'} not read it`
  return `${orders} open ${orders === 1 ? 'order' : 'orders'} · read by ${read} · ${whom}`
}
