/** Outcomes that must be known before a weekday is held to be closed, and the share of them below which it is. */
const FEWEST = 100
const RARE = 1 / 200

/** The weekdays on which next to nothing ever comes, such as Saturdays and Sundays: no date is promised on them. Days count from 1970-01-01. */
export class Weekdays {
  private readonly counts = new Float64Array(7)
  private known = 0

  learn(day: number): void {
    this.counts[weekdayOf(day)]! += 1
    this.known += 1
  }

  isClosed(day: number): boolean {
    return this.known >= FEWEST && this.counts[weekdayOf(day)]! < RARE * this.known
  }
}

/** 0 for the weekday of 1970-01-01. */
function weekdayOf(day: number): number {
  return ((day % 7) + 7) % 7
}
