import type { Department, Person } from '../domain/directory.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { acknowledge } from './acknowledging.ts'
import { type Company, type CompanyIds, named } from './company.ts'
import type { CompanySize } from './company-size.ts'
import { logOf } from './log.ts'
import { planOrders } from './order-plans.ts'
import { owe } from './owing.ts'
import { type Random, seeded } from './random.ts'
import { makeReference } from './reference.ts'
import type { Crew } from './run-plan.ts'
import { simulate } from './simulation.ts'
import { DAY, dateAfter, type HolidaysKept, workingHours } from './working-hours.ts'

/** Days around the history for which working hours are known: what happens later than now is thrown away anyhow. */
const MARGIN = 3

/** The company as it stands at `now`. The same seed, now, ids and days always make the same one; nothing in it lies after now. */
export function generateCompany(
  seed: number,
  now: Instant,
  ids: CompanyIds,
  { days }: Pick<CompanySize, 'days'>,
  holidaysOf: HolidaysKept,
): Company {
  const random = seeded(seed)
  const reference = makeReference(now, ids)
  const crews = new Map(
    reference.departments.map((one) => [one.id, crewOf(one, reference.people, { now, days, holidaysOf }, random)]),
  )
  const period = {
    from: now - days * DAY,
    to: now,
    hours: crews.get(named(reference.departments, 'sales').id)!.hours,
  }
  const plans = planOrders(reference, period, ids.orders, random)
  const { orders, births, changes } = simulate({ now, reference, crews, random }, plans)
  const debtors = births.map((birth) => ({ ...birth, order: orders.get(birth.order.id)! }))
  const owed = owe({ now, reference, crews, random }, debtors, ids.owed)
  const acknowledgements = acknowledge(reference, now, random)
  const events = logOf({ reference, orders, changes, owed, acknowledgements })
  return { ...reference, orders: [...orders.values()], owed, acknowledgements, events }
}

type History = { readonly now: Instant; readonly days: number; readonly holidaysOf: HolidaysKept }

/** Who leads does little of the work, and of the others some do twice as much as some. */
function crewOf(
  department: Department,
  people: readonly Person[],
  { now, days, holidaysOf }: History,
  random: Random,
): Crew {
  const members = people
    .filter((person) => person.departmentId === department.id)
    .map(({ id }) => ({ id, share: id === department.leadId ? 0.3 : 0.6 + 0.9 * random.unit() }))
  const hours = workingHours(department, holidaysOf, dateAfter(now, -days - MARGIN), dateAfter(now, MARGIN))
  return { leadId: department.leadId!, members, hours }
}
