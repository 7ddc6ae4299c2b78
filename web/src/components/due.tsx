import { useSyncExternalStore } from 'react'
import styles from './due.module.css'
import { formatFullMoment, formatMoment, formatTo } from './format.ts'
import { everyMinute, thisMinute } from './moment.tsx'

type DueProps = { readonly at: string; readonly isOverdue: boolean }

/** By when something must be there, or since when it should be: in words and with a sign, never by colour alone. */
export function Due({ at, isOverdue }: DueProps) {
  const now = useSyncExternalStore(everyMinute, thisMinute)
  return (
    <span className={styles.due} data-overdue={isOverdue}>
      {isOverdue && (
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 1.5 15 14H1zM8 6v4M8 11.700v.6" />
        </svg>
      )}
      {isOverdue ? 'Overdue since ' : 'Due '}
      <time dateTime={at} title={formatFullMoment(at)}>
        {formatMoment(at)}
      </time>
      <small>, {formatTo(at, now)}</small>
    </span>
  )
}
