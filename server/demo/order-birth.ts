import { stepApplies, workflowApplies } from '../domain/applying.ts'
import type { OrderFacts } from '../domain/condition.ts'
import type { Fact } from '../domain/fact.ts'
import type { Order } from '../domain/order.ts'
import { placeOrder } from '../domain/placing.ts'
import { localDate } from '../domain/time.ts'
import type { CalendarDate } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { named, type Reference } from './company.ts'
import type { OrderPlan } from './order-plans.ts'
import { SPARE_PARTS } from './products.ts'
import type { Random } from './random.ts'
import { WORKFLOWS } from './workflows.ts'

export function factsOf(reference: Reference, plan: OrderPlan, isNewCustomer: boolean): OrderFacts {
  const { number, customer, channel, circumstances, attributes } = plan
  const lines = plan.lines.map(({ productId, quantity }) => {
    const { sku, category } = reference.products.find(({ id }) => id === productId)!
    return { sku, category: category ?? '', quantity: Number(quantity) }
  })
  const rep = reference.people.find(({ id }) => id === plan.repId)?.key ?? ''
  return { number, customer: customer.key, isNewCustomer, rep, channel, circumstances, attributes, lines }
}

export type Birth = {
  readonly order: Order
  readonly facts: readonly Fact[]
  readonly workflow: Workflow
  /** What its conditions were asked of. */
  readonly known: OrderFacts
}

/** Places a planned order in the workflow that fits it, with the date that its rep promises. */
export function bear(reference: Reference, plan: OrderPlan, known: OrderFacts, random: Random): Birth {
  const workflow = workflowFor(reference, known)
  const applies = stepApplies(workflow, known)
  const { customer, at: placedAt, pace: _, isKnownCustomer: __, ...header } = plan
  const delivering = workflow.steps.findLast((step) => step.delivers && applies(step))!
  const { timeZone } = reference.departments.find(({ id }) => id === delivering.departmentId)!
  const dates = datesOf(localDate(placedAt, timeZone), quotedDays(workflow, known), random)
  const born = placeOrder(workflow, { ...header, ...dates, customerId: customer.id, placedAt, timeZone }, applies)
  return { ...born, workflow, known }
}

/** The most recently published of those that fit. */
function workflowFor({ workflows }: Reference, facts: OrderFacts): Workflow {
  const fitting = workflows.filter((workflow) => workflowApplies(workflow, facts))
  return fitting.reduce((latest, workflow) => (workflow.publishedAt > latest.publishedAt ? workflow : latest))
}

function quotedDays(workflow: Workflow, { circumstances, lines }: OrderFacts): number {
  const { quotedDays: days } = named(WORKFLOWS, workflow.key)
  const fromStock = lines.every((line) => line.category === SPARE_PARTS) ? 0.5 : 1
  return Math.ceil(days * fromStock * (circumstances.includes('rush') ? 0.7 : 1))
}

function datesOf(placed: CalendarDate, quoted: number, random: Random) {
  const day = Temporal.PlainDate.from(placed)
  const promised = weekday(day.add({ days: quoted + random.whole(-2, 3) }))
  const sooner = Math.min(random.pick([0, 0, 0, 2, 5, 9]), Math.floor(quoted / 3))
  const requested = weekday(promised.subtract({ days: sooner }))
  const requestedDate = random.chance(0.75) ? requested.toString() : null
  return { requestedDate, promisedDate: random.chance(0.96) ? promised.toString() : null }
}

/** The day itself, or the Monday after it. */
export function weekday(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.add({ days: date.dayOfWeek > 5 ? 8 - date.dayOfWeek : 0 })
}
