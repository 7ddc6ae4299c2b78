import fc from 'fast-check'
import { WorkingTime } from '../../server/domain/calendar.ts'
import type { CalendarSource, Holiday } from '../../server/domain/calendar-days.ts'

type Hours = readonly (readonly [weekday: number, opens: string, closes: string])[]

export const OFFICE: Hours = [1, 2, 3, 4, 5].map((weekday) => [weekday, '09:00', '17:00'])
/** Four nights a week, each ending on the next day. */
export const NIGHTS: Hours = [1, 2, 3, 5].map((weekday) => [weekday, '22:00', '06:00'])
export const ROUND_THE_CLOCK: Hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '00:00', '00:00'])

type Extra = {
  readonly closures?: readonly (readonly [from: string, to: string])[]
  readonly holidays?: readonly string[]
}

export function sourceOf(timeZone: string, hours: Hours, { closures = [], holidays = [] }: Extra = {}): CalendarSource {
  return {
    timeZone,
    calendar: {
      weekdays: hours.map(([weekday, opens, closes]) => ({ weekday, opens, closes })),
      closures: closures.map(([from, to]) => ({ from, to, reason: null })),
    },
    holidaysOf: (year): Holiday[] =>
      holidays.filter((date) => date.startsWith(`${year}`)).map((date) => ({ date, name: 'Holiday' })),
  }
}

export function workingTime(timeZone: string, hours: Hours, extra?: Extra): WorkingTime {
  return new WorkingTime(sourceOf(timeZone, hours, extra))
}

/** An instant from local time, and back: `2026-03-27 15:00`. */
export function instant(timeZone: string, local: string): number {
  return Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(timeZone).epochMilliseconds
}

export function local(timeZone: string, at: number): string {
  const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return shown.toString({ smallestUnit: 'minute' }).replace('T', ' ')
}

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'UTC']

/** Calendars as odd as anybody may have: split days, nights, overlapping shifts, closures over the year's end. */
export const anySource = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    hours: fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), clock, clock), { minLength: 1, maxLength: 9 }),
    closures: fc.array(fc.constantFrom(['2025-12-24', '2026-01-06'] as const, ['2026-03-29', '2026-03-29'] as const)),
    holidays: fc.subarray(['2026-01-01', '2026-05-01', '2026-10-26', '2027-01-01']),
  })
  .map(({ timeZone, hours, ...extra }) => sourceOf(timeZone, hours, extra))

const CHANGES = [
  '2026-03-08T07',
  '2026-03-29T01',
  '2026-04-04T15',
  '2026-10-03T15:30',
  '2026-10-25T01',
  '2026-11-01T06',
]

/** From the middle of 2025 to the end of 2027, often within days of a change of the clock in one of the zones. */
export const anyInstant = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 6) / 1000, max: Date.UTC(2027, 11, 31) / 1000 }).map((seconds) => seconds * 1000),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -400, max: 400 }))
    .map(([change, quarters]) => Date.parse(`${change.padEnd(16, ':00')}Z`) + quarters * 900_000),
)
