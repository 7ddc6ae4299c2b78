import { useSyncExternalStore } from 'react'
import { formatAgo, formatDay, formatFullMoment, formatLasting, formatMoment } from './format.ts'

/** An instant in the browser's zone; all of it when pointed at. */
export function Moment({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={formatFullMoment(at)}>
      {formatMoment(at)}
    </time>
  )
}

type DayProps = { readonly date: string; readonly timeZone?: string; readonly isMissed?: boolean }

/** A whole day of an order, in the order's own zone, which is named where it is not the browser's. */
export function Day({ date, timeZone, isMissed = false }: DayProps) {
  const isElsewhere = timeZone !== undefined && timeZone !== Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <time dateTime={date} title={timeZone && `A whole day in ${timeZone}`}>
      {formatDay(date)}
      {isMissed && <small> passed</small>}
      {isElsewhere && <small> {timeZone.split('/').at(-1)?.replaceAll('_', ' ')}</small>}
    </time>
  )
}

/** How long ago, kept true while it is looked at. */
export function Ago({ at }: { readonly at: string }) {
  const now = useSyncExternalStore(everyMinute, thisMinute)
  return (
    <time dateTime={at} title={formatFullMoment(at)}>
      {formatAgo(at, now)}
    </time>
  )
}

/** How long it has lasted, kept true while it is looked at. */
export function Lasting({ since }: { readonly since: string }) {
  const now = useSyncExternalStore(everyMinute, thisMinute)
  return (
    <time dateTime={since} title={formatFullMoment(since)}>
      {formatLasting(since, now)}
    </time>
  )
}

const MINUTE = 60_000
/** The end of this minute, so that what happened a second ago did not happen in the future. */
export const thisMinute = () => Math.ceil(Date.now() / MINUTE) * MINUTE

export function everyMinute(onTick: () => void): () => void {
  const timer = setInterval(onTick, MINUTE)
  return () => clearInterval(timer)
}
