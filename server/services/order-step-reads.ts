import type { Department, Person } from '../domain/directory.ts'
import type { Hold, Order } from '../domain/order.ts'
import type { AskedParts, OrderParts } from '../domain/order-parts.ts'
import { predecessors } from '../domain/readiness.ts'
import { badInput } from '../domain/refusal.ts'
import { visibleWithStepOf } from '../domain/visibility.ts'
import type { Instant, StepState } from '../domain/vocabulary.ts'
import type { Window } from '../storage/keyset.ts'
import type { QueueCriteria } from '../storage/order-criteria.ts'
import { countQueue, pageQueue, QUEUE_SORT } from '../storage/order-queries.ts'
import type { QueuedStep, ReadOrder } from '../storage/order-row.ts'
import type { Baton } from './baton.ts'
import { orderByKey } from './order-as-of.ts'
import { ordersOf, partsToRead, stepOf } from './order-parts.ts'
import { changedOrder, type StepInOrder, visibleTo, workflowOf } from './order-reads.ts'
import { cursorsOf, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'
import type { StepInWorkflow } from './workflow-reads.ts'

export type HoldOnStep = StepInOrder & { readonly hold: Hold }

/** The step of an order at its place, as it is or as it stood, if the viewer sees the order. */
export async function stepAt(
  request: Request,
  orderId: number | null,
  position: number | null,
  asOf?: Instant,
): Promise<StepInOrder | null> {
  const order = await orderByKey(request, orderId, asOf)
  const step = position === null ? undefined : order?.steps[position]
  return order && step ? { order, step } : null
}

/** The step that the request has just changed. */
export async function changedStep(
  request: Request,
  { orderId, position }: { orderId: number; position: number },
): Promise<StepInOrder> {
  const order = await changedOrder(request, orderId)
  return { order, step: order.steps[position]! }
}

export async function holdAt(
  request: Request,
  [orderId = 0, position = 0, number = 0, asOf]: readonly number[],
): Promise<HoldOnStep | null> {
  const found = await stepAt(request, orderId, position, asOf)
  const hold = found?.step.holds[number - 1]
  return found && hold ? { ...found, hold } : null
}

export function definitionOf(request: Request, { order, step }: StepInOrder): StepInWorkflow {
  const workflow = workflowOf(request, order)
  return { workflow, step: workflow.steps[step.position]! }
}

export function departmentOf(request: Request, step: StepInOrder): Department {
  return request.baton.directory.departments.byId(definitionOf(request, step).step.departmentId)!
}

/** Whom to ask: the holder, else the department's lead. */
export function contactOf(request: Request, step: StepInOrder): Person | null {
  return request.baton.directory.people.byId(step.step.holderId ?? departmentOf(request, step).leadId)
}

export function dependenciesOf(request: Request, { order, step }: StepInOrder): StepInOrder[] {
  const keys = new Set(predecessors(workflowOf(request, order), step.key))
  return order.steps.filter(({ key }) => keys.has(key)).map((before) => ({ order, step: before }))
}

const QUEUED: readonly StepState[] = ['READY', 'IN_PROGRESS', 'BLOCKED']

/** A department's work at hand, most urgent first, of the orders that the viewer sees, each as far as is asked. */
export async function queueOf(
  request: Request,
  departmentId: number,
  { states, ...args }: PageArgs & { readonly states?: readonly StepState[] | null },
  parts: AskedParts,
): Promise<Page<StepInOrder>> {
  const { database } = request.baton
  const criteria = { departmentId, states: checkStates(states ?? QUEUED), visible: visibleTo(request) }
  return readPage(cursorsOf(QUEUE_SORT), args, {
    rows: async (window) => {
      const found = await pageSeen(request.baton, criteria, window, partsToRead(parts))
      const orders = await ordersOf(
        request,
        found.map(({ order }) => order),
        parts,
      )
      return found.map(({ step }, index) => queueRow(orders[index]!, step))
    },
    nodeOf: ({ order, read }) => ({ order, step: parts ? stepOf(request, order, read) : order.steps[read.position]! }),
    count: () => countQueue(database, criteria),
  })
}

/** Without asking of each step whether its order is seen, where all of the queue is: only a version that came meanwhile makes it ask. */
async function pageSeen({ database, directory }: Baton, criteria: QueueCriteria, window: Window, parts: OrderParts) {
  const { departmentId, visible } = criteria
  const here = visibleWithStepOf(departmentId, visible, directory.workflows())
  const found = await pageQueue(database, { ...criteria, visible: here }, window, parts)
  const isSeen = ({ order }: { order: ReadOrder }) => visible.all || visible.workflowIds.includes(order.head.workflowId)
  return visible === here || found.every(isSeen) ? found : pageQueue(database, criteria, window, parts)
}

function queueRow(order: Order, read: QueuedStep) {
  return { order, read, place: [order.promisedDate, read.sortedAt, order.id, read.position] }
}

function checkStates(states: readonly StepState[]): readonly StepState[] {
  const strange = states.find((state) => !QUEUED.includes(state))
  if (states.length === 0 || strange)
    throw badInput('states', `a queue holds work that is ${QUEUED.join(', ')}`, states, QUEUED)
  return [...new Set(states)]
}
