import { describe, expect, test } from 'vitest'
import { FULL_COMPANY } from '../../server/demo/company-size.ts'
import { generateCompany } from '../../server/demo/generate.ts'
import { CURRENT, type Order } from '../../server/domain/order.ts'
import { freshIds, holidaysOf, NOW } from './ids.ts'

/** What `npm start` shows: half a year of a firm. */
const company = generateCompany(20_261_122, NOW, freshIds(FULL_COMPANY), FULL_COMPANY, holidaysOf)
const { orders } = company
const DAY = 86_400_000
const day = (at: number) => new Date(at).toISOString().slice(0, 10)
const share = <T>(list: readonly T[], fits: (one: T) => boolean) => list.filter(fits).length / list.length

const workflows = new Map(company.workflows.map((one) => [one.id, one]))
const departments = new Map(company.departments.map((one) => [one.id, one.key]))
const steps = orders.flatMap((order) =>
  order.steps.map((step) => {
    const { departmentId } = workflows.get(order.workflowId)!.steps[step.position]!
    return { ...step, department: departments.get(departmentId)! }
  }),
)

describe('the full demo company', () => {
  test('has 12 departments, 80 people, 150 customers, 60 products, 40 requirements and 3,000 orders of 180 days', () => {
    const { departments, people, customers, products, requirements } = company
    const counts = [departments, people, customers, products, orders].map((list) => list.length)
    expect(counts).toEqual([12, 80, 150, 60, 3_000])
    expect(requirements.filter((one) => one.effectiveTo === null)).toHaveLength(40)
    expect(new Set(customers.map((one) => one.key)).size).toBe(150)
    expect((NOW - Math.min(...orders.map((order) => order.placedAt))) / DAY).toBeGreaterThan(175)
  })

  test('takes fewer orders on a Friday and in August, more towards the end of the year', () => {
    const on = (weekday: number) => share(orders, ({ placedAt }) => new Date(placedAt).getUTCDay() === weekday)
    const inMonth = (month: string) => share(orders, ({ placedAt }) => day(placedAt).startsWith(month))
    expect(on(1)).toBeGreaterThan(1.3 * on(5))
    expect(on(0) + on(6)).toBeLessThan(0.01)
    expect(inMonth('2026-10')).toBeGreaterThan(1.4 * inMonth('2026-08'))
  })

  test('has a product that sells several times as often as before', () => {
    const product = company.products.find((one) => one.sku === 'KD-90')!
    const sold = (list: readonly Order[]) =>
      share(list, (order) => order.lines.some((line) => line.productId === product.id))
    const isRecent = (order: Order) => order.placedAt > NOW - 30 * DAY
    expect(sold(orders.filter(isRecent))).toBeGreaterThan(
      3 * sold(orders.filter((order) => order.placedAt < NOW - 90 * DAY)),
    )
  })

  test('delivers most orders early, some late, and has every seventh or so handed back on the way', () => {
    const judged = orders.filter((order) => order.deliveredAt !== null && order.promisedDate !== null)
    const late = share(judged, (order) => day(order.deliveredAt!) > order.promisedDate!)
    expect(late).toBeGreaterThan(0.12)
    expect(late).toBeLessThan(0.3)
    const returned = share(orders, (order) => order.steps.some((step) => step.returns > 0))
    expect(returned).toBeGreaterThan(0.08)
    expect(returned).toBeLessThan(0.25)
  })

  test('has customers who come back in their rhythm, and new ones all along', () => {
    const byCustomer = [...Map.groupBy(orders, (order) => order.customerId).values()]
    const firsts = byCustomer.map((list) => Math.min(...list.map((order) => order.placedAt)))
    expect(share(byCustomer, (list) => list.length > 5)).toBeGreaterThan(0.6)
    expect(firsts.filter((at) => at > NOW - 90 * DAY).length).toBeGreaterThan(10)
    const newcomers = orders.filter((order) => workflows.get(order.workflowId)!.key === 'new-customer')
    expect(newcomers.length).toBeGreaterThan(25)
    expect(newcomers.length).toBeLessThan(75)
  })

  test('gives the people of a department different amounts of work', () => {
    const runs = steps.flatMap((step) => step.runs)
    const done = Map.groupBy(runs, (run) => run.holderId)
    for (const { id } of company.departments) {
      const members = company.people.filter((person) => person.departmentId === id && !person.isRep)
      const loads = members.map((person) => done.get(person.id)?.length ?? 0)
      if (loads.length > 1) expect(Math.max(...loads)).toBeGreaterThan(1.5 * Math.min(...loads))
    }
  })

  test('has every department with work before it, some of it held by nobody, and none with all that is open', () => {
    const open = steps.filter((step) => CURRENT.has(step.state))
    const queues = Map.groupBy(open, (step) => step.department)
    expect(queues.size).toBe(11)
    for (const queue of queues.values()) expect(queue.length / open.length).toBeLessThan(0.35)
    const ready = open.filter((step) => step.state === 'READY')
    expect(share(ready, (step) => step.holderId === null)).toBeGreaterThan(0.3)
    expect(share(ready, (step) => step.holderId === null)).toBeLessThan(0.9)
    expect(share(open, (step) => step.state === 'BLOCKED')).toBeLessThan(0.15)
    expect(orders.filter((order) => order.state === 'OPEN').length).toBeLessThan(600)
  })
})
