import type { Department, Person } from '../domain/directory.ts'
import { currentSteps, type Order, type OrderStep } from '../domain/order.ts'
import type { AskedParts } from '../domain/order-parts.ts'
import { teamOf } from '../domain/order-team.ts'
import { nextSteps } from '../domain/readiness.ts'
import { badInput, forbidden, notFound } from '../domain/refusal.ts'
import { seesOrder, type VisibleOrders, visibleOrders } from '../domain/visibility.ts'
import type { Instant, OrderState } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { customerByKey } from '../storage/customer-queries.ts'
import type { OrderCriteria } from '../storage/order-criteria.ts'
import * as stored from '../storage/order-queries.ts'
import { ordersOf, partsToRead } from './order-parts.ts'
import { cursorsOf, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'

/** A step together with its order, of which it is a part. */
export type StepInOrder = { readonly order: Order; readonly step: OrderStep }

/** The order, whole, if the viewer sees it. */
export async function orderById(request: Request, id: number | null): Promise<Order | null> {
  const order = id === null ? null : await request.loaders.order.load(id)
  return order && isSeen(request, order) ? order : null
}

/** The order of that number as far as is asked, if the viewer sees it. */
export async function orderByNumber(request: Request, number: string, parts: AskedParts): Promise<Order | null> {
  if (!parts) return orderById(request, await request.loaders.orderId.load(number))
  const found = await stored.orderByNumber(request.baton.database, number, parts)
  const [order] = found ? await ordersOf(request, [found], parts) : []
  return order && isSeen(request, order) ? order : null
}

function isSeen(request: Request, order: Order): boolean {
  if (request.seenOrders?.has(order.id)) return true
  const departments = new Set(workflowOf(request, order).steps.map((step) => step.departmentId))
  return seesOrder(request.viewer, { repId: order.repId, departments })
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
  sort: stored.OrderSort,
  args: PageArgs,
  parts: AskedParts,
): Promise<Page<Order>> {
  const { rep, customer, department, search, ...plain } = filter
  const criteria = {
    ...plain,
    search: searchText('filter.search', search),
    repId: named('filter.rep', rep, request.baton.directory.people.byKey(rep ?? '')),
    customerId: named('filter.customer', customer, await customerOf(request, customer)),
    workflowIds: performedBy(request, department),
  }
  return listOrders(request, criteria, sort, args, parts)
}

/** A page of those of the orders that the viewer sees, each as far as is asked. */
export async function listOrders(
  request: Request,
  criteria: Omit<OrderCriteria, 'visible'>,
  sort: stored.OrderSort,
  args: PageArgs,
  parts: AskedParts,
): Promise<Page<Order>> {
  const { database } = request.baton
  const seen = { ...criteria, visible: visibleTo(request) }
  return readPage(cursorsOf(stored.ORDER_SORTS[sort]), args, {
    rows: async (window) => {
      const found = await stored.pageOrders(database, seen, sort, window, partsToRead(parts))
      const orders = await ordersOf(request, found, parts)
      return found.map(({ head }, index) => ({ order: orders[index]!, place: stored.placeOf(head, sort) }))
    },
    nodeOf: ({ order }) => order,
    count: () => stored.countOrders(database, seen),
  })
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
