import { type CalendarSource, daysOfYear, joined, type LocalDay } from './calendar-days.ts'
import { HoursTable } from './calendar-hours.ts'
import { DAY, durationParts } from './duration.ts'
import { sameLocalTime } from './local-time.ts'
import { badInput } from './refusal.ts'
import { countBelow } from './sorted.ts'
import type { CalendarDate, Clock, Instant } from './vocabulary.ts'

/** Years that are searched for working time before it is said that there is none. */
const REACH = 10

/**
 * When a department works. Every question is answered by a binary search in what is known of the years around it, which grows when it
 * is asked about others. An instant within hours that began the day before counts to that day.
 */
export class WorkingTime {
  private readonly source: CalendarSource
  private firstYear = 0
  private lastYear = -1
  /** Of instants from here until there the year and its neighbours are known. */
  private knownFrom = Number.POSITIVE_INFINITY
  private knownTo = Number.NEGATIVE_INFINITY
  private days: LocalDay[] = []
  private midnights: Float64Array = new Float64Array()
  /** When the hours that began on a day, or before it, are over, by the day's place in `days`. */
  private ends: Float64Array = new Float64Array()
  /** Working days by their place in `days`. */
  private workdays = new Int32Array()
  private hours = new HoursTable([])

  constructor(source: CalendarSource) {
    this.source = source
  }

  /** The first instant by which the department has been open for `time` milliseconds after `at`; `at` itself where that is 0. */
  add(at: Instant, time: number): Instant {
    if (time < 0) return this.subtract(at, -time)
    if (time === 0) return at
    for (let ahead = 0; ; ahead++) {
      this.know(at, ahead)
      const reached = this.hours.add(at, time)
      if (!Number.isNaN(reached)) return reached
      if (ahead > REACH) throw this.unreachable(at)
    }
  }

  /** The last instant from which the department is open for `time` milliseconds until `at`; `at` itself where that is 0. */
  subtract(at: Instant, time: number): Instant {
    if (time <= 0) return time === 0 ? at : this.add(at, -time)
    for (let back = 0; ; back++) {
      this.know(at, -back)
      const wanted = this.hours.openBefore(at) - time
      if (wanted >= 0) return this.hours.lastWith(wanted)
      if (back > REACH) throw this.unreachable(at)
    }
  }

  /** Open time from one instant to another in milliseconds, negative where `to` is the earlier. */
  between(from: Instant, to: Instant): number {
    this.know(from)
    this.know(to)
    return this.hours.openBefore(to) - this.hours.openBefore(from)
  }

  isOpen(at: Instant): boolean {
    this.know(at)
    return this.hours.isOpen(at)
  }

  /** The open hours from one instant to another, at least, for who asks thousands of times. */
  tableOf(from: Instant, to: Instant): HoursTable {
    this.know(from)
    this.know(to)
    return this.hours
  }

  /**
   * The same local time so many working days later, or earlier where `count` is negative; closing, where that comes first. What falls on a
   * day on which nobody works counts as the end of the last working day before it, so that a later instant never gives an earlier one.
   */
  addDays(at: Instant, count: number): Instant {
    if (count === 0) return at
    for (let span = 0; ; span++) {
      this.know(at, -span)
      this.know(at, span)
      const day = this.workingDayOf(at)
      const from = countBelow(this.workdays, day + 1) - 1
      const to = from < 0 ? undefined : this.workdays[from + count]
      if (to !== undefined) return this.workdays[from] === day ? this.sameTime(at, day, to) : this.ends[to]!
      if (span > REACH) throw this.unreachable(at)
    }
  }

  /** The days between two instants, those that they fall on included, on which nobody works. */
  closedDays(from: Instant, to: Instant): CalendarDate[] {
    this.know(from)
    this.know(to)
    const days = this.days.slice(Math.max(0, this.dayOf(from)), this.dayOf(to - 1) + 1)
    return days.filter(({ hours }) => hours.length === 0).map(({ date }) => date)
  }

