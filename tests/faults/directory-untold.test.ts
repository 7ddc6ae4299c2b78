import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { customer, department, product } from '../../drizzle/tables.ts'
import { adminViewer } from '../../server/domain/visibility.ts'
import type { Baton } from '../../server/services/baton.ts'
import { placeOrder } from '../../server/services/order-placing.ts'
import { orderByNumber } from '../../server/services/order-reads.ts'
import { departmentOf } from '../../server/services/order-step-reads.ts'
import { makeRequest } from '../../server/services/request.ts'
import { publishRequirement } from '../../server/services/requirement.ts'
import { publishWorkflow } from '../../server/services/workflow.ts'
import { type Database, rows } from '../../server/storage/database.ts'
import { LOCK_NUMBERING } from '../../server/storage/numberer.ts'
import { insertRows } from '../../server/storage/rows.ts'
import { FIRST, importRows } from '../interop/imports.ts'
import { onDatabase } from '../support/database.ts'
import { expectRight } from './directory-contents.ts'
import { type SeveralBatons, severalBatons } from './several-batons.ts'

const ask = (baton: Baton) => ({ baton, viewer: adminViewer })

/** Two Batons, of which the feed tells neither what the other does until `work` is done. */
async function untold(batons: SeveralBatons, work: (one: Baton, other: Baton) => Promise<void>): Promise<Baton> {
  const [one, other] = [await batons.baton(), await batons.baton()]
  const database = await batons.database()
  await database.transaction(async (tx) => {
    await tx.execute(sql.raw(LOCK_NUMBERING))
    await work(one, other)
  })
  return other
}

onDatabase('PostgreSQL', (open) => {
  test('an order can be read whole before the feed has told of its workflow and its departments', async () => {
    await using batons = await severalBatons('PostgreSQL', open)
    const reader = await untold(batons, async (writer, reader) => {
      await importRows(writer, FIRST)
      const request = makeRequest(reader, adminViewer)
      const order = (await orderByNumber(request, '1', null))!
      const departments = order.steps.map((step) => departmentOf(request, { order, step })?.key)
      expect(departments).toEqual(['Sales', 'Stock', 'Stock'])
      await expectRight(reader)
    })
    await reader.feed.tail.catchUp()
    await expectRight(reader)
  })

  test('a requirement binds open orders of a workflow that the feed has not told of', async () => {
    await using batons = await severalBatons('PostgreSQL', open)
    await furnish(await batons.database())
    await untold(batons, async (one, other) => {
      const sale = { key: 'sale', name: 'Sale', steps: [{ key: 'pick', name: 'Pick', department: 'shop' }] }
      await publishWorkflow(ask(one), sale)
      await placeOrder(ask(one), { customer: 'acme', workflow: 'sale', lines: [{ sku: 'gear', quantity: '1' }] })
      const form = { department: 'shop', key: 'form', kind: 'INFORMATION', title: 'The form' } as const
      await publishRequirement(ask(other), { ...form, bindsOpenOrders: true })
      expect(
        await rows(
          one.database.pool,
          sql`select key from order_requirement
        join requirement on requirement.id = requirement_id`,
        ),
      ).toEqual([{ key: 'form' }])
    })
  })
})

async function furnish({ pool }: Database): Promise<void> {
  const calendar = { weekdays: [], closures: [] }
  await insertRows(pool, department, [{ key: 'shop', name: 'Shop', timeZone: 'UTC', calendar }])
  await insertRows(pool, customer, [{ key: 'acme', name: 'Acme' }])
  await insertRows(pool, product, [{ sku: 'gear', name: 'Gear' }])
}
