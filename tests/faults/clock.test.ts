import fc from 'fast-check'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { StoredEvent } from '../../server/domain/event.ts'
import type { Order } from '../../server/domain/order.ts'
import { orderAsOf } from '../../server/domain/order-history-fold.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import type { Command } from '../../server/domain/step-machine.ts'
import { adminViewer } from '../../server/domain/visibility.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import type { Asker } from '../../server/services/mutate.ts'
import { changePromise } from '../../server/services/order.ts'
import { changeOrder, lockOrder } from '../../server/services/order-change.ts'
import { assignStep, blockStep, completeStep, startStep, unblockStep } from '../../server/services/step.ts'
import { verify } from '../../server/services/verify.ts'
import { watchEvents } from '../../server/services/watch.ts'
import type { Database } from '../../server/storage/database.ts'
import { readEvents } from '../../server/storage/feed-log.ts'
import { loadOrders } from '../../server/storage/order-load.ts'
import { readOrderLogs } from '../../server/storage/order-log.ts'
import { NOW, openShop, place, publish, relay } from '../storage/one-shop.ts'
import { commands, plans } from '../storage/step-commands.arbitrary.ts'
import { eachDatabase } from '../support/database.ts'

vi.setConfig({ testTimeout: 180_000 })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const silent = { info: () => {}, warn: () => {}, error: () => {} }
/** Later than any clock of these tests. */
const IN_THE_END = Date.UTC(2030, 0)

