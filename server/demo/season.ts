import type { Instant } from '../domain/vocabulary.ts'
import type { WorkingHours } from './working-hours.ts'

/** When orders come in: by weekday, by where in the month, and by the time of the year. */

/** From Sunday. What came over the weekend is placed on Monday. */
const BY_WEEKDAY = [1, 1.3, 1.1, 1, 0.95, 0.7, 1]
/** From January: the spring, the hole in August, the rise towards the year's end. */
const BY_MONTH = [0.85, 0.9, 1, 1.05, 1, 0.95, 0.85, 0.75, 1, 1.15, 1.35, 1.3]
/** Between the years hardly anybody orders. */
const AFTER_CHRISTMAS = 0.25
/** Budgets are spent and quotas are met in the last days of a month. */
const LAST_DAYS = 26
const AT_THE_END = 1.35
const AT_THE_START = 0.85

function demandOn(at: Instant): number {
  const day = new Date(at)
  const [month, date] = [day.getUTCMonth(), day.getUTCDate()]
  const isHoliday = month === 11 && date > 23
  const rhythm = date >= LAST_DAYS ? AT_THE_END : date <= 5 ? AT_THE_START : 1
  return BY_WEEKDAY[day.getUTCDay()]! * BY_MONTH[month]! * (isHoliday ? AFTER_CHRISTMAS : rhythm)
}

export type Season = {
  /** The instant, to the second, by which so large a share (0 to 1) of the period's orders has come in. */
  readonly at: (share: number) => Instant
}

/** The orders of `from` to `to`, taken while `hours` say so. */
export function season(hours: WorkingHours, from: Instant, to: Instant): Season {
  const shifts = hours
    .map((shift) => ({ from: Math.max(shift.from, from), to: Math.min(shift.to, to) }))
    .filter((shift) => shift.from < shift.to)
  let sum = 0
  const ends = shifts.map((shift) => {
    sum += (shift.to - shift.from) * demandOn(shift.from)
    return sum
  })
  return {
    at: (share) => {
      const wanted = share * sum
      const place = ends.findIndex((end) => end > wanted)
      const shift = shifts[place === -1 ? shifts.length - 1 : place]!
      const before = ends[place - 1] ?? 0
      const part = place === -1 ? 1 : (wanted - before) / (ends[place]! - before)
      return Math.floor((shift.from + part * (shift.to - shift.from)) / 1_000) * 1_000
    },
  }
}
