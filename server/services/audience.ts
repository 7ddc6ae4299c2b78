import type { EventOrder } from '../domain/audience.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Database } from '../storage/database.ts'
import { type OrderOrigin, readOrigins } from '../storage/order-audience.ts'
import type { Directory } from './directory.ts'

/** Orders remembered; none of what is kept of one can change, so the oldest simply makes way. */
const REMEMBERED = 20_000

/** Answers, for the orders that events speak of, who they concern; asks the database once for each order. */
export class Audience {
  private readonly remembered = new Map<number, EventOrder>()
  private readonly departments = new WeakMap<Workflow, ReadonlySet<number>>()
  private readonly database: Database
  private readonly directory: Directory

  constructor(database: Database, directory: Directory) {
    this.database = database
    this.directory = directory
  }

  /** The order if it is remembered. */
  known(orderId: number): EventOrder | undefined {
    return this.remembered.get(orderId)
  }

  /** Those of these orders that there are. */
  async of(orderIds: Iterable<number | null>): Promise<ReadonlyMap<number, EventOrder>> {
    const asked = new Set([...orderIds].filter((id) => id !== null))
    const unknown = [...asked].filter((id) => !this.remembered.has(id))
    if (unknown.length > 0) for (const row of await readOrigins(this.database.pool, unknown)) await this.remember(row)
    return new Map([...asked].flatMap((id) => this.remembered.get(id) ?? []).map((order) => [order.id, order]))
  }

  private async remember({ workflowId, ...order }: OrderOrigin): Promise<void> {
    const workflow = await this.directory.workflowOf(this.database.pool, workflowId)
    if (this.remembered.size >= REMEMBERED) this.remembered.delete(this.remembered.keys().next().value!)
    this.remembered.set(order.id, { ...order, departments: this.departmentsOf(workflow) })
  }

  private departmentsOf(workflow: Workflow): ReadonlySet<number> {
    const known = this.departments.get(workflow) ?? new Set(workflow.steps.map((step) => step.departmentId))
    this.departments.set(workflow, known)
    return known
  }
}
