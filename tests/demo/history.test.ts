import { describe, expect, test } from 'vitest'
import { SMALL_COMPANY } from '../../server/demo/company-size.ts'
import { generateCompany } from '../../server/demo/generate.ts'
import { factOf } from '../../server/domain/event.ts'
import { latestInstant, type Order } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import { personViewer, seesOrder } from '../../server/domain/visibility.ts'
import { STEP_STATES } from '../../server/domain/vocabulary.ts'
import { freshIds, holidaysOf, NOW } from './ids.ts'

/** A Sunday, a night and a day on which Europe has changed its clocks and America has not, beside the ordinary afternoon. */
const MOMENTS = ['2026-11-24T15:00:00Z', '2026-11-22T02:10:00Z', '2026-10-28T23:59:59Z', '2027-04-01T00:00:00Z']
const histories = MOMENTS.map((text, place) => {
  const now = Date.parse(text)
  return { text, now, company: generateCompany(20_261_122 + place, now, freshIds(), SMALL_COMPANY, holidaysOf) }
})
const [{ company }] = histories as [(typeof histories)[number]]

describe.each(histories)('the history of the demo company at $text', ({ now, company }) => {
  test('folds to the orders, event by event in the order of the log', () => {
    const folded = new Map<number, Order>()
    for (const event of company.events) {
      if (event.orderId === null || event.type === 'REQUIREMENT_SATISFIED') continue
      folded.set(event.orderId, fold(folded.get(event.orderId) ?? null, factOf(event), event.orderId))
    }
    expect([...folded.values()]).toEqual(company.orders)
  })

  test('holds nothing that has not happened yet', () => {
    const recorded = company.events.flatMap((event) => [event.at, event.recordedAt])
    const known = company.orders.flatMap((order) => [latestInstant(order), order.deliveredAt ?? 0, order.closedAt ?? 0])
    const settled = company.owed.flatMap((one) => [one.satisfiedAt ?? 0, one.waivedAt ?? 0])
    const read = company.acknowledgements.map((one) => one.at)
    expect([...recorded, ...known, ...settled, ...read].filter((at) => !(at <= now))).toEqual([])
  })

  test('is recorded in the order of time', () => {
    const times = company.events.map((event) => event.recordedAt)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  })

  test('has some 60 orders open, most of the older ones delivered, a few cancelled', () => {
    const count = (state: string) => company.orders.filter((order) => order.state === state).length
    expect(count('OPEN')).toBeGreaterThan(40)
    expect(count('OPEN')).toBeLessThan(90)
    expect(count('CANCELLED')).toBeGreaterThan(2)
    expect(count('CANCELLED')).toBeLessThan(25)
    expect(count('DELIVERED')).toBeGreaterThan(100)
  })

  test('leaves every open order with somebody', () => {
    const open = company.orders.filter((order) => order.state === 'OPEN')
    const isStuck = (order: Order) =>
      order.steps.every((step) => !['READY', 'IN_PROGRESS', 'BLOCKED'].includes(step.state))
    expect(open.filter(isStuck)).toEqual([])
  })
})

describe('the orders of the demo company', () => {
  const steps = company.orders.flatMap((order) => order.steps)
  const open = company.orders.filter((order) => order.state === 'OPEN')

  test('have steps in every state, holds, hand-backs, and some that nobody holds', () => {
    expect(new Set(steps.map((step) => step.state))).toEqual(new Set(STEP_STATES))
    expect(steps.some((step) => step.holds.some((hold) => hold.releasedAt !== null))).toBe(true)
    expect(steps.some((step) => step.returns > 0 && step.runs.length > 1)).toBe(true)
    expect(open.flatMap((order) => order.steps).some((step) => step.state === 'READY' && step.holderId === null)).toBe(
      true,
    )
  })

  test('are late now and then, and kept mostly', () => {
    const day = (at: number) => new Date(at).toISOString().slice(0, 10)
    const judged = company.orders.filter((order) => order.deliveredAt !== null && order.promisedDate !== null)
    const kept = judged.filter((order) => day(order.deliveredAt!) <= order.promisedDate!)
    expect(kept.length / judged.length).toBeGreaterThan(0.6)
    expect(kept.length / judged.length).toBeLessThan(0.95)
    expect(open.some((order) => order.promisedDate !== null && order.promisedDate < day(NOW))).toBe(true)
  })

  test('are seen by their own rep and by no other', () => {
    const reps = company.people.filter((one) => one.isRep)
    const departments = new Map(company.workflows.map((one) => [one.id, new Set(one.steps.map((s) => s.departmentId))]))
    for (const { repId, workflowId } of company.orders) {
      const audience = { repId, departments: departments.get(workflowId)! }
      const seers = reps.filter((rep) => seesOrder(personViewer(rep, 'session'), audience))
      expect(seers.map((rep) => rep.id)).toEqual([repId])
    }
    expect(new Set(company.orders.map((order) => order.repId)).size).toBe(reps.length)
  })

  test('are held by people of the department that performs the step', () => {
    const department = new Map(company.people.map((one) => [one.id, one.departmentId]))
    const workflows = new Map(company.workflows.map((one) => [one.id, one]))
    for (const order of company.orders)
      for (const step of order.steps.filter((one) => one.holderId !== null))
        expect(department.get(step.holderId!)).toBe(workflows.get(order.workflowId)!.steps[step.position]!.departmentId)
  })

  test('take the workflow for a new customer only when the customer has no other order', () => {
    const newCustomer = company.workflows.find((one) => one.key === 'new-customer')!.id
    for (const order of company.orders.filter((one) => one.workflowId === newCustomer)) {
      const earlier = company.orders.filter(
        (one) => one.customerId === order.customerId && one.placedAt < order.placedAt,
      )
      expect(earlier.filter((one) => one.state !== 'CANCELLED' || one.closedAt! > order.placedAt)).toEqual([])
    }
  })

  test('owe accounting its form, and have mostly handed it in by the time of delivery', () => {
    const form = new Set(company.requirements.filter((one) => one.key === 'invoice-form').map((one) => one.id))
    const owed = company.owed.filter((one) => form.has(one.requirementId))
    const delivered = new Set(company.orders.filter((one) => one.state === 'DELIVERED').map((one) => one.id))
    const due = owed.filter((one) => delivered.has(one.orderId))
    const answered = due.filter((one) => one.satisfiedAt !== null || one.waivedAt !== null)
    expect(due.length).toBeGreaterThan(50)
    expect(answered.length / due.length).toBeGreaterThan(0.6)
    expect(answered.length).toBeLessThan(due.length)
  })
})
