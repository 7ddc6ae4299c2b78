import type { OpenHours } from './calendar-days.ts'
import type { Instant } from './vocabulary.ts'

/** Places to begin a search at, for each of the hours: more are quicker until they no longer fit the processor's cache. */
const MARKS = 4
/** A mark is searched from so much of its width earlier: more than rounding can move it. */
const ROUNDING = 1e-6

/**
 * Open hours in the order of time, ready for millions of questions: each begins at a mark near the answer and not in the middle of years.
 * Knows nothing of what lies before the first and after the last of its hours.
 */
export class HoursTable {
  /** Open time in all of its hours. */
  readonly total: number
  private readonly opens: Float64Array
  private readonly closes: Float64Array
  /** Open time before each of the hours. */
  private readonly before: Float64Array
  private readonly marksAt: Marks
  private readonly marksOpen: Marks

  /** They must ascend and neither touch nor overlap. */
  constructor(hours: readonly OpenHours[]) {
    this.opens = Float64Array.from(hours, ({ from }) => from)
    this.closes = Float64Array.from(hours, ({ to }) => to)
    this.before = new Float64Array(hours.length)
    for (let at = 1; at < hours.length; at++)
      this.before[at] = this.before[at - 1]! + this.closes[at - 1]! - this.opens[at - 1]!
    const last = hours.length - 1
    this.total = last < 0 ? 0 : this.before[last]! + this.closes[last]! - this.opens[last]!
    this.marksAt = marksOf(this.opens, this.closes[last] ?? 0)
    this.marksOpen = marksOf(this.before, this.total)
  }

  /** Open time until `at`. */
  openBefore(at: Instant): number {
    const hours = lastBelow(this.opens, this.marksAt, at)
    if (hours < 0) return 0
    const closes = this.closes[hours]!
    return this.before[hours]! + (at < closes ? at : closes) - this.opens[hours]!
  }

  /** The first instant by which it has been open for `open` milliseconds, more than 0; NaN beyond all of its hours. */
  firstWith(open: number): Instant {
    if (open > this.total) return Number.NaN
    const hours = lastBelow(this.before, this.marksOpen, open)
    return this.opens[hours]! + open - this.before[hours]!
  }

  /** The last instant by which it has been open for `open` milliseconds, less than all; at closing that is the next opening. */
  lastWith(open: number): Instant {
    const hours = lastBelow(this.before, this.marksOpen, open + 0.5)
    return this.opens[hours]! + open - this.before[hours]!
  }

  /** As `firstWith`, so much open time after `at`; `at` itself where that is 0. */
  add(at: Instant, time: number): Instant {
    return time === 0 ? at : this.firstWith(this.openBefore(at) + time)
  }

  isOpen(at: Instant): boolean {
    const hours = lastBelow(this.opens, this.marksAt, at + 1)
    return hours >= 0 && at < this.closes[hours]!
  }
}

/** The last place below the first number, the second, and so on, of numbers so far apart. */
type Marks = { readonly places: Int32Array; readonly first: number; readonly perMark: number }

function marksOf(sorted: Float64Array, end: number): Marks {
  const count = sorted.length * MARKS
  const first = sorted[0] ?? 0
  const width = (end - first) / count || 1
  const places = new Int32Array(count + 1)
  let place = -1
  for (let mark = 0; mark <= count; mark++) {
    const from = first + (mark - ROUNDING) * width
    while (place + 1 < sorted.length && sorted[place + 1]! < from) place++
    places[mark] = place
  }
  return { places, first, perMark: 1 / width }
}

/** The place of the last that is less than `value`; -1 where none is. */
function lastBelow(sorted: Float64Array, { places, first, perMark }: Marks, value: number): number {
  if (!(value > first)) return -1
  const mark = (value - first) * perMark
  const last = sorted.length - 1
  let place = mark < places.length ? places[mark | 0]! : last
  while (place < last && sorted[place + 1]! < value) place++
  return place
}
