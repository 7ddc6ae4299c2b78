import { sql } from 'drizzle-orm'
import { seeded } from '../../server/demo/random.ts'
import { referenceEvent } from '../../server/domain/event.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import { type Database, openPostgres, rows } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { NOW, openShop, place, publish, relay } from '../storage/one-shop.ts'
import { type Faults, faultsOf, record } from './feed-record.ts'
import { writeHostilely } from './hostile-writers.ts'
import { readNaively } from './naive-reader.ts'
import { openNumbererKiller, type Succession } from './numberer-killer.ts'

export type Experiment = {
  readonly events: number
  readonly writers: number
  readonly eventsOfOrder: number
  /** How often the numberer is killed, evenly over the events. */
  readonly kills: number
  readonly seed: number
}

export type Outcome = {
  readonly events: number
  readonly transactions: number
  readonly undone: number
  readonly successions: readonly Succession[]
  /** Events that the reader by serial number never met. */
  readonly naiveLost: number
  /** Of each watcher of the feed. */
  readonly faults: readonly Faults[]
  /** As the table has it in the end. */
  readonly log: { readonly events: number; readonly numbered: number; readonly highest: number }
}

const NODES = 3
const ORDERS = 40

/**
 * One log, written hostilely through three nodes and read at the same time by a reader that trusts serial numbers and by watchers
 * of the feed: one at each node, and one that goes from node to node by its cursor. On a migrated, empty Postgres.
 */
export async function experiment(url: string, plan: Experiment): Promise<Outcome> {
  await using opened = new AsyncDisposableStack()
  const { nodes, orderIds } = await openNodes(url, opened)
  const killer = openNumbererKiller(url)
  opened.defer(() => killer.close())
  const naive = readNaively(url)
  const from = nodes[0]!.feed.tail.head
  const random = seeded(plan.seed)
  const watchers = [
    ...nodes.map((node) => record([node], from, isEnd, () => false)),
    record(nodes, from, isEnd, () => random.chance(0.1)),
  ]
  const killings = new Killings(plan, () => killer.kill())
  const written = await writeHostilely({ ...plan, nodes, orderIds, isEnough: (events) => killings.areOver(events) })
  await writeEnd(nodes[0]!)
  const records = await Promise.all(watchers)
  return {
    events: written.committed.size,
    transactions: written.transactions,
    undone: written.undone,
    successions: killings.done,
    naiveLost: await naive.finish(),
    faults: records.map((recorded) => faultsOf(recorded, written.committed)),
    log: await readLog(nodes[0]!.database),
  }
}

/** Starts a kill whenever so many events have been committed; the writers go on until the last one is done. */
class Killings {
  readonly done: Succession[] = []
  private isKilling = false
  private failure: unknown = null
  private readonly plan: Experiment
  private readonly kill: () => Promise<Succession>

  constructor(plan: Experiment, kill: () => Promise<Succession>) {
    this.plan = plan
    this.kill = kill
  }

  areOver(events: number): boolean {
    if (this.failure) throw this.failure
    const { kills, events: wanted } = this.plan
    if (!this.isKilling && this.done.length < kills && events >= (wanted * this.done.length) / kills) void this.start()
    return events >= wanted && this.done.length >= kills
  }

  private async start(): Promise<void> {
    this.isKilling = true
    try {
      this.done.push(await this.kill())
    } catch (error) {
      this.failure = error
    }
    this.isKilling = false
  }
}

async function openNodes(url: string, opened: AsyncDisposableStack): Promise<{ nodes: Baton[]; orderIds: number[] }> {
  const databases: Database[] = []
  for (let node = 0; node < NODES; node++) {
    const database = await openPostgres(url)
    opened.defer(() => database.close())
    databases.push(database)
  }
  const { baton } = await openShop(databases[0]!)
  opened.defer(() => baton.close())
  const orderIds = await placeOrders(baton)
  await baton.feed.tail.catchUp()
  const others = databases.slice(1).map(async (database) => {
    const node = await openBaton({ ...baton, database })
    opened.defer(() => node.close())
    return node
  })
  return { nodes: [baton, ...(await Promise.all(others))], orderIds }
}

async function placeOrders(baton: Baton): Promise<number[]> {
  const plan = relay('pick')
  const workflow = await publish(baton, plan)
  const orderIds: number[] = []
  for (let n = 0; n < ORDERS; n++) orderIds.push((await place(baton, workflow, plan)).id)
  return orderIds
}

/** The last event of the log; watchers are done when they meet it. */
const END = 'the end of the experiment'

async function writeEnd({ database, feed }: Baton): Promise<void> {
  const event = referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {}, reason: END }, null, NOW)
  await insertEvents(database.pool, [event])
  feed.wake()
}

function isEnd({ reason }: { readonly reason: string | null }): boolean {
  return reason === END
}

async function readLog({ pool }: Database): Promise<Outcome['log']> {
  const counted = sql`select count(*) as events, count(seq) as numbered, max(seq) as highest from event`
  const [log] = await rows<Record<keyof Outcome['log'], string>>(pool, counted)
  return { events: Number(log!.events), numbered: Number(log!.numbered), highest: Number(log!.highest) }
}
