import type { Calendar } from '../domain/directory.ts'
import type { CalendarDate } from '../domain/vocabulary.ts'

export const AMERICA = 'America/Chicago'
export const EUROPE = 'Europe/Berlin'
export const ASIA = 'Asia/Tokyo'

/** Whose public holidays are kept where the clocks go like that. */
export const REGIONS: Readonly<Record<string, string>> = { [AMERICA]: 'US', [EUROPE]: 'DE', [ASIA]: 'JP' }

type Closed = { readonly fromDay: number; readonly days: number; readonly reason: string }

/** A department before it has an id. Closures are told by how many days after now they begin. */
export type DepartmentPlan = {
  readonly key: string
  readonly name: string
  readonly timeZone: string
  readonly isExternal: boolean
  readonly weekdays: Calendar['weekdays']
  readonly closed: readonly Closed[]
}

const week = (opens: string, closes: string, weekdays = [1, 2, 3, 4, 5]): Calendar['weekdays'] =>
  weekdays.map((weekday) => ({ weekday, opens, closes }))

const MONDAY_TO_SATURDAY = [1, 2, 3, 4, 5, 6]

const inside = (
  key: string,
  name: string,
  timeZone: string,
  weekdays: Calendar['weekdays'],
  closed: readonly Closed[] = [],
): DepartmentPlan => ({ key, name, timeZone, weekdays, closed, isExternal: false })

const meeting: Closed = { fromDay: -38, days: 1, reason: 'Company day' }
const stocktaking: Closed = { fromDay: -24, days: 2, reason: 'Stocktaking' }
const maintenance: Closed = { fromDay: -31, days: 2, reason: 'Maintenance of the test bench' }
const summer: Closed = { fromDay: -109, days: 5, reason: 'Works holiday' }
const shutdown: Closed = { fromDay: 32, days: 7, reason: 'Shutdown between the years' }

/**
 * The twelve departments of Kestrel Pumps. Sales has no step in any workflow: a rep sees the orders that are theirs and
 * nobody else's, for an order is seen by every member of a department that has a step in it.
 */
export const DEPARTMENTS: readonly DepartmentPlan[] = [
  inside('sales', 'Sales', AMERICA, week('08:00', '17:30'), [meeting]),
  inside('order-desk', 'Order desk', AMERICA, week('07:30', '17:00'), [meeting]),
  inside('customer-service', 'Customer service', AMERICA, week('07:00', '19:00'), [meeting]),
  inside('accounting', 'Accounting', AMERICA, week('08:30', '17:00'), [
    meeting,
    { fromDay: -17, days: 1, reason: 'Closing of the month' },
  ]),
  inside('purchasing', 'Purchasing', EUROPE, week('08:00', '16:30'), [shutdown]),
  inside('planning', 'Production planning', EUROPE, week('07:00', '15:30'), [summer, shutdown]),
  inside('production', 'Production', EUROPE, week('06:00', '22:00'), [summer, maintenance, shutdown]),
  inside('quality', 'Quality', EUROPE, week('06:30', '16:00'), [summer, maintenance, shutdown]),
  inside('warehouse', 'Warehouse', EUROPE, week('06:00', '18:00', MONDAY_TO_SATURDAY), [stocktaking]),
  inside('shipping', 'Shipping', EUROPE, week('07:00', '17:00'), []),
  { ...inside('carrier', 'Nordlink Freight', EUROPE, week('20:00', '12:00', MONDAY_TO_SATURDAY)), isExternal: true },
  { ...inside('distributor', 'Hayashi Trading', ASIA, week('09:00', '18:00')), isExternal: true },
]

/** The calendar of a plan in the days around `now`. */
export function calendarOf(plan: DepartmentPlan, date: (days: number) => CalendarDate): Calendar {
  const closures = plan.closed.map(({ fromDay, days, reason }) => ({
    from: date(fromDay),
    to: date(fromDay + days - 1),
    reason,
  }))
  return { weekdays: plan.weekdays, closures, holidayRegion: REGIONS[plan.timeZone]! }
}
