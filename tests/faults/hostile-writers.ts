import { sql } from 'drizzle-orm'
import { orders } from '../../drizzle/order-tables.ts'
import { type Random, seeded } from '../../server/demo/random.ts'
import type { NewEvent } from '../../server/domain/event.ts'
import type { Baton } from '../../server/services/baton.ts'
import { rows, type Tx } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { anyOf } from '../../server/storage/ids.ts'
import { lockOrders } from '../../server/storage/order-load.ts'

export type Writing = {
  /** The nodes through which is written, each writer by one of them. */
  readonly nodes: readonly Baton[]
  readonly orderIds: readonly number[]
  readonly writers: number
  /** Most events that a transaction tells of one order. */
  readonly eventsOfOrder: number
  readonly seed: number
  /** Asked before each transaction, with how many events are committed by now. */
  readonly isEnough: (events: number) => boolean
}

/** What the writers know by themselves: the name of each event whose transaction they were told is committed. */
export type Written = {
  readonly committed: ReadonlySet<number>
  readonly transactions: number
  readonly undone: number
}

class TakenBack extends Error {}

/** The longest hold, in seconds: of the locked orders before events are inserted, between them, and before the commit. */
const HOLD = 0.012

/**
 * Writers that make it hard to read by a serial number: each transaction locks a few orders, holds them, inserts events in two
 * goes, and is held again or taken back at random. An event's payload tells the order's version and the place of the event in it.
 */
export async function writeHostilely(writing: Writing): Promise<Written> {
  const committed = new Set<number>()
  const tally = { transactions: 0, undone: 0, named: 0 }
  const write = async (writer: number) => {
    const random = seeded(writing.seed + writer)
    const { database, feed } = writing.nodes[writer % writing.nodes.length]!
    while (!writing.isEnough(committed.size)) {
      const names: number[] = []
      const name = () => names[names.push(++tally.named) - 1]!
      const isDone = await database.transaction((tx) => transaction(tx, writing, random, name)).then(() => true, allow)
      tally[isDone ? 'transactions' : 'undone'] += 1
      if (!isDone) continue
      for (const one of names) committed.add(one)
      feed.wake()
    }
  }
  await Promise.all(Array.from({ length: writing.writers }, (_, writer) => write(writer)))
  const { transactions, undone } = tally
  return { committed, transactions, undone }
}

function allow(error: unknown): false {
  if (error instanceof TakenBack) return false
  throw error
}

async function transaction(tx: Tx, writing: Writing, random: Random, name: () => number): Promise<void> {
  const ids = [...new Set(Array.from({ length: random.whole(1, 3) }, () => random.pick(writing.orderIds)))]
  await lockOrders(tx, ids)
  await hold(tx, random, 0.3)
  const events = (await raiseVersions(tx, ids)).flatMap(({ id, version }) => {
    const count = random.whole(1, writing.eventsOfOrder)
    return Array.from({ length: count }, (_, part) => eventOf(Number(id), { version, part, name: name() }))
  })
  const half = random.whole(0, events.length)
  await insertEvents(tx, events.slice(0, half))
  await hold(tx, random, 0.4)
  await insertEvents(tx, events.slice(half))
  await hold(tx, random, 0.4)
  if (random.chance(0.1)) throw new TakenBack()
}

async function hold(tx: Tx, random: Random, probability: number): Promise<void> {
  if (random.chance(probability)) await tx.execute(sql`select pg_sleep(${random.unit() * HOLD})`)
}

/** The same way for all: the orders are locked, so their versions follow each other as the transactions do. */
function raiseVersions(tx: Tx, ids: readonly number[]): Promise<{ id: number | string; version: number }[]> {
  return rows(tx, sql`update orders set version = version + 1 where ${anyOf(orders.id, ids)} returning id, version`)
}

function eventOf(orderId: number, payload: { version: number; part: number; name: number }): NewEvent {
  const at = Date.UTC(2026, 10, 22)
  const bare = { actor: null, reason: null, departmentId: null, imported: false, position: null }
  return { ...bare, type: 'STEP_ASSIGNED', at, recordedAt: at, orderId, payload }
}
