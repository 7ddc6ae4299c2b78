import { useEffect, useState } from 'react'
import { formatAgo, formatMoment } from '../components/format.ts'
import { useConnection } from './connection.ts'
import styles from './offline-strip.module.css'

/** Says how old what is shown may be, over the page and not in it: nothing moves because the network does. The mark in the
 * head says it to a screen reader. */
export function OfflineStrip() {
  const { state, lostAt } = useConnection()
  const now = useNow(lostAt !== null)
  if (lostAt === null || state === 'live') return null
  const since = new Date(lostAt).toISOString()
  return (
    <div className={styles.strip} data-state={state}>
      {state === 'offline' ? (
        <>
          <strong>Offline since {formatMoment(since)}</strong> ({formatAgo(since, now)}). What you see is as it was
          then. It is tried again by itself.
        </>
      ) : (
        <>
          <strong>Catching up</strong> with what happened since {formatMoment(since)}.
        </>
      )}
    </div>
  )
}

const TICK = 10_000

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isTicking) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), TICK)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}