eachDatabase((open) => {
  test('nodes whose clocks are hours apart write one log: by number, never by time', async () => {
    const time = { now: NOW }
    const nodes = await openNodes(
      await open(),
      [0, -HOUR, HOUR].map((off) => () => time.now + off),
    )
    const watches = nodes.map((node) => watchEvents(node, null, node.baton.feed.cursorAt(0)))
    const orders = await placeTwo(nodes[0]!)
    for (const [turn, work] of lifeOf(orders).entries()) {
      time.now += MINUTE
      await work(nodes[turn % nodes.length]!)
    }
    const log = await logOf(nodes[0]!.baton)
    for (const watch of watches) expect(await take(await watch, log.length)).toEqual(log)
    const told = log.map((event) => event.recordedAt)
    expect(told).not.toEqual(told.toSorted((a, b) => a - b))
    await expectSound(nodes[0]!.baton, log)
  })

  test('a clock that is set back and forth while orders are worked on dates nothing before what the order knows', async () => {
    const time = { now: NOW }
    const [node] = await openNodes(await open(), [() => time.now])
    const jumps = fc.array(fc.integer({ min: -3 * HOUR, max: 2 * HOUR }), { minLength: 25, maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(plans, commands, jumps, async (plan, list, offs) => {
        const workflow = await publish(node!.baton, plan)
        const { number } = await place(node!.baton, workflow, plan)
        for (const [turn, command] of list.entries()) {
          time.now = NOW + offs[turn]!
          await change(node!, number, command)
        }
      }),
      { numRuns: 10 },
    )
    await expectSound(node!.baton, await logOf(node!.baton))
  })

  test('the last promise and the last holder stay the last when the clock was set back between them', async () => {
    const time = { now: NOW }
    const [node] = await openNodes(await open(), [() => time.now])
    const [order] = await placeTwo(node!)
    time.now = NOW + HOUR
    await changePromise(node!, { order: order!, promisedDate: '2026-12-20' })
    await assignStep(node!, { order: order!, step: 'pick', holder: 'bob' })
    time.now = NOW + MINUTE
    await changePromise(node!, { order: order!, promisedDate: '2026-12-24' })
    await assignStep(node!, { order: order!, step: 'pick', holder: 'cem' })
    const [now] = await ordersOf(node!.baton)
    expect(now).toMatchObject({ promisedDate: '2026-12-24', steps: [{ holderId: 3 }, {}] })
    await expectSound(node!.baton, await logOf(node!.baton))
  })

  const changes: [string, number, string, string][] = [
    ['the hour that comes twice', Date.UTC(2027, 9, 31), '02:20', '02:20'],
    ['the hour that is left out', Date.UTC(2027, 2, 28), '01:20', '03:20'],
  ]
  test.each(changes)('in %s an order goes on by instants', async (_, midnight, before, after) => {
    const time = { now: midnight - HOUR }
    const [node] = await openNodes(await open(), [() => time.now])
    const [order] = await placeTwo(node!)
    const times = Array.from({ length: 9 }, (_, turn) => midnight + (turn + 1) * 20 * MINUTE)
    for (const [turn, at] of times.entries()) {
      time.now = at
      const step = { order: order!, step: 'pick', reason: 'no stock' }
      await (turn % 2 === 0 ? blockStep(node!, step) : unblockStep(node!, step))
    }
    const twenty = [times[0]!, times[3]!].map((at) => new Date(at).toTimeString().slice(0, 5))
    expect(twenty).toEqual([before, after])
    const log = await logOf(node!.baton)
    const dated = log.filter((event) => event.type === 'STEP_CHANGED').map((event) => event.at)
    expect(dated).toEqual(times)
    const stood = await Promise.all([times[0]!, times[3]!].map((at) => stateAt(node!.baton, log, at)))
    expect(stood).toEqual(['BLOCKED', 'READY'])
    await expectSound(node!.baton, log)
  })
})

/** The process stands in a zone that changes its clocks. */
let zone: string | undefined
beforeEach(() => {
  zone = process.env.TZ
  process.env.TZ = 'Europe/Berlin'
})
afterEach(() => {
  process.env.TZ = zone
})

/** Nodes over one database, each with a clock of its own; the shop is there. */
async function openNodes(database: Database, clocks: readonly (() => number)[]): Promise<Asker[]> {
  const shop = await openShop(database)
  await shop.baton.close()
  const open = clocks.map((clock) => openBaton({ database, clock, random: () => 0.5, log: silent }))
  const batons = await Promise.all(open)
  for (const baton of batons) onTestFinished(() => baton.close())
  return batons.map((baton) => ({ baton, viewer: { ...adminViewer, actor: shop.viewer.actor } }))
}

async function placeTwo({ baton }: Asker): Promise<string[]> {
  const plan = relay('pick', 'ship')
  const workflow = await publish(baton, plan)
  return [(await place(baton, workflow, plan)).number, (await place(baton, workflow, plan)).number]
}

/** What is done with each of the orders, one after the other. */
function lifeOf(orders: readonly string[]): ((node: Asker) => Promise<unknown>)[] {
  const each = [
    (order: string) => (node: Asker) => assignStep(node, { order, step: 'pick', holder: 'bob' }),
    (order: string) => (node: Asker) => startStep(node, { order, step: 'pick' }),
    (order: string) => (node: Asker) => blockStep(node, { order, step: 'pick', reason: 'no stock' }),
    (order: string) => (node: Asker) => changePromise(node, { order, promisedDate: '2026-12-20' }),
    (order: string) => (node: Asker) => unblockStep(node, { order, step: 'pick' }),
    (order: string) => (node: Asker) => completeStep(node, { order, step: 'pick' }),
    (order: string) => (node: Asker) => changePromise(node, { order, promisedDate: '2026-12-24' }),
    (order: string) => (node: Asker) => completeStep(node, { order, step: 'ship' }),
  ]
  return each.flatMap((work) => orders.map(work))
}

/** As any mutation does it; what the step machine refuses is left. */
async function change(asker: Asker, number: string, command: Command): Promise<void> {
  const work = asker.baton.database.transaction(async (tx) =>
    changeOrder(tx, asker, await lockOrder(tx, asker, number), command),
  )
  await work.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

async function logOf({ feed, database }: Baton): Promise<StoredEvent[]> {
  await feed.tail.catchUp()
  return readEvents(database.pool, { after: 0, until: feed.tail.head, limit: 100_000, imported: true })
}

async function take(frames: AsyncIterableIterator<{ events: readonly StoredEvent[] }>, count: number) {
  const taken: StoredEvent[] = []
  for await (const frame of frames) {
    taken.push(...frame.events)
    if (taken.length >= count) break
  }
  return taken
}

/** Gapless; within an order no fact is dated before an earlier one; log, tables and history tell the same in the end. */
async function expectSound(baton: Baton, log: readonly StoredEvent[]): Promise<void> {
  expect(log.map((event) => event.seq)).toEqual(log.map((_, place) => place + 1))
  for (const events of Map.groupBy(log, (event) => event.orderId).values()) {
    const dated = events.map((event) => event.at)
    expect(dated).toEqual(dated.toSorted((a, b) => a - b))
    const versions = events.map((event) => Number(event.payload.orderVersion))
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
  }
  expect(await verify(baton, () => {})).toMatchObject({ events: log.length, difference: null })
  const orders = await ordersOf(baton)
  const logs = await readOrderLogs(
    baton.database.pool,
    orders.map((order) => order.id),
  )
  for (const order of orders) expect(orderAsOf(logs.get(order.id)!, order.id, IN_THE_END)).toEqual(order)
}

async function ordersOf({ database, directory, feed }: Baton): Promise<Order[]> {
  const events = await readEvents(database.pool, { after: 0, until: feed.tail.head, limit: 100_000, imported: true })
  const ids = [...new Set(events.flatMap((event) => event.orderId ?? []))].toSorted((a, b) => a - b)
  const orders = await loadOrders(database.pool, ids, (id) => directory.workflowOf(database.pool, id))
  return ids.map((id) => orders.get(id)!)
}

/** The state of the first order's first step as it stood then. */
async function stateAt({ database }: Baton, [first]: readonly StoredEvent[], at: number): Promise<string | undefined> {
  const id = first!.orderId!
  const logs = await readOrderLogs(database.pool, [id])
  return orderAsOf(logs.get(id)!, id, at)?.steps[0]?.state
}