  /** Whether nobody works on that day of the week, 1 being Monday, in any week. */
  isDayOff(weekday: number): boolean {
    return !this.source.calendar.weekdays.some((hours) => hours.weekday === weekday)
  }

  private dayOf(at: Instant): number {
    return countBelow(this.midnights, at + 1) - 1
  }

  /** The day of `at`; the one before, as long as the hours that began by then go on. */
  private workingDayOf(at: Instant): number {
    const today = this.dayOf(at)
    return today > 0 && this.ends[today - 1]! > at ? today - 1 : today
  }

  /** The local time of `at`, which counts to `from`, on `to`; not before the hours of the days before are over, nor after its own are. */
  private sameTime(at: Instant, from: number, to: number): Instant {
    const [start, target] = [this.midnights[from]!, this.midnights[to]!]
    const isPlain = (day: number) => (this.midnights[day + 2] ?? 0) - this.midnights[day]! === 2 * DAY
    const isSimple = isPlain(from) && isPlain(to)
    const same = isSimple ? target + at - start : sameLocalTime(this.source.timeZone, at, start, target)
    return Math.min(Math.max(same, this.ends[to - 1] ?? same), this.ends[to]!)
  }

  /** Makes the year of `at`, so many years on, and its neighbours known: hours and days reach over the year's end. */
  private know(at: Instant, years = 0): void {
    if (years === 0 && this.knownFrom <= at && at < this.knownTo) return
    const year = new Date(at).getUTCFullYear() + years
    const [first, last] = [year - 1, year + 1]
    if (this.firstYear <= first && last <= this.lastYear) return
    const isEmpty = this.lastYear < this.firstYear
    this.firstYear = isEmpty ? first : Math.min(first, this.firstYear)
    this.lastYear = isEmpty ? last : Math.max(last, this.lastYear)
    this.knownFrom = Date.UTC(this.firstYear + 1, 0)
    this.knownTo = Date.UTC(this.lastYear, 0)
    this.rebuild()
  }

  private rebuild(): void {
    this.days = []
    for (let year = this.firstYear; year <= this.lastYear; year++) this.days.push(...this.yearDays(year))
    this.midnights = Float64Array.from(this.days, (day) => day.midnight)
    this.ends = endsOf(this.days)
    this.workdays = Int32Array.from([...this.days.keys()].filter((day) => this.days[day]!.hours.length > 0))
    this.hours = new HoursTable(joined(this.days.flatMap((day) => day.hours)))
  }

  private readonly years = new Map<number, LocalDay[]>()

  private yearDays(year: number): LocalDay[] {
    const known = this.years.get(year) ?? daysOfYear(this.source, year)
    this.years.set(year, known)
    return known
  }

  private unreachable(at: Instant): Error {
    const from = new Date(at).toISOString().slice(0, 10)
    return badInput('calendar', `has not enough working time within ${REACH} years of ${from}`, from, `${REACH} years`)
  }
}

function endsOf(days: readonly LocalDay[]): Float64Array {
  const ends = new Float64Array(days.length)
  days.forEach(({ hours }, day) => {
    ends[day] = Math.max(ends[day - 1] ?? Number.NEGATIVE_INFINITY, hours.at(-1)?.to ?? Number.NEGATIVE_INFINITY)
  })
  return ends
}

/**
 * `at` moved by a duration as it is stored, earlier where `direction` is -1. On the WORKING clock days are working days and time is open
 * time; on the ELAPSED clock both are plain time.
 */
export function move(time: WorkingTime, at: Instant, duration: string, clock: Clock, direction: 1 | -1 = 1): Instant {
  const parts = durationParts(duration)
  if (clock === 'ELAPSED') return at + direction * (parts.time ?? parts.days * DAY)
  if (parts.time === null) return time.addDays(at, direction * parts.days)
  return direction === 1 ? time.add(at, parts.time) : time.subtract(at, parts.time)
}
