import { badInput } from './refusal.ts'
import type { CalendarDate, Instant } from './vocabulary.ts'

const FIRST_YEAR = 1970
const LAST_YEAR = 2200
const YEARS = `${FIRST_YEAR}..${LAST_YEAR}`
const INSTANT =
  /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const DURATION = /^P(?:(\d{1,7})D|T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,7})M)?)$/
/** Ten years: a longer duration is a slip of the key. */
const LONGEST_DAYS = 3_650

/**
 * An instant in RFC 3339 with its offset, from 1970 to 2200 (UTC). Nothing is rolled over: 24:00, :60 and days that do not exist
 * are refused. What is finer than a millisecond is cut off.
 */
export function parseInstant(field: string, text: string): Instant {
  const parts = INSTANT.exec(text)
  if (!parts) throw badInput(field, 'is not an instant with offset such as 2026-11-22T09:30:00Z', text)
  const [, date = '', hours, minutes, seconds, fraction = '', offset = ''] = parts
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  if (!isRealDay(year, month, day)) throw badInput(field, `${date} is not a day of the calendar`, text)
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const local = Date.UTC(year, month - 1, day, Number(hours), Number(minutes), Number(seconds), milliseconds)
  return withinYears(field, text, local - offsetOf(offset))
}

function offsetOf(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}

function withinYears(field: string, text: string, at: Instant): Instant {
  if (at >= Date.UTC(FIRST_YEAR, 0) && at < Date.UTC(LAST_YEAR + 1, 0)) return at
  throw badInput(field, `is not within ${YEARS}`, text, YEARS)
}

/** RFC 3339 in UTC; milliseconds are written only where there are any. */
export function formatInstant(at: Instant): string {
  const day = Math.floor(at / DAY)
  const milliseconds = at - day * DAY
  const seconds = Math.floor(milliseconds / 1_000)
  const clock = `${twoDigits(seconds / 3_600)}:${twoDigits((seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
  const fraction = milliseconds % 1_000
  return `${dayText(day)}T${clock}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`}Z`
}

const DAY = 86_400_000
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

function twoDigits(number: number): string {
  return TWO_DIGITS[Math.trunc(number)]!
}

/** Days since 1970 as text. An answer has many instants of few days, and `Date` takes ten times as long as a look into a table. */
const dayTexts = new Map<number, string>()
const DAYS_KEPT = 10_000

function dayText(day: number): string {
  const known = dayTexts.get(day)
  if (known !== undefined) return known
  const fresh = new Date(day * DAY).toISOString().slice(0, -'T00:00:00.000Z'.length)
  if (dayTexts.size >= DAYS_KEPT) dayTexts.clear()
  dayTexts.set(day, fresh)
  return fresh
}

/** A day that exists, as RFC 3339 full-date, from 1970 to 2200. */
export function parseDate(field: string, text: string): CalendarDate {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined)
    throw badInput(field, 'is not a date such as 2026-12-15', text)
  if (!isRealDay(year, month, day)) throw badInput(field, 'is not a day of the calendar', text)
  if (year < FIRST_YEAR || year > LAST_YEAR) throw badInput(field, `is not within ${YEARS}`, text, YEARS)
  return text
}

function isRealDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  return day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth
}

/** `PnD` or `PTnHnM`, given back as it came; other units, mixtures, signs and more than ten years are refused. */
export function parseDuration(field: string, text: string): string {
  const parts = DURATION.exec(text)
  if (!parts) throw badInput(field, 'is not a duration such as P3D or PT4H30M', text, 'PnD or PTnHnM')
  const [days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0))
  if ((days ?? 0) * 24 + (hours ?? 0) + (minutes ?? 0) / 60 <= LONGEST_DAYS * 24) return text
  throw badInput(field, `is longer than ${LONGEST_DAYS} days`, text, `P${LONGEST_DAYS}D`)
}

/** An IANA time zone by its name, in the spelling of the IANA; a bare offset is refused, since it knows no summer time. */
export function parseTimeZone(field: string, text: string): string {
  const zone = /^[A-Za-z]/.test(text) ? zoneOf(text) : null
  if (zone === null) throw badInput(field, 'is not an IANA time zone such as Europe/Berlin', text)
  return zone
}

function zoneOf(name: string): string | null {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId
  } catch {
    return null
  }
}

/** The day that it is at `at` in the time zone. */
export function localDate(at: Instant, timeZone: string): CalendarDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** The last millisecond of a day in the time zone. */
export function endOfDay(date: CalendarDate, timeZone: string): Instant {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1
}
