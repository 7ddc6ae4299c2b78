import type { EventOrder } from '../domain/audience.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Database } from '../storage/database.ts'
import { type OrderOrigin, readOrigins } from '../storage/order-audience.ts'
import type { Directory } from './directory.ts'

/** Orders remembered; none of what is kept of one can change, so the oldest simply makes way. */
const REMEMBERED = 20_000

/** Answers, for the orders that events speak of, who they concern; asks the database once for each order. */
export class Audience {
  private readonly known = new Map<number, EventOrder>()
  private readonly departments = new WeakMap<Workflow, ReadonlySet<number>>()
  private readonly database: Database
  private readonly directory: Directory

  constructor(database: Database, directory: Directory) {
    this.database = database
    this.directory = directory
  }

  async of(orderIds: Iterable<number | null>): Promise<ReadonlyMap<number, EventOrder>> {
    const asked = new Set([...orderIds].filter((id) => id !== null))
    const unknown = [...asked].filter((id) => !this.known.has(id))
    if (unknown.length > 0) for (const row of await readOrigins(this.database.pool, unknown)) await this.remember(row)
    return new Map([...asked].flatMap((id) => this.known.get(id) ?? []).map((order) => [order.id, order]))
  }

  private async remember({ workflowId, ...order }: OrderOrigin): Promise<void> {
    const workflow = await this.directory.workflowOf(this.database.pool, workflowId)
    if (this.known.size >= REMEMBERED) this.known.delete(this.known.keys().next().value!)
    this.known.set(order.id, { ...order, departments: this.departmentsOf(workflow) })
  }

  private departmentsOf(workflow: Workflow): ReadonlySet<number> {
    const known = this.departments.get(workflow) ?? new Set(workflow.steps.map((step) => step.departmentId))
    this.departments.set(workflow, known)
    return known
  }
}
