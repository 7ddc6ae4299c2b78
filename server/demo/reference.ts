import type { Customer, Department, Person, Product } from '../domain/directory.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { type CompanyIds, named, type Reference } from './company.ts'
import { CUSTOMERS } from './customers.ts'
import { calendarOf, DEPARTMENTS } from './departments.ts'
import { emailOf, PEOPLE } from './people.ts'
import { phoneOf } from './phones.ts'
import { PRODUCTS } from './products.ts'
import { requirementVersions } from './requirement-versions.ts'
import { WORKFLOWS, type WorkflowPlan } from './workflows.ts'
import { DAY, dateAfter, HOUR } from './working-hours.ts'

/** Ten in the morning, UTC, so many days before `now`. */
export function daysBefore(now: Instant, days: number): Instant {
  return Math.floor(now / DAY) * DAY - days * DAY + 10 * HOUR
}

export function makeReference(now: Instant, ids: CompanyIds): Reference {
  const departments = makeDepartments(now, ids)
  const people = makePeople(departments, ids.people)
  const workflows = WORKFLOWS.map((plan, place) => makeWorkflow(plan, ids.workflows[place]!, departments, now))
  return {
    departments,
    people,
    customers: makeCustomers(people, ids.customers),
    products: makeProducts(ids.products),
    workflows,
    requirements: requirementVersions({ departments, ids: ids.requirements, at: (days) => daysBefore(now, days) }),
  }
}

/** The first person of a department leads it. */
function makeDepartments(now: Instant, ids: CompanyIds): Department[] {
  return DEPARTMENTS.map((plan, place) => {
    const lead = PEOPLE.findIndex((person) => person.department === plan.key)
    const { key, name, isExternal, timeZone } = plan
    const calendar = calendarOf(plan, (days) => dateAfter(now, days))
    return { id: ids.departments[place]!, key, name, isExternal, timeZone, calendar, leadId: ids.people[lead]! }
  })
}

function makePeople(departments: readonly Department[], ids: readonly number[]): Person[] {
  return PEOPLE.map((plan, place) => {
    const { key, name, title, department, isRep, isAdmin } = plan
    const departmentId = department === null ? null : named(departments, department).id
    const reached = { email: emailOf(plan), phone: phoneOf(department, place) }
    return { id: ids[place]!, key, name, ...reached, title, departmentId, isRep, isAdmin }
  })
}

function makeCustomers(people: readonly Person[], ids: readonly number[]): Customer[] {
  return CUSTOMERS.slice(0, ids.length).map(({ key, name, accountManager }, place) => {
    return { id: ids[place]!, key, name, accountManagerId: named(people, accountManager).id }
  })
}

function makeProducts(ids: readonly number[]): Product[] {
  return PRODUCTS.map(({ sku, name, category }, place) => ({ id: ids[place]!, sku, name, category }))
}

function makeWorkflow(plan: WorkflowPlan, id: number, departments: readonly Department[], now: Instant): Workflow {
  const { key, name, appliesWhen, publishedDaysAgo } = plan
  const places = new Map(plan.steps.map((step, position) => [step.key, position]))
  const steps = plan.steps.map(({ department, dependsOn, ...step }, position) => ({
    ...step,
    position,
    departmentId: named(departments, department).id,
    dependsOn: dependsOn.toSorted((one, other) => places.get(one)! - places.get(other)!),
  }))
  return {
    id,
    key,
    version: 1,
    name,
    appliesWhen,
    publishedAt: daysBefore(now, publishedDaysAgo),
    discovered: false,
    steps,
  }
}
