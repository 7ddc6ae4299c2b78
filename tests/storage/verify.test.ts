import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { event } from '../../drizzle/feed-tables.ts'
import { orders, stepRun } from '../../drizzle/order-tables.ts'
import type { Asker } from '../../server/services/mutate.ts'
import { blockStep, completeStep } from '../../server/services/step.ts'
import { verify } from '../../server/services/verify.ts'
import type { Database } from '../../server/storage/database.ts'
import { eachDatabase } from '../support/database.ts'
import { openShop, place, publish, relay } from './one-shop.ts'

const check = (asker: Asker) => verify(asker.baton, () => {})

eachDatabase((open) => {
  test('what the log tells is what the tables hold', async () => {
    const asker = await openOrders(await open())
    expect(await check(asker)).toEqual({ orders: 3, events: expect.any(Number), difference: null })
  })

  const tampered: [string, (database: Database) => Promise<unknown>, string][] = [
    [
      'a state',
      ({ pool }) => pool.update(orders).set({ state: 'CANCELLED' }).where(eq(orders.id, 2)),
      'order S-2: state is "CANCELLED" in the tables, "OPEN" by the log',
    ],
    [
      'the finish of a run',
      ({ pool }) => pool.update(stepRun).set({ finishedAt: null }).where(eq(stepRun.orderId, 1)),
      'order S-1: steps.0.runs.0.finishedAt is null in the tables',
    ],
    [
      'the placing in the log',
      ({ pool }) => pool.update(event).set({ orderId: 1 }).where(eq(event.orderId, 3)),
      'order S-1: ',
    ],
    [
      'a number of the feed',
      ({ pool }) => pool.execute(sql`update event set seq = seq + 100 where seq = (select max(seq) from event)`),
      'the feed holds',
    ],
  ]
  test.each(tampered)('%s that was changed behind the back of the log is named', async (_, tamper, difference) => {
    const database = await open()
    const asker = await openOrders(database)
    await tamper(database)
    expect((await check(asker)).difference).toContain(difference)
  })
})

/** Three orders that have been through something; the feed is read to its end and closed. */
async function openOrders(database: Database): Promise<Asker> {
  const asker = await openShop(database)
  const plan = relay('pick', 'ship')
  const workflow = await publish(asker.baton, plan)
  for (let n = 0; n < 3; n++) await place(asker.baton, workflow, plan)
  await completeStep(asker, { order: 'S-1', step: 'pick' })
  await blockStep(asker, { order: 'S-2', step: 'pick', reason: 'no stock' })
  await asker.baton.feed.tail.catchUp()
  await asker.baton.close()
  return asker
}
