import type { Holiday } from '../domain/calendar-days.ts'
import type { Calendar } from '../domain/directory.ts'
import { DAY } from '../domain/duration.ts'
import { parseDate } from '../domain/time.ts'

export type HolidaysOf = (year: number) => readonly Holiday[]

const NONE: HolidaysOf = () => []
const regions = new Map<string, Promise<HolidaysOf>>()

/**
 * The public holidays of a country or a part of it (`DE`, `DE-BY`, `US-CA`), by year; none where no region is given or nothing is known of
 * it. The library takes half a second to load: it is loaded by the first who asks.
 */
export function holidaysIn(region: string | null): Promise<HolidaysOf> {
  if (region === null) return Promise.resolve(NONE)
  const known = regions.get(region) ?? load(region)
  regions.set(region, known)
  return known
}

/** Of the calendars of these regions, for who cannot wait for each. */
export async function holidaysOfAll(regions: Iterable<string>): Promise<(calendar: Calendar) => HolidaysOf> {
  const all = [...new Set(regions)].map(async (region) => [region, await holidaysIn(region)] as const)
  const known = new Map(await Promise.all(all))
  return ({ holidayRegion }) => known.get(holidayRegion ?? '') ?? NONE
}

/** Those of one year, in order. BAD_USER_INPUT for a year that Baton does not know. */
export async function holidaysOfYear(calendar: Calendar, year: number): Promise<Holiday[]> {
  parseDate('year', `${year}-01-01`)
  const holidays = await holidaysIn(calendar.holidayRegion ?? null)
  return holidays(year).toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

async function load(region: string): Promise<HolidaysOf> {
  const { default: Holidays } = await import('date-holidays')
  const [country = '', ...parts] = region.split('-')
  const holidays = new Holidays(country, parts[0] ?? '', parts[1] ?? '', { types: ['public'] })
  const years = new Map<number, readonly Holiday[]>()
  return (year) => {
    const known = years.get(year) ?? daysOf(holidays.getHolidays(year))
    years.set(year, known)
    return known
  }
}

type Told = { readonly name: string; readonly date: string; readonly start: Date; readonly end: Date }

/** Each day of each holiday once: some are known by two rules. */
function daysOf(holidays: readonly Told[]): Holiday[] {
  const days = holidays.flatMap(({ name, date, start, end }) => {
    const first = Temporal.PlainDate.from(date.slice(0, 10))
    const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY))
    return Array.from({ length: count }, (_, more) => ({ date: first.add({ days: more }).toString(), name }))
  })
  return [...new Map(days.toReversed().map((day) => [day.date, day])).values()].toReversed()
}
