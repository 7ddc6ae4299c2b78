import type { Department, Person } from '../domain/directory.ts'
import { currentSteps, type Order, type OrderStep } from '../domain/order.ts'
import { teamOf } from '../domain/order-team.ts'
import { nextSteps } from '../domain/readiness.ts'
import { badInput, forbidden, notFound } from '../domain/refusal.ts'
import { seesOrder, type VisibleOrders, visibleOrders } from '../domain/visibility.ts'
import type { Instant, OrderState } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { customerByKey } from '../storage/customer-queries.ts'
import { countOrders, ORDER_SORTS, type OrderCriteria, type OrderSort, pageOrders } from '../storage/order-queries.ts'
import { cursorsOf, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'

/** A step together with its order, of which it is a part. */
export type StepInOrder = { readonly order: Order; readonly step: OrderStep }

/** The order, if the viewer sees it. */
export async function orderById(request: Request, id: number | null): Promise<Order | null> {
  const order = id === null ? null : await request.loaders.order.load(id)
  if (!order || request.seenOrders?.has(order.id)) return order
  const { steps } = request.baton.directory.workflowById(order.workflowId)
  const departments = new Set(steps.map((step) => step.departmentId))
  return seesOrder(request.viewer, { repId: order.repId, departments }) ? order : null
}

export async function orderByNumber(request: Request, number: string): Promise<Order | null> {
  return orderById(request, await request.loaders.orderId.load(number))
}

/** The order that the request has just changed or placed. A rep may place one for another rep; a token that cannot read is told so. */
export async function changedOrder(request: Request, id: number): Promise<Order> {
  const order = request.viewer.person ? await request.loaders.order.load(id) : await orderById(request, id)
  if (order) return order
  throw forbidden('It is done, but this token may not read the order: it lacks ORDERS_READ')
}

export function visibleTo({ viewer, baton }: Request): VisibleOrders {
  return visibleOrders(viewer, baton.directory.workflows())
}

/** As the API's OrderFilter: natural keys. */
export type OrderFilter = {
  readonly state?: OrderState | null
  readonly rep?: string | null
  readonly customer?: string | null
  readonly department?: string | null
  readonly channel?: string | null
  readonly circumstances?: readonly string[] | null
  readonly search?: string | null
  readonly placedFrom?: Instant | null
  readonly placedTo?: Instant | null
}

/** The orders that the viewer sees and the filter lets through. NOT_FOUND names a rep, customer or department that is not there. */
export async function filterOrders(
  request: Request,
  filter: OrderFilter,
  sort: OrderSort,
  args: PageArgs,
): Promise<Page<Order>> {
  const { rep, customer, department, search, ...plain } = filter
  const criteria = {
    ...plain,
    search: searchText('filter.search', search),
    repId: named('filter.rep', rep, request.baton.directory.people.byKey(rep ?? '')),
    customerId: named('filter.customer', customer, await customerOf(request, customer)),
    workflowIds: performedBy(request, department),
  }
  return listOrders(request, criteria, sort, args)
}

export async function listOrders(
  request: Request,
  criteria: Omit<OrderCriteria, 'visible'>,
  sort: OrderSort,
  args: PageArgs,
): Promise<Page<Order>> {
  const tx = request.baton.database.pool
  const seen = { ...criteria, visible: visibleTo(request) }
  return readPage(cursorsOf(ORDER_SORTS[sort]), args, {
    rows: async (window) => withOrders(request, await pageOrders(tx, seen, sort, window)),
    nodeOf: (row) => row.order,
    count: () => countOrders(tx, seen),
  })
}

/** Adds to rows that name orders, found just now and visible, the orders themselves. */
export async function withOrders<R extends { readonly orderId: number }>(
  { loaders }: Request,
  rows: readonly R[],
): Promise<(R & { readonly order: Order })[]> {
  const orders = await Promise.all(rows.map((row) => loaders.order.load(row.orderId)))
  return rows.map((row, index) => ({ ...row, order: orders[index]! }))
}

/** A text to look for: null where it says nothing. */
export function searchText(field: string, text: string | null | undefined): string | null {
  const wanted = text?.trim() || null
  if (wanted !== null && wanted.length > SEARCH_LIMIT)
    throw badInput(field, `is longer than ${SEARCH_LIMIT} characters`, wanted, SEARCH_LIMIT)
  return wanted
}

const SEARCH_LIMIT = 200

export function workflowOf({ baton }: Request, order: Order): Workflow {
  return baton.directory.workflowById(order.workflowId)
}

export function stepsOf(order: Order): StepInOrder[] {
  return order.steps.map((step) => ({ order, step }))
}

/** Who has it now. */
export function currentOf(order: Order): StepInOrder[] {
  return currentSteps(order).map((step) => ({ order, step }))
}

/** Who gets it next. */
export function nextOf(request: Request, order: Order): StepInOrder[] {
  return nextSteps(workflowOf(request, order), order).map((step) => ({ order, step }))
}

export function teamOfOrder(request: Request, order: Order): Person[] {
  const { departments, people } = request.baton.directory
  const leadOf = (id: number) => (departments.byId(id) as Department).leadId
  return teamOf(order, workflowOf(request, order), leadOf).flatMap((id) => people.byId(id) ?? [])
}

async function customerOf({ baton }: Request, key: string | null | undefined) {
  return typeof key === 'string' ? customerByKey(baton.database.pool, key) : null
}

/** Null where no key was given; NOT_FOUND where there is nothing by it. */
function named(field: string, key: string | null | undefined, found: { readonly id: number } | null): number | null {
  if (typeof key !== 'string') return null
  if (!found) throw notFound(field, key)
  return found.id
}

/** The workflow versions in which the department has a step. */
function performedBy({ baton }: Request, key: string | null | undefined): number[] | null {
  const id = named('filter.department', key, baton.directory.departments.byKey(key ?? ''))
  if (id === null) return null
  const performs = (workflow: Workflow) => workflow.steps.some((step) => step.departmentId === id)
  return baton.directory
    .workflows()
    .filter(performs)
    .map((workflow) => workflow.id)
}
