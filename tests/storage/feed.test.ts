import fc from 'fast-check'
import { expect, test } from 'vitest'
import { referenceEvent } from '../../server/domain/event.ts'
import { openBaton } from '../../server/services/baton.ts'
import type { Frame } from '../../server/services/frame.ts'
import type { Asker } from '../../server/services/mutate.ts'
import { assignStep } from '../../server/services/step.ts'
import { watchEvents, watchOrder } from '../../server/services/watch.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { eachDatabase, onDatabase } from '../support/database.ts'
import { NOW, openShop, place, publish, relay } from './one-shop.ts'

const holders = ['ann', 'bob', 'cem']

eachDatabase((open) => {
  test('a watcher who comes back with any cursor gets the rest of the feed, with no gap and no repeat', async () => {
    const asker = await openShop(await open())
    await shuffle(asker, 3, 20)
    const all = await readAll(asker, asker.baton.feed.cursorAt(0))
    expect(all.flatMap((frame) => frame.events.map((event) => event.seq))).toEqual(
      all.flatMap((f) => f.events).map((_, n) => n + 1),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: all.length - 1 }), async (cut) => {
        expect(await readAll(asker, all[cut]!.cursor, all.length - cut - 1)).toEqual(all.slice(cut + 1))
      }),
      { numRuns: 10 },
    )
    await asker.baton.close()
  })

  test('a frame is one transaction: all of its events, and none of another', async () => {
    const asker = await openShop(await open())
    await shuffle(asker, 3, 20)
    const frames = await readAll(asker, asker.baton.feed.cursorAt(0))
    const transactions = frames.map((frame) => new Set(frame.events.map((event) => event.transactionId)))
    expect(transactions.every((one) => one.size === 1)).toBe(true)
    expect(new Set(transactions.map((one) => [...one][0])).size).toBe(frames.length)
    await asker.baton.close()
  })

  test('a frame stays whole however many transactions were committed at once', async () => {
    const asker = await openShop(await open())
    const fact = referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {} }, null, NOW)
    const frames = take(await watchEvents(asker, null, asker.baton.feed.cursorAt(0)), 400)
    for (let n = 0; n < 400; n++) await asker.baton.database.transaction((tx) => insertEvents(tx, [fact, fact, fact]))
    await asker.baton.feed.tail.catchUp()
    expect(new Set((await frames).map((frame) => frame.events.length))).toEqual(new Set([3]))
    await asker.baton.close()
  })

  test('a watcher without a cursor starts at now and is told that it is live', async () => {
    const asker = await openShop(await open())
    const workflow = await publish(asker.baton, relay('pick'))
    const before = await place(asker.baton, workflow, relay('pick'))
    await asker.baton.feed.tail.catchUp()
    const frames = await watchEvents(asker, null, null)
    await assignStep(asker, { order: before.number, step: 'pick', holder: 'bob' })
    const { value } = await frames.next()
    expect(value).toMatchObject({ isLive: true, events: [{ type: 'STEP_ASSIGNED', orderId: before.id }] })
    await asker.baton.close()
  })

  test('the watch of an order gives that order alone, from the placing on', async () => {
    const asker = await openShop(await open())
    const [first] = await shuffle(asker, 2, 12)
    const frames = await take(await watchOrder(asker, first!, asker.baton.feed.cursorAt(0)), 4)
    expect(frames[0]!.events.map((event) => event.type)).toEqual(['ORDER_PLACED'])
    expect(new Set(frames.flatMap((frame) => frame.events.map((event) => event.orderId))).size).toBe(1)
    await asker.baton.close()
  })

  test('what an import brings is spared to those who do not ask for it', async () => {
    const asker = await openShop(await open())
    const fact = referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {} }, null, NOW)
    const single = Array.from({ length: 700 }, () => ({ ...fact, imported: true }))
    const summary = referenceEvent({ type: 'ORDERS_IMPORTED', at: NOW, payload: { orderCount: 700 } }, null, NOW)
    await asker.baton.database.transaction((tx) => insertEvents(tx, [...single, summary]))
    await asker.baton.feed.tail.catchUp()
    const [spared] = await readAll(asker, asker.baton.feed.cursorAt(0), 1)
    expect(spared!.events.map((event) => event.type)).toEqual(['ORDERS_IMPORTED'])
    const whole = await take(await watchEvents(asker, { includeImported: true }, asker.baton.feed.cursorAt(0)), 2)
    expect(whole.map((frame) => frame.events.length)).toEqual([500, 201])
    await asker.baton.close()
  })

  test.each([
    ['garbage', 'CURSOR_INVALID'],
    ['', 'CURSOR_INVALID'],
    [Buffer.from('000000000000.1').toString('base64url'), 'CURSOR_EPOCH'],
  ])('the cursor %j is refused as %s', async (cursor, code) => {
    const asker = await openShop(await open())
    await expect(watchEvents(asker, null, cursor)).rejects.toMatchObject({
      code,
      details: { field: 'after', value: cursor },
    })
    await asker.baton.close()
  })

  test('a cursor beyond the head is refused, and one that the table has reached meanwhile is taken', async () => {
    const asker = await openShop(await open())
    const beyond = asker.baton.feed.cursorAt(asker.baton.feed.tail.head + 1)
    await expect(watchEvents(asker, null, beyond)).rejects.toMatchObject({ code: 'CURSOR_AHEAD' })
    const fact = referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {} }, null, NOW)
    await insertEvents(asker.baton.database.pool, [fact])
    await expect(watchEvents(asker, null, beyond)).resolves.toBeDefined()
    await asker.baton.close()
  })
})

