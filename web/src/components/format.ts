const DAY = new Intl.DateTimeFormat(undefined, {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
/** The year is told where it is not this one. */
const byYear = (options: Intl.DateTimeFormatOptions) => {
  const short = new Intl.DateTimeFormat(undefined, options)
  const long = new Intl.DateTimeFormat(undefined, { ...options, year: 'numeric' })
  return (instant: string): string => {
    const date = new Date(instant)
    return (date.getFullYear() === new Date().getFullYear() ? short : long).format(date)
  }
}
const FULL_MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' })

/** A calendar day is the same day everywhere: no zone may move it. */
export const formatDay = (date: string) => DAY.format(new Date(`${date}T00:00:00Z`))
export const formatShortDay = byYear({ day: 'numeric', month: 'short' })
export const formatMoment = byYear({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
export const formatFullMoment = (instant: string) => FULL_MOMENT.format(new Date(instant))

type Promised = {
  readonly promisedDate: string | null
  readonly timeZone: string
  readonly state: 'OPEN' | 'DELIVERED' | 'CANCELLED'
}

/** Whether the promised day is over, in the order's zone, with the goods not delivered. The calendar, not a forecast. */
export function isMissed({ promisedDate, timeZone, state }: Promised, now: number): boolean {
  if (promisedDate === null || state !== 'OPEN') return false
  return dayIn(timeZone, now) > promisedDate
}

/** Made once a zone, and told once an instant: a list asks for thousands of orders. */
const zones = new Map<string, { readonly format: Intl.DateTimeFormat; at: number; day: string }>()
function dayIn(timeZone: string, now: number): string {
  const known = zones.get(timeZone) ?? {
    format: new Intl.DateTimeFormat('en-CA', { timeZone }),
    at: Number.NaN,
    day: '',
  }
  if (known.at !== now) Object.assign(known, { at: now, day: known.format.format(now) })
  zones.set(timeZone, known)
  return known.day
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** How long ago, in its largest whole unit, e.g. "3 days ago". */
export function formatAgo(instant: string, now: number): string {
  return formatTo(instant, Math.max(now, Date.parse(instant)))
}

/** How far off, on whichever side of now, in its largest whole unit, e.g. "in 3 days", "3 days ago". */
export function formatTo(instant: string, now: number): string {
  const left = Date.parse(instant) - now
  const [unit, size] = unitOf(left)
  return AGO.format(Math.trunc(left / size), unit)
}

/** How long it has lasted, in its largest whole unit, e.g. "3 days". */
export function formatLasting(since: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(since))
  const [unit, size] = unitOf(passed)
  const words = new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' })
  return words.format(Math.floor(passed / size))
}

const unitOf = (span: number) => UNITS.find(([, milliseconds]) => Math.abs(span) >= milliseconds) ?? UNITS[2]

/** The contract's durations, PnD and PTnHnM, in words. */
export function formatDuration(duration: string, clock: 'WORKING' | 'ELAPSED'): string {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? []
  const working = clock === 'WORKING' ? 'working ' : ''
  const parts = [
    count(days, `${working}day`),
    count(hours, `${working}hour`),
    count(minutes, `${hours ? '' : working}minute`),
  ]
  return parts.filter(Boolean).join(' ') || duration
}

function count(digits: string | undefined, unit: string): string {
  return digits ? `${Number(digits)} ${unit}${Number(digits) === 1 ? '' : 's'}` : ''
}
