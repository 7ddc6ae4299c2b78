import { asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { event } from '../../drizzle/feed-tables.ts'
import { orderStep } from '../../drizzle/order-tables.ts'
import { factOf } from '../../server/domain/event.ts'
import type { Order } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import { type Command, decide } from '../../server/domain/step-machine.ts'
import type { Baton } from '../../server/services/baton.ts'
import type { Asker } from '../../server/services/mutate.ts'
import { changeOrder, lockOrder } from '../../server/services/order-change.ts'
import type { Database } from '../../server/storage/database.ts'
import { stepRow } from '../../server/storage/order-insert.ts'
import { loadOrders } from '../../server/storage/order-load.ts'
import { eachDatabase } from '../support/database.ts'
import { NOW, openShop, place, publish } from './one-shop.ts'
import { commands, plans } from './step-commands.arbitrary.ts'

eachDatabase((open) => {
  test('the same commands lead to the same order in memory, in the tables and in the fold of the log', async () => {
    const asker = await openShop(await open())
    await fc.assert(
      fc.asyncProperty(plans, commands, async (plan, list) => {
        const workflow = await publish(asker.baton, plan)
        let model = await place(asker.baton, workflow, plan)
        for (const [minute, command] of list.entries()) {
          const at = NOW + (minute + 1) * 60_000
          const expected = outcomeOf(
            () => decide(workflow, model, command, { at, actor: asker.viewer.actor, expectedVersion: null }).order,
          )
          expect(await stored(asker, model.number, command, at)).toEqual(expected)
          if (typeof expected !== 'string') model = expected
          expect(await read(asker.baton, model.id)).toEqual(model)
        }
        expect(await foldLog(asker.baton.database, model.id)).toEqual(model)
        const rows = model.steps.map((step) => stepRow(model, step, workflow))
        expect(await rowsOf(asker.baton.database, model.id)).toEqual(rows)
      }),
      { numRuns: 20 },
    )
  })
})

/** What a command comes to: the order, or the code of the refusal. */
function outcomeOf(work: () => Order): Order | string {
  try {
    return work()
  } catch (error) {
    return codeOf(error)
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Refusal) return error.code
  throw error
}

async function stored(asker: Asker, number: string, command: Command, at: number): Promise<Order | string> {
  const change = asker.baton.database.transaction(async (tx) => {
    return changeOrder(tx, asker, await lockOrder(tx, asker, number), command, { at })
  })
  return change.catch(codeOf)
}

async function read({ database, directory }: Baton, id: number): Promise<Order | undefined> {
  return (await loadOrders(database.pool, [id], (version) => directory.workflowById(version))).get(id)
}

/** What queues and lists read of the steps. */
async function rowsOf({ pool }: Database, id: number) {
  return pool.select().from(orderStep).where(eq(orderStep.orderId, id)).orderBy(asc(orderStep.position))
}

async function foldLog({ pool }: Database, id: number): Promise<Order | null> {
  const log = await pool.select().from(event).where(eq(event.orderId, id)).orderBy(asc(event.id))
  return log.map(factOf).reduce<Order | null>((order, fact) => fold(order, fact, id), null)
}
