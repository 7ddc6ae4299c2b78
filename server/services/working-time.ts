import { WorkingTime } from '../domain/calendar.ts'
import type { Department } from '../domain/directory.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Directory } from './directory.ts'
import { holidaysIn } from './holidays.ts'

const calendars = new Map<string, Promise<WorkingTime>>()

/** When a department works. Departments with the same calendar share what is known of it. */
export function workingTimeOf({ timeZone, calendar }: Department): Promise<WorkingTime> {
  const key = JSON.stringify([timeZone, calendar])
  const time = calendars.get(key) ?? make(timeZone, calendar)
  calendars.set(key, time)
  return time
}

/** When each department works. */
export async function workingTimesOf({ departments }: Directory): Promise<(departmentId: number) => WorkingTime> {
  const times = departments.all().map(async (one) => [one.id, await workingTimeOf(one)] as const)
  const known = new Map(await Promise.all(times))
  return (departmentId) => known.get(departmentId)!
}

async function make(timeZone: string, calendar: Department['calendar']): Promise<WorkingTime> {
  return new WorkingTime({ timeZone, calendar, holidaysOf: await holidaysIn(calendar.holidayRegion ?? null) })
}

/** What is asked of working time; null where a calendar has not enough of it within reach. */
export function whereReached<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch (refusal) {
    if (refusal instanceof Refusal && refusal.details.field === 'calendar') return null
    throw refusal
  }
}
