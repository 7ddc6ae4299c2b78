import type { CalendarDate, Instant } from '../domain/vocabulary.ts'
import { DateReader } from './date-pattern.ts'
import type { Mapping } from './mapping.ts'

const WITH_OFFSET = /(?:[zZ]|[+-]\d\d(?::?\d\d)?)$/

/** Reads the times of formats that say how a time is written. Where one lacks its offset and nobody named a zone, it is UTC, and counted. */
export class LogTimes {
  readonly timeZone: string
  private readonly isNamed: boolean
  private readonly dates: DateReader
  private local = 0

  constructor(mapping: Mapping | null) {
    this.timeZone = mapping?.timeZone ?? 'UTC'
    this.isNamed = mapping?.timeZone !== undefined
    this.dates = new DateReader([...(mapping?.dateFormats ?? []), 'iso'], this.timeZone)
  }

  instant(field: string, text: string): Instant {
    if (!WITH_OFFSET.test(text)) this.local += 1
    return this.dates.instant(field, text)
  }

  date(field: string, text: string): CalendarDate {
    return this.dates.date(field, text)
  }

  notes(): string[] {
    if (this.isNamed || this.local === 0) return []
    return [`${this.local} times have no offset and are taken as UTC; name their timeZone in a mapping (--map)`]
  }
}
