import { describe, expect, test } from 'vitest'
import { SMALL_COMPANY } from '../../server/demo/company-size.ts'
import { generateCompany } from '../../server/demo/generate.ts'
import { inForce } from '../../server/domain/requirement.ts'
import { localDate } from '../../server/domain/time.ts'
import { REQUIREMENT_KINDS } from '../../server/domain/vocabulary.ts'
import { workflowFaults } from '../../server/domain/workflow-faults.ts'
import { freshIds, holidaysOf, NOW } from './ids.ts'

const SEED = 20_261_122
const company = generateCompany(SEED, NOW, freshIds(), SMALL_COMPANY, holidaysOf)

describe('the demo company', () => {
  test('is the same for the same seed and another for another', () => {
    const orders = ({ customers, ...rest }: typeof company) => JSON.stringify([customers, rest.orders, rest.events])
    expect(orders(generateCompany(SEED, NOW, freshIds(), SMALL_COMPANY, holidaysOf))).toBe(orders(company))
    expect(orders(generateCompany(SEED + 1, NOW, freshIds(), SMALL_COMPANY, holidaysOf))).not.toBe(orders(company))
  })

  test('has 12 departments in three time zones, 80 people, three workflows and 200 orders', () => {
    expect(new Set(company.departments.map((one) => one.key)).size).toBe(12)
    expect(new Set(company.departments.map((one) => one.timeZone)).size).toBe(3)
    expect(new Set(company.people.map((one) => one.key)).size).toBe(80)
    expect(company.workflows.map((one) => one.key)).toEqual(['new-order', 'new-customer', 'special-circumstance'])
    expect(new Set(company.orders.map((one) => one.number)).size).toBe(200)
  })

  test('finishes nothing on a public holiday of where a department is, but what a night brings to its end', () => {
    const years = [2025, 2026]
    const closed = new Map(
      company.departments.map(({ id, timeZone, calendar }) => {
        const isByDay = calendar.weekdays.every(({ opens, closes }) => opens < closes)
        const dates = new Set(years.flatMap(holidaysOf(calendar)).map(({ date }) => date))
        return [id, (at: number) => isByDay && dates.has(localDate(at, timeZone))]
      }),
    )
    const stepsOf = new Map(company.workflows.map(({ id, steps }) => [id, steps]))
    const finished = company.orders.flatMap(({ number, workflowId, steps }) =>
      steps.flatMap(({ key, position, runs }) => {
        const isClosed = closed.get(stepsOf.get(workflowId)![position]!.departmentId)!
        return runs.flatMap(({ finishedAt }) => (finishedAt && isClosed(finishedAt) ? [`${number} ${key}`] : []))
      }),
    )
    expect(finished).toEqual([])
    expect(company.departments.filter(({ calendar }) => holidaysOf(calendar)(2026).length > 0)).toHaveLength(12)
  })

  test('names no two customers or products alike', () => {
    expect(new Set(company.customers.map((one) => one.key)).size).toBe(34)
    expect(new Set(company.products.map((one) => one.sku)).size).toBe(60)
  })

  test('has a lead of its own in every department, and one administrator', () => {
    const members = new Map(company.people.map((one) => [one.id, one.departmentId]))
    for (const department of company.departments) expect(members.get(department.leadId!)).toBe(department.id)
    expect(company.people.filter((one) => one.isAdmin)).toHaveLength(1)
  })

  test('has keys and addresses in plain letters, none of them at a real domain', () => {
    for (const { key, email } of company.people) {
      expect(key).toMatch(/^[a-z]+(\.[a-z]+)+$/)
      expect(email).toBe(`${key}@example.com`)
    }
  })

  test('gives everybody a telephone of their own, in ranges that ring with nobody', () => {
    const phones = company.people.map(({ phone }) => phone)
    for (const phone of phones) expect(phone).toMatch(/^(\+131255501\d\d|\+493023125\d{3}|\+8130000\d{4})$/)
    expect(new Set(phones).size).toBe(phones.length)
  })

  test('has 40 requirements in force, of every kind, and some superseded versions', () => {
    const series = [...Map.groupBy(company.requirements, (one) => one.seriesId).values()]
    const current = series.map((versions) => inForce(versions, NOW)!)
    expect(current.filter(Boolean)).toHaveLength(40)
    expect(new Set(current.map((one) => one.kind))).toEqual(new Set(REQUIREMENT_KINDS))
    expect(series.filter((versions) => versions.length === 2)).toHaveLength(8)
  })

  test('names only steps and workflows that there are in its requirements', () => {
    const steps = new Map(company.workflows.map((one) => [one.key, new Map(one.steps.map((step) => [step.key, step]))]))
    const named = company.requirements.flatMap((one) => one.stepKeys.map((key) => ({ ...one, step: key })))
    for (const { workflowKey, step, departmentId } of named)
      expect(steps.get(workflowKey!)?.get(step)?.departmentId).toBe(departmentId)
  })

  test('gives every debt a number of its own', () => {
    const numbers = company.owed.map((one) => one.id)
    expect(numbers).not.toContain(undefined)
    expect(new Set(numbers).size).toBe(company.owed.length)
  })

  test.each(company.workflows)(
    'has a workflow $key without a fault, of 8 to 13 steps, with work after the delivery',
    (workflow) => {
      const departments = new Map(company.departments.map((one) => [one.id, one.key]))
      const steps = workflow.steps.map((step) => {
        return { ...step, department: departments.get(step.departmentId)!, leadTime: null, clock: 'WORKING' as const }
      })
      expect(workflowFaults({ ...workflow, steps }, new Set(departments.values()))).toEqual([])
      expect(steps.length).toBeGreaterThanOrEqual(8)
      expect(steps.length).toBeLessThanOrEqual(13)
      expect(steps.filter((step) => step.delivers).every((step) => step !== steps.at(-1))).toBe(true)
      expect(steps.every((step) => step.department !== 'sales')).toBe(true)
    },
  )
})
