import type { Calendar } from './directory.ts'
import type { CalendarDate, Instant } from './vocabulary.ts'

export type Holiday = { readonly date: CalendarDate; readonly name: string }

/** What working time is made of. `holidaysOf`: the public holidays of one year where the department works. */
export type CalendarSource = {
  readonly timeZone: string
  readonly calendar: Calendar
  readonly holidaysOf: (year: number) => readonly Holiday[]
}

/** Hours that begin on one day; they may end on the next. */
export type OpenHours = { readonly from: Instant; readonly to: Instant }

/** A local day. `hours` ascend, neither touch nor overlap; none: the department does not work that day. */
export type LocalDay = {
  readonly date: CalendarDate
  readonly midnight: Instant
  readonly hours: readonly OpenHours[]
}

/** The days of one year, first to last, as they are in the time zone. */
export function daysOfYear(source: CalendarSource, year: number): LocalDay[] {
  const holidays = new Set(source.holidaysOf(year).map((holiday) => holiday.date))
  const days: LocalDay[] = []
  for (let day = new Temporal.PlainDate(year, 1, 1); day.year === year; day = day.add({ days: 1 }))
    days.push(localDay(source, day, holidays))
  return days
}

function localDay(source: CalendarSource, day: Temporal.PlainDate, holidays: ReadonlySet<string>): LocalDay {
  const midnight = day.toZonedDateTime(source.timeZone).epochMilliseconds
  const isClosed = holidays.has(day.toString()) || isClosure(source.calendar, day.toString())
  return { date: day.toString(), midnight, hours: isClosed ? [] : hoursOn(source, day) }
}

function isClosure({ closures }: Calendar, date: CalendarDate): boolean {
  return closures.some(({ from, to }) => from <= date && date <= to)
}

/** Local times that do not exist, when clocks go forward, are taken as much later; of those that come twice, the first. */
function hoursOn({ calendar, timeZone }: CalendarSource, day: Temporal.PlainDate): OpenHours[] {
  const instant = (on: Temporal.PlainDate, plainTime: string) =>
    on.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
  const hours = calendar.weekdays
    .filter(({ weekday }) => weekday === day.dayOfWeek)
    .map(({ opens, closes }) => ({
      from: instant(day, opens),
      to: instant(closes <= opens ? day.add({ days: 1 }) : day, closes),
    }))
  return joined(hours.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from))
}

/** Overlapping and touching hours as one; they must ascend. */
export function joined(hours: readonly OpenHours[]): OpenHours[] {
  const apart: { from: Instant; to: Instant }[] = []
  for (const { from, to } of hours) {
    const last = apart.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else apart.push({ from, to })
  }
  return apart
}
