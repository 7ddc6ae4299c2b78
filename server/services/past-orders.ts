import DataLoader from 'dataloader'
import type { PastRun } from '../domain/forecast-ground.ts'
import { type PastOrder, placesOf, runsOfStep } from '../domain/past-order.ts'
import type { Workflow } from '../domain/workflow.ts'
import { ordersChanged, recentOrders } from '../storage/past-order-queries.ts'
import type { Baton } from './baton.ts'
import type { StepInWorkflow } from './workflow-reads.ts'

/** Orders of a workflow, over all its versions, that are remembered: the most recently placed. */
export const REMEMBERED_ORDERS = 1_000
/** Workflows whose orders are remembered; the one that was not asked about for the longest makes way. */
const REMEMBERED_WORKFLOWS = 50
/** So many events later the orders are read anew rather than those that changed. */
const FAR_BEHIND = 5_000

/** The most recently placed orders of a workflow, the newest first, as of the event `head` of the feed. */
type Remembered = { readonly head: number; readonly orders: readonly PastOrder[] }

/** What this process remembers of past orders. Whoever asks is answered as of the head of the feed, whether or not a wake-up came. */
class PastOrders {
  private readonly known = new Map<string, Remembered>()
  private readonly baton: Baton
  private reading: Promise<unknown> = Promise.resolve()
  private readonly loader = new DataLoader<string, readonly PastOrder[]>((keys) => this.inTurn(keys), { cache: false })

  constructor(baton: Baton) {
    this.baton = baton
  }

  of(workflowKey: string): Promise<readonly PastOrder[]> {
    return this.loader.load(workflowKey)
  }

  /** One reading after the other, so that what was read last is what stays. */
  private inTurn(keys: readonly string[]): Promise<(readonly PastOrder[])[]> {
    const read = this.reading.catch(() => {}).then(() => this.read([...new Set(keys)]))
    this.reading = read
    return read.then((found) => keys.map((key) => found.get(key)!))
  }

  private async read(keys: readonly string[]): Promise<ReadonlyMap<string, readonly PastOrder[]>> {
    const { head } = this.baton.feed.tail
    const isFar = (key: string) => head - (this.known.get(key)?.head ?? Number.NEGATIVE_INFINITY) > FAR_BEHIND
    const [far, near] = [keys.filter(isFar), keys.filter((key) => !isFar(key) && this.known.get(key)!.head < head)]
    for (const [key, orders] of await this.readAll(far)) this.remember(key, { head, orders })
    for (const [key, orders] of await this.readChanged(near, head)) this.remember(key, { head, orders })
    const answers = new Map(keys.map((key) => [key, this.known.get(key)!.orders]))
    while (this.known.size > REMEMBERED_WORKFLOWS) this.known.delete(this.known.keys().next().value!)
    return answers
  }

  private async readAll(keys: readonly string[]): Promise<[key: string, PastOrder[]][]> {
    if (keys.length === 0) return []
    const series = keys.map((key) => this.idsOf(key))
    return this.byWorkflow(keys, await recentOrders(this.baton.database.pool, series, REMEMBERED_ORDERS))
  }

  private async readChanged(keys: readonly string[], until: number): Promise<[key: string, PastOrder[]][]> {
    if (keys.length === 0) return []
    const after = Math.min(...keys.map((key) => this.known.get(key)!.head))
    const versions = keys.flatMap((key) => this.idsOf(key))
    const changed = await ordersChanged(this.baton.database.pool, versions, { after, until })
    return this.byWorkflow(keys, changed).map(([key, orders]) => {
      const ids = new Set(orders.map(({ id }) => id))
      return [key, [...orders, ...this.known.get(key)!.orders.filter(({ id }) => !ids.has(id))]]
    })
  }

  private remember(key: string, { head, orders }: Remembered): void {
    const newest = orders.toSorted((a, b) => b.placedAt - a.placedAt || b.id - a.id).slice(0, REMEMBERED_ORDERS)
    this.known.delete(key)
    this.known.set(key, { head, orders: newest })
  }

  private idsOf(key: string): number[] {
    return versionsOf(this.baton, key).map(({ id }) => id)
  }

  private byWorkflow(keys: readonly string[], orders: readonly PastOrder[]): [key: string, PastOrder[]][] {
    const keyOf = (order: PastOrder) => this.baton.directory.workflowById(order.workflowId).key
    const found = Map.groupBy(orders, keyOf)
    return keys.map((key) => [key, found.get(key) ?? []])
  }
}

const opened = new WeakMap<Baton['feed'], PastOrders>()

/**
 * The most recently placed orders of a workflow over all its versions, the newest first; at most `REMEMBERED_ORDERS`. Those asked for at
 * once are read in one statement, and only what has changed since is read again.
 */
export function pastOrdersOf(baton: Baton, workflowKey: string): Promise<readonly PastOrder[]> {
  const known = opened.get(baton.feed) ?? new PastOrders(baton)
  opened.set(baton.feed, known)
  return known.of(workflowKey)
}

/** The runs of each step in these orders, as long as the orders are remembered. */
const runs = new WeakMap<readonly PastOrder[], Map<string, readonly PastRun[]>>()

/**
 * The runs of a step that are remembered, over all versions of its workflow in which the same department performs it, those that became
 * ready last first.
 */
export async function pastRunsOf(baton: Baton, { workflow, step }: StepInWorkflow): Promise<readonly PastRun[]> {
  const orders = await pastOrdersOf(baton, workflow.key)
  const known = runs.get(orders) ?? new Map<string, readonly PastRun[]>()
  runs.set(orders, known)
  const name = JSON.stringify([step.key, step.departmentId])
  const found = known.get(name) ?? runsOfStep(orders, placesOf(step, versionsOf(baton, workflow.key)))
  known.set(name, found)
  return found
}

/** Every version of a workflow. */
function versionsOf({ directory }: Baton, key: string): Workflow[] {
  return directory.workflows().filter((workflow) => workflow.key === key)
}