onDatabase('PostgreSQL', (open) => {
  test('two nodes number one log: each hands on every event, in one order, that of the commits within each order', async () => {
    const database = await open()
    const first = await openShop(database)
    const second = await openBaton({ ...first.baton, log: first.baton.log })
    const watches = [first, { ...first, baton: second }].map((asker) =>
      readAll(asker, asker.baton.feed.cursorAt(0), 45),
    )
    await shuffle(first, 5, 40)
    const [here, there] = await Promise.all(watches)
    expect(here!.map((frame) => frame.events)).toEqual(there!.map((frame) => frame.events))
    const versions = Map.groupBy(
      here!.flatMap((frame) => frame.events),
      (event) => event.orderId,
    )
    for (const events of versions.values())
      expect(events.map((event) => event.payload.orderVersion)).toEqual(events.map((_, n) => n + 1))
    await second.close()
    await first.baton.close()
  })
})

/** Places orders and hands their step round at once from all sides; answers with the orders' numbers. Nothing is refused. */
async function shuffle(asker: Asker, orders: number, moves: number): Promise<string[]> {
  const workflow = await publish(asker.baton, relay('pick'))
  const placed = []
  for (let n = 0; n < orders; n++) placed.push((await place(asker.baton, workflow, relay('pick'))).number)
  const lanes = placed.map(async (order, lane) => {
    for (let n = lane; n < moves; n += orders)
      await assignStep(asker, { order, step: 'pick', holder: holders[Math.floor(n / orders) % 3]! })
  })
  await Promise.all(lanes)
  await asker.baton.feed.tail.catchUp()
  return placed
}

/** Frames from a cursor on: as many as asked for, or all up to the head. */
async function readAll(asker: Asker, after: string, count?: number): Promise<Frame[]> {
  const head = asker.baton.feed.cursorAt(asker.baton.feed.tail.head)
  if (count === 0 || (count === undefined && after === head)) return []
  const frames = await watchEvents(asker, null, after)
  return take(frames, count ?? Number.POSITIVE_INFINITY, (frame) => count === undefined && frame.cursor === head)
}

async function take(
  frames: AsyncIterableIterator<Frame>,
  count: number,
  isLast: (frame: Frame) => boolean = () => false,
): Promise<Frame[]> {
  const taken: Frame[] = []
  for await (const frame of frames) {
    taken.push(frame)
    if (taken.length >= count || isLast(frame)) break
  }
  return taken
}
