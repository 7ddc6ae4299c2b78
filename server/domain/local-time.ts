import type { Instant } from './vocabulary.ts'

/**
 * The local time that it is at `at`, so far from the local midnight `from`, on the day of the midnight `to`. The time is monotonic even where clocks are
 * changed: what they leave out is the instant of the change, and while they repeat an hour it stays at the end of that hour.
 */
export function sameLocalTime(timeZone: string, at: Instant, from: Instant, to: Instant): Instant {
  const zoned = (instant: Instant) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
  const days = zoned(from).toPlainDate().until(zoned(to).toPlainDate())
  return instantOf(timeZone, unrepeated(zoned(at)).add(days))
}

function unrepeated(at: Temporal.ZonedDateTime): Temporal.PlainDateTime {
  const local = at.toPlainDateTime()
  const isRepeat = local.toZonedDateTime(at.timeZoneId).epochMilliseconds < at.epochMilliseconds
  const change = isRepeat ? at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous') : null
  return change ? change.subtract({ milliseconds: 1 }).toPlainDateTime().add({ milliseconds: 1 }) : local
}

function instantOf(timeZone: string, local: Temporal.PlainDateTime): Instant {
  const early = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const isLeftOut = !early.toPlainDateTime().equals(local)
  const change = isLeftOut ? early.getTimeZoneTransition('next') : null
  return (change ?? early).epochMilliseconds
}
