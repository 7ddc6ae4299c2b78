import type { Person } from '../domain/directory.ts'
import type { OrderRuns, Run } from '../interop/export/run-row.ts'
import type { Tx } from '../storage/database.ts'
import { begunRunsOf, type ExportedOrder, linesOf, ordersAfter, type Period } from '../storage/export-queries.ts'
import { type ExportedReference, loadReference } from './export-keys.ts'

const ORDERS = 500

/** The orders of a period with the runs that have begun, chunk by chunk. */
export async function* runsOf(tx: Tx, period: Period): AsyncGenerator<readonly OrderRuns[]> {
  const names = new Names(await loadReference(tx))
  for (let after = 0; ; ) {
    const orders = await ordersAfter(tx, period, after, ORDERS)
    const ids = orders.map((order) => order.id)
    const lines = Map.groupBy(await linesOf(tx, ids), (line) => line.orderId)
    const runs = Map.groupBy(await begunRunsOf(tx, ids), (run) => run.orderId)
    yield orders.map((order) => names.orderRuns(order, lines.get(order.id) ?? [], runs.get(order.id) ?? []))
    if (orders.length < ORDERS) return
    after = ids.at(-1)!
  }
}

type Line = Awaited<ReturnType<typeof linesOf>>[number]
type BegunRun = Awaited<ReturnType<typeof begunRunsOf>>[number]

class Names {
  private readonly people: ReadonlyMap<number | null, Person>
  private readonly customers: ReadonlyMap<number | null, string>
  private readonly products: ReadonlyMap<number, string>
  private readonly departments: ReadonlyMap<number, { readonly key: string; readonly name: string }>
  private readonly workflows: ReadonlyMap<number, ExportedReference['workflows'][number]>

  constructor({ people, customers, products, departments, workflows }: ExportedReference) {
    this.people = new Map(people.map((one) => [one.id, one]))
    this.customers = new Map(customers.map((one) => [one.id, one.key]))
    this.products = new Map(products.map((one) => [one.id, one.sku]))
    this.departments = new Map(departments.map((one) => [one.id, one]))
    this.workflows = new Map(workflows.map((one) => [one.id, one]))
  }

  orderRuns(order: ExportedOrder, lines: readonly Line[], runs: readonly BegunRun[]): OrderRuns {
    return {
      order: order.number,
      customer: this.customers.get(order.customerId) ?? null,
      rep: this.people.get(order.repId)?.key ?? null,
      channel: order.channel,
      circumstances: order.circumstances,
      placed: order.placedAt,
      promised: order.promisedDate,
      delivered: order.deliveredAt,
      lines: lines.map(({ productId, quantity }) => ({ product: this.products.get(productId)!, quantity })),
      runs: runs.map((run) => this.run(order.workflowId, run)),
    }
  }

  private run(workflowId: number, { position, number, startedAt, finishedAt, holderId }: BegunRun): Run {
    const step = this.workflows.get(workflowId)!.steps[position]!
    const department = this.departments.get(step.departmentId)!
    const holder = this.people.get(holderId)
    return {
      step: step.key,
      number,
      start: startedAt,
      finish: finishedAt,
      holder: holder?.key ?? null,
      holderName: holder?.name ?? null,
      department: department.key,
      departmentName: department.name,
    }
  }
}
