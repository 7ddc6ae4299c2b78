import { eq, exists, gte, ilike, lt, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { orderExternalId, orderRequirement, orderStep, orders } from '../../drizzle/order-tables.ts'
import { customer } from '../../drizzle/tables.ts'
import type { VisibleOrders } from '../domain/visibility.ts'
import { type Instant, ORDER_STATES, type OrderState, type StepState } from '../domain/vocabulary.ts'
import { anyOf, idList } from './ids.ts'
import { containing } from './search.ts'

/** Which orders are meant; whatever is left out does not narrow. */
export type OrderCriteria = {
  readonly visible: VisibleOrders
  readonly state?: OrderState | null
  readonly repId?: number | null
  readonly customerId?: number | null
  /** Workflow versions, of which the order has one. */
  readonly workflowIds?: readonly number[] | null
  readonly channel?: string | null
  /** All of them. */
  readonly circumstances?: readonly string[] | null
  /** In the number, an external id or the customer's name. */
  readonly search?: string | null
  /** From this instant on. */
  readonly placedFrom?: Instant | null
  /** Before this instant. */
  readonly placedTo?: Instant | null
  /** A requirement that it owes. */
  readonly requirementId?: number | null
}

/** Work that a department has before it. */
export type QueueCriteria = {
  readonly visible: VisibleOrders
  readonly departmentId: number
  readonly states: readonly StepState[]
}

/** Of what is given, the value as the statement takes it. What is not given has none. */
export type Given = Readonly<Record<string, string | number>>

/** What the criteria give to a statement of their shape. */
export function givenBy({ visible, ...criteria }: Partial<OrderCriteria> & { readonly visible: VisibleOrders }): Given {
  const { repId, customerId, workflowIds, channel, circumstances, placedFrom, placedTo, search, requirementId } =
    criteria
  return present({
    ...givenByVisible(visible),
    repId,
    customerId,
    workflowIds: workflowIds && idList(workflowIds),
    channel,
    circumstances: circumstances?.length ? JSON.stringify(circumstances) : null,
    placedFrom: typeof placedFrom === 'number' ? new Date(placedFrom).toISOString() : null,
    placedTo: typeof placedTo === 'number' ? new Date(placedTo).toISOString() : null,
    search: search ? containing(search) : null,
    requirementId,
  })
}

export function givenByVisible(visible: VisibleOrders): Given {
  if (visible.all) return {}
  return present({ seenRep: visible.repId, seenWorkflows: idList(visible.workflowIds) })
}

/** The conditions on `orders` that all must hold; `given` says which there are and is filled in later. */
export function matching(given: Given, state: OrderState | null | undefined): (SQL | undefined)[] {
  const when = (name: string, condition: (value: Placeholder) => SQL | undefined) =>
    name in given ? condition(sql.placeholder(name)) : undefined
  return [
    isSeen(given),
    state ? isState(state) : undefined,
    when('repId', (id) => eq(orders.repId, id)),
    when('customerId', (id) => eq(orders.customerId, id)),
    when('workflowIds', (ids) => anyOf(orders.workflowId, ids)),
    when('channel', (channel) => eq(orders.channel, channel)),
    when(
      'circumstances',
      (all) => sql`${orders.circumstances} @> array(select jsonb_array_elements_text(${all}::jsonb))`,
    ),
    when('placedFrom', (at) => gte(orders.placedAt, at)),
    when('placedTo', (at) => lt(orders.placedAt, at)),
    when('search', isFound),
    when('requirementId', owes),
  ]
}

/** The conditions on `order_step` and `orders` of what is at hand in a department. */
export function queued(given: Given, states: readonly StepState[]): (SQL | undefined)[] {
  return [
    eq(orderStep.departmentId, sql.placeholder('departmentId')),
    isCurrent(),
    states.length === 3 ? undefined : or(...states.map((state) => sql`${orderStep.state} = ${literal(state)}`)),
    isSeen(given),
  ]
}

/** In the words of the index of queues: somebody has the step now. */
export function isCurrent(): SQL {
  return sql`${orderStep.state} in ('READY', 'IN_PROGRESS', 'BLOCKED')`
}

/** What `VisibleOrders` says, over the columns of `orders`. */
export function isVisible(visible: VisibleOrders): SQL | undefined {
  return visible.all ? undefined : seenBy(visible.repId, visible.workflowIds)
}

/** `isVisible`, to be filled in; `givenByVisible` is what with. */
function isSeen(given: Given): SQL | undefined {
  if (!('seenWorkflows' in given)) return undefined
  return seenBy('seenRep' in given ? sql.placeholder('seenRep') : null, sql.placeholder('seenWorkflows'))
}

function seenBy(repId: number | Placeholder | null, workflowIds: readonly number[] | Placeholder): SQL | undefined {
  return or(repId === null ? sql`false` : eq(orders.repId, repId), anyOf(orders.workflowId, workflowIds))
}

/** Written out, so that an index of the orders in one state serves. */
function isState(state: OrderState): SQL {
  return sql`${orders.state} = ${literal(ORDER_STATES.find((one) => one === state)!)}`
}

/** A word of the vocabulary, written out. */
function literal(word: OrderState | StepState): SQL {
  return sql.raw(`'${word}'`)
}

function isFound(pattern: Placeholder): SQL | undefined {
  const named = sql`select ${orderExternalId.orderId} from ${orderExternalId} where ${ilike(orderExternalId.externalId, pattern)}`
  const bought = sql`select ${customer.id} from ${customer} where ${ilike(customer.name, pattern)}`
  return or(ilike(orders.number, pattern), sql`${orders.id} in (${named})`, sql`${orders.customerId} in (${bought})`)
}

function owes(requirementId: Placeholder): SQL {
  return exists(
    sql`(select 1 from ${orderRequirement} where ${orderRequirement.orderId} = ${orders.id} and ${orderRequirement.requirementId} = ${requirementId})`,
  )
}

function present(values: Record<string, string | number | null | undefined>): Given {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as Given
}
