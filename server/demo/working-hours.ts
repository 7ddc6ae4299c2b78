import type { Holiday } from '../domain/calendar-days.ts'
import type { Calendar, Department } from '../domain/directory.ts'
import type { CalendarDate, Instant } from '../domain/vocabulary.ts'

/** The public holidays that a calendar keeps, by year. */
export type HolidaysKept = (calendar: Calendar) => (year: number) => readonly Holiday[]

/** When a department is open, as intervals that ascend and do not touch backwards in time. */
export type WorkingHours = readonly { readonly from: Instant; readonly to: Instant }[]

const SECOND = 1_000
export const HOUR = 3_600 * SECOND
export const DAY = 24 * HOUR

/** The hours in which `department` is open on the local days from `first` to `last`. */
export function workingHours(
  department: Department,
  holidaysOf: HolidaysKept,
  first: CalendarDate,
  last: CalendarDate,
): WorkingHours {
  const hours = []
  const [start, end] = [Temporal.PlainDate.from(first), Temporal.PlainDate.from(last)]
  const years = Array.from({ length: end.year - start.year + 1 }, (_, more) => start.year + more)
  const holidays = new Set(years.flatMap(holidaysOf(department.calendar)).map(({ date }) => date))
  for (let day = start; Temporal.PlainDate.compare(day, end) <= 0; day = day.add({ days: 1 }))
    if (!holidays.has(day.toString())) hours.push(...openOn(department, day))
  return hours
}

function openOn({ calendar, timeZone }: Department, day: Temporal.PlainDate): WorkingHours {
  const date = day.toString()
  if (calendar.closures.some((closure) => closure.from <= date && date <= closure.to)) return []
  const instant = (on: Temporal.PlainDate, plainTime: string) =>
    on.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
  return calendar.weekdays
    .filter((hours) => hours.weekday === day.dayOfWeek)
    .map(({ opens, closes }) => ({
      from: instant(day, opens),
      to: instant(closes <= opens ? day.add({ days: 1 }) : day, closes),
    }))
}

/**
 * The instant, to the second, by which the department has been open for `milliseconds` after `at`; Infinity where that lies
 * beyond `hours`.
 */
export function afterOpenTime(hours: WorkingHours, at: Instant, milliseconds: number): Instant {
  let left = milliseconds
  for (let place = firstAfter(hours, at); place < hours.length; place += 1) {
    const { from, to } = hours[place]!
    const begin = Math.max(from, at)
    if (left < to - begin) return Math.floor((begin + left) / SECOND) * SECOND
    left -= to - begin
  }
  return Number.POSITIVE_INFINITY
}

/** The place of the first interval that is not over at `at`. */
function firstAfter(hours: WorkingHours, at: Instant): number {
  let [low, high] = [0, hours.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (hours[middle]!.to <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** The UTC date so many days after `at`; before it where `days` is negative. */
export function dateAfter(at: Instant, days: number): CalendarDate {
  return new Date(at + days * DAY).toISOString().slice(0, 10)
}
