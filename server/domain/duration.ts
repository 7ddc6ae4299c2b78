const HOUR = 3_600_000
const MINUTE = 60_000
export const DAY = 24 * HOUR

/** A stored duration, taken apart: whole days, or time in milliseconds. What the two mean is the clock's to say. */
export type DurationParts =
  | { readonly days: number; readonly time: null }
  | { readonly days: null; readonly time: number }

/** Takes apart what `parseDuration` let in. */
export function durationParts(text: string): DurationParts {
  const days = /^P(\d+)D$/.exec(text)
  if (days) return { days: Number(days[1]), time: null }
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(text) ?? []
  return { days: null, time: Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE }
}

/** A measured duration as hours and minutes, to the nearest minute; negative ones with the sign in front: `-PT4H`. */
export function formatDuration(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / MINUTE)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const shown = `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 || hours === 0 ? `${rest}M` : ''}`
  return milliseconds < 0 && minutes > 0 ? `-${shown}` : shown
}
