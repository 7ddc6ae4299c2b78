import type { WorkingTime } from './calendar.ts'
import type { Instant } from './vocabulary.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** More stretches of closed dates than this are counted, not named. */
const NAMED = 3

/** On which days nobody works between two instants: `closed Sat-Sun, 24-26 Dec`; null where there are none. */
export function closedNote(time: WorkingTime, from: Instant, to: Instant): string | null {
  if (!(from < to)) return null
  const days = time.closedDays(from, to).map((date) => Temporal.PlainDate.from(date))
  const weekly = new Set(days.map((day) => day.dayOfWeek).filter((weekday) => time.isDayOff(weekday)))
  const dates = stretches(days.filter((day) => !weekly.has(day.dayOfWeek))).map(datesNamed)
  const rest = dates.length > NAMED ? [`${dates.length - NAMED} times more`] : []
  const named = [...weekdaysNamed(weekly), ...dates.slice(0, NAMED), ...rest]
  return named.length > 0 ? `closed ${named.join(', ')}` : null
}

/** Days of the week that follow each other as one: `Sat-Sun`. */
function weekdaysNamed(weekdays: ReadonlySet<number>): string[] {
  const sorted = [...weekdays].sort((one, other) => one - other)
  const starts = sorted.filter((weekday) => !weekdays.has(weekday - 1))
  return starts.map((start) => {
    let end = start
    while (weekdays.has(end + 1)) end++
    return end === start ? WEEKDAYS[start - 1]! : `${WEEKDAYS[start - 1]}-${WEEKDAYS[end - 1]}`
  })
}

type Stretch = readonly [first: Temporal.PlainDate, last: Temporal.PlainDate]

function stretches(days: readonly Temporal.PlainDate[]): Stretch[] {
  const found: [Temporal.PlainDate, Temporal.PlainDate][] = []
  for (const day of days) {
    const last = found.at(-1)
    if (last?.[1].add({ days: 1 }).equals(day)) last[1] = day
    else found.push([day, day])
  }
  return found
}

function datesNamed([first, last]: Stretch): string {
  const month = ({ month }: Temporal.PlainDate) => MONTHS[month - 1]
  if (first.equals(last)) return `${first.day} ${month(first)}`
  const isOneMonth = first.month === last.month && first.year === last.year
  return `${first.day}${isOneMonth ? '' : ` ${month(first)}`}-${last.day} ${month(last)}`
}
