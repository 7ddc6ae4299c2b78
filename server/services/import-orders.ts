import { eventsOf, type NewEvent } from '../domain/event.ts'
import { type HistoryRules, historyRules, publishedOrdinary, type StepActivity } from '../domain/history-rules.ts'
import type { Order } from '../domain/order.ts'
import { orderHistory } from '../domain/order-history.ts'
import type { OrderHeader } from '../domain/placing.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { ActivityLog, LoggedOrder } from '../interop/activity-log.ts'
import { ordinarySteps } from '../interop/discovery.ts'
import type { ImportDirectory } from './import-directory.ts'

/** The key of each step by the name that the log has for it. */
export type StepKeys = ReadonlyMap<string, string>
/** What the orders of one import have in common. */
export type ImportFrame = {
  readonly timeZone: string
  readonly rules: HistoryRules
  readonly keys: StepKeys
  readonly directory: ImportDirectory
  readonly recordedAt: Instant
}
export type Told = { readonly orders: readonly Order[]; readonly events: readonly NewEvent[] }

/** How the log is to be read that its orders did not go through a step. */
export function rulesOf(log: ActivityLog, workflow: Workflow, keys: StepKeys): HistoryRules {
  return historyRules(workflow, ordinaryOf(log, workflow, keys))
}

/** Tells the past of logged orders, each under the number in the database that stands at its place. */
export function tellOrders(frame: ImportFrame, logged: readonly LoggedOrder[], ids: readonly number[]): Told {
  const { rules, recordedAt } = frame
  const histories = logged.map((order, index) =>
    orderHistory(rules, headerOf(frame, order, ids[index]!), activitiesOf(frame, order), order.deliveredAt),
  )
  const by = { actor: null, recordedAt, imported: true }
  const events = histories.flatMap(({ order, facts }) => eventsOf(order, rules.workflow, facts, by))
  return { orders: histories.map(({ order }) => order), events }
}

/** A log is all that is known of a workflow that was found in it; of a published one the workflow itself says what is to come. */
function ordinaryOf(log: ActivityLog, workflow: Workflow, keys: StepKeys): ReadonlySet<string> {
  if (workflow.discovered) return new Set([...ordinarySteps(log)].map((step) => keys.get(step)!))
  const went = Iterator.from(log.orders).map(
    (order) => new Set(order.activities.map((activity) => keys.get(activity.step)!)),
  )
  return publishedOrdinary(workflow, went)
}

function headerOf({ timeZone, directory }: ImportFrame, order: LoggedOrder, id: number): OrderHeader {
  const { number, channel, circumstances, attributes, placedAt, promisedDate } = order
  return {
    ...{ id, number, channel, circumstances, attributes, placedAt, promisedDate, timeZone },
    externalIds: [],
    customerId: order.customer === null ? null : directory.customers.ids.get(order.customer)!,
    repId: order.rep === null ? null : directory.people.ids.get(order.rep)!,
    lines: order.lines.map(({ sku, quantity }) => ({ productId: directory.products.ids.get(sku)!, quantity })),
    requestedDate: null,
  }
}

function activitiesOf({ keys, directory }: ImportFrame, { activities }: LoggedOrder): StepActivity[] {
  return activities.map(({ step, holder, startedAt, finishedAt }) => {
    const holderId = holder === null ? null : directory.people.ids.get(holder)!
    return { step: keys.get(step)!, holderId, startedAt, finishedAt }
  })
}
