import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { customer, department, person, product } from '../../drizzle/tables.ts'
import { adminViewer, personViewer, type Viewer } from '../../server/domain/visibility.ts'
import type { Baton } from '../../server/services/baton.ts'
import { placeOrder } from '../../server/services/order-placing.ts'
import { orderByNumber } from '../../server/services/order-reads.ts'
import { departmentOf, queueOf } from '../../server/services/order-step-reads.ts'
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

  test('a queue that was seen as a whole holds nothing of a workflow that is not seen and that the feed has not told of', async () => {
    await using batons = await severalBatons('PostgreSQL', open)
    await furnish(await batons.database())
    const tell = async (baton: Baton, key: string, departments: readonly string[]) => {
      const steps = departments.map((department) => ({ key: department, name: department, department }))
      await publishWorkflow(ask(baton), { key, name: key, steps })
      const lines = [{ sku: 'gear', quantity: '1' }]
      await placeOrder(ask(baton), { number: key, customer: 'acme', workflow: key, lines })
    }
    await tell(await batons.baton(), 'both', ['shop', 'till'])
    await untold(batons, async (writer, reader) => {
      const { departments, people } = reader.directory
      const cashier = personViewer(people.byKey('cashier')!, 'session:1')
      const queue = (viewer: Viewer) => queueOf(makeRequest(reader, viewer), departments.byKey('shop')!.id, {}, null)
      const numbers = async (viewer: Viewer) => (await queue(viewer)).edges.map(({ node }) => node.order.number)
      expect(await numbers(cashier)).toEqual(['both'])
      await tell(writer, 'own', ['shop'])
      expect(await numbers(cashier)).toEqual(['both'])
      expect((await numbers(adminViewer)).toSorted()).toEqual(['both', 'own'])
    })
  })
})

async function furnish({ pool }: Database): Promise<void> {
  const calendar = { weekdays: [], closures: [] }
  const departments = ['shop', 'till'].map((key) => ({ key, name: key, timeZone: 'UTC', calendar }))
  await insertRows(pool, department, departments)
  const [till] = await rows<{ id: number }>(pool, sql`select id from department where key = 'till'`)
  await insertRows(pool, person, [{ key: 'cashier', name: 'Cashier', departmentId: Number(till!.id) }])
  await insertRows(pool, customer, [{ key: 'acme', name: 'Acme' }])
  await insertRows(pool, product, [{ sku: 'gear', name: 'Gear' }])
}
