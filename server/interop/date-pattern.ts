import { badInput } from '../domain/refusal.ts'
import { localDate, parseDate } from '../domain/time.ts'
import type { CalendarDate, Instant } from '../domain/vocabulary.ts'

/** Reads a date as one pattern has it; null where the text is not of that pattern or no real day and time. */
type Pattern = (text: string) => LocalTime | null
/** `offset` in minutes east of UTC; null where the text has none. */
type LocalTime = { readonly at: Temporal.PlainDateTime; readonly offset: number | null }

/** ISO 8601 as logs write it: a date, or a date and a time parted by `T` or a space, with or without offset. */
const ISO =
  /^(?<yyyy>\d{4})-(?<M>\d\d)-(?<d>\d\d)(?:[Tt ](?<H>\d\d):(?<m>\d\d)(?::(?<s>\d\d)(?:[.,](?<S>\d{1,9}))?)?(?: ?(?<X>[Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?))?)?$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH_NAMES = `(?<MMM>${MONTHS.join('|')})`
/** A one-letter field also takes two digits; two-digit years lie from 1970 to 2069. */
const FIELDS: Readonly<Record<string, string>> = {
  yyyy: '(?<yyyy>\\d{4})',
  yy: '(?<yy>\\d\\d)',
  MMMM: `${MONTH_NAMES}[a-z]*`,
  MMM: `${MONTH_NAMES}\\.?`,
  MM: '(?<M>\\d\\d)',
  M: '(?<M>\\d\\d?)',
  dd: '(?<d>\\d\\d)',
  d: '(?<d>\\d\\d?)',
  HH: '(?<H>\\d\\d)',
  H: '(?<H>\\d\\d?)',
  hh: '(?<h>\\d\\d)',
  h: '(?<h>\\d\\d?)',
  mm: '(?<m>\\d\\d)',
  ss: '(?<s>\\d\\d)',
  SSS: '(?<S>\\d{1,9})',
  a: '(?<a>[ap]\\.?m\\.?)',
  XXX: '(?<X>[Zz]|[+-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?)',
  T: 'T',
}
const TOKENS = /'(?<quoted>[^']*)'|(?<letter>[A-Za-z])\k<letter>*|(?<sign>[^A-Za-z'])/g

/** Reads the dates of one log: patterns are tried in turn, and a date without offset is on the clocks of `timeZone`. */
export class DateReader {
  private readonly patterns: readonly Pattern[]
  private readonly formats: readonly string[]
  private readonly timeZone: string | null

  /** `formats` as in `yyyy-MM-dd HH:mm:ss`, `d-MMM-yy`, `M/d/yy h:mm a`, or `iso`; an unknown letter is refused. */
  constructor(formats: readonly string[], timeZone: string | null) {
    this.formats = formats
    this.timeZone = timeZone
    this.patterns = formats.map((format) => (format === 'iso' ? reader(ISO) : reader(compile(format))))
  }

  /**
   * The instant that `text` names; a date alone is the first instant of its day. Of two that a clock shows in autumn it is the first,
   * and one that it skips in spring is an hour later (Temporal's `compatible`).
   */
  instant(field: string, text: string): Instant {
    const { at, offset } = this.parse(field, text)
    if (offset !== null) return at.toZonedDateTime('UTC').epochMilliseconds - offset * 60_000
    if (this.timeZone) return at.toZonedDateTime(this.timeZone).epochMilliseconds
    throw badInput(field, 'has no offset, and the mapping names no timeZone', text)
  }

  date(field: string, text: string): CalendarDate {
    const { at, offset } = this.parse(field, text)
    if (offset === null) return at.toPlainDate().toString()
    return localDate(this.instant(field, text), this.timeZone ?? 'UTC')
  }

  private parse(field: string, text: string): LocalTime {
    for (const pattern of this.patterns) {
      const local = pattern(text)
      if (!local) continue
      parseDate(field, local.at.toPlainDate().toString())
      return local
    }
    throw badInput(field, `is no date of the form ${this.formats.join(' or ')}`, text, this.formats)
  }
}

function compile(format: string): RegExp {
  const parts = [...format.matchAll(TOKENS)].map(({ 0: token, groups }) => {
    const known = groups?.letter === undefined ? RegExp.escape(groups?.quoted ?? token) : FIELDS[token]
    if (known === undefined)
      throw badInput('dateFormats', `${token} means nothing in a pattern`, format, [...Object.keys(FIELDS), 'iso'])
    return known
  })
  for (const part of ['y', 'M', 'd'])
    if (!parts.some((known) => known.startsWith(`(?<${part}`)))
      throw badInput('dateFormats', `names no ${part}: year, month and day are needed`, format)
  try {
    return new RegExp(`^${parts.join('')}$`, 'i')
  } catch {
    throw badInput('dateFormats', 'names a part of the date twice', format)
  }
}

function reader(pattern: RegExp): Pattern {
  return (text) => {
    const groups = pattern.exec(text)?.groups
    return groups ? localTime(groups) : null
  }
}

type Groups = Readonly<Record<string, string | undefined>>

function localTime(groups: Groups): LocalTime | null {
  const { d = '1', m = '0', s = '0', S = '0', X } = groups
  const fraction = Number(S.slice(0, 3).padEnd(3, '0'))
  const fields = {
    year: yearOf(groups),
    month: monthOf(groups),
    day: Number(d),
    hour: hourOf(groups),
    minute: Number(m),
  }
  try {
    const at = Temporal.PlainDateTime.from(
      { ...fields, second: Number(s), millisecond: fraction },
      { overflow: 'reject' },
    )
    return { at, offset: X === undefined ? null : offsetOf(X) }
  } catch {
    return null
  }
}

function yearOf({ yyyy, yy = '70' }: Groups): number {
  return yyyy === undefined ? Number(yy) + (Number(yy) < 70 ? 2000 : 1900) : Number(yyyy)
}

function monthOf({ M, MMM }: Groups): number {
  return MMM === undefined ? Number(M ?? 1) : MONTHS.indexOf(MMM.toLowerCase()) + 1
}

/** Not a number where a 12-hour clock shows no such hour. */
function hourOf({ H, h, a = '' }: Groups): number {
  if (h === undefined) return Number(H ?? 0)
  const hour = Number(h)
  if (hour < 1 || hour > 12) return Number.NaN
  return (hour % 12) + (/^p/i.test(a) ? 12 : 0)
}

function offsetOf(text: string): number {
  if (/^z$/i.test(text)) return 0
  const [hours, minutes] = [text.slice(1, 3), text.slice(3).replace(':', '')].map(Number)
  const offset = hours! * 60 + minutes!
  return text.startsWith('-') ? -offset : offset
}
