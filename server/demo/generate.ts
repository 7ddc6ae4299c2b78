import type { Department, Person } from '../domain/directory.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { acknowledge } from './acknowledging.ts'
import { type Company, type CompanyIds, named } from './company.ts'
import { CUSTOMERS } from './customers.ts'
import { DEPARTMENTS } from './departments.ts'
import { logOf } from './log.ts'
import { ORDER_COUNT, planOrders } from './order-plans.ts'
import { owe } from './owing.ts'
import { PEOPLE } from './people.ts'
import { PRODUCTS } from './products.ts'
import { seeded } from './random.ts'
import { makeReference } from './reference.ts'
import { VERSION_COUNT } from './requirement-versions.ts'
import { REQUIREMENTS } from './requirements.ts'
import type { Crew } from './run-plan.ts'
import { simulate } from './simulation.ts'
import { WORKFLOWS } from './workflows.ts'
import { DAY, dateAfter, workingHours } from './working-hours.ts'

/** How many numbers of each kind the company needs. */
export const COMPANY_SIZE: Readonly<Record<keyof CompanyIds, number>> = {
  departments: DEPARTMENTS.length,
  people: PEOPLE.length,
  customers: CUSTOMERS.length,
  products: PRODUCTS.length,
  workflows: WORKFLOWS.length,
  requirements: VERSION_COUNT,
  orders: ORDER_COUNT,
  /** At most: of a requirement an order owes one, at its step or for the whole. */
  owed: ORDER_COUNT * REQUIREMENTS.length,
}

/** Days of history. */
const HISTORY = 60
/** Days around the history for which working hours are known: what happens later than now is thrown away anyhow. */
const MARGIN = 3

/** The company as it stands at `now`. The same seed, now and ids always make the same one; nothing in it lies after now. */
export function generateCompany(seed: number, now: Instant, ids: CompanyIds): Company {
  const random = seeded(seed)
  const reference = makeReference(now, ids)
  const crews = new Map(reference.departments.map((one) => [one.id, crewOf(one, reference.people, now)]))
  const period = {
    from: now - HISTORY * DAY,
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

function crewOf(department: Department, people: readonly Person[], now: Instant): Crew {
  const members = people.filter((person) => person.departmentId === department.id).map((person) => person.id)
  const hours = workingHours(department, dateAfter(now, -HISTORY - MARGIN), dateAfter(now, MARGIN))
  return { leadId: department.leadId!, members, hours }
}
