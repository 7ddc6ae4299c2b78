import { fileURLToPath } from 'node:url'
import { asc, eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { event } from '../../drizzle/feed-tables.ts'
import { orders } from '../../drizzle/order-tables.ts'
import { factOf } from '../../server/domain/event.ts'
import type { Order } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import type { Baton } from '../../server/services/baton.ts'
import { importLog } from '../../server/services/import.ts'
import { rows } from '../../server/storage/database.ts'
import { loadOrders } from '../../server/storage/order-load.ts'
import { eachDatabase } from '../support/database.ts'
import { describeShared } from '../support/shared-data.ts'
import { countRows, openTestBaton } from './imports.ts'

const mapOf = (name: string) => fileURLToPath(new URL(`maps/${name}.json`, import.meta.url))

async function importFrom(baton: Baton, file: string, map: string | null) {
  return importLog(baton, { files: [file], map: map && mapOf(map), workflow: null }, () => {})
}

function dependenciesOf(baton: Baton, key: string): Record<string, readonly string[]> {
  const { steps } = baton.directory.workflow(key)!
  return Object.fromEntries(steps.map((step) => [step.key, step.dependsOn.toSorted()]))
}

/** Every order of the tables is what the log of events folds to. */
async function expectFolded({ database, directory }: Baton): Promise<void> {
  const ids = (await database.pool.select({ id: orders.id }).from(orders)).map(({ id }) => id)
  const stored = await loadOrders(database.pool, ids, (version) => directory.workflowById(version))
  const log = await database.pool.select().from(event).where(eq(event.imported, true)).orderBy(asc(event.id))
  for (const [id, own] of Map.groupBy(log, (one) => one.orderId!)) {
    const folded = own.map(factOf).reduce<Order | null>((order, fact) => fold(order, fact, id), null)
    expect(folded).toEqual(stored.get(id))
  }
}

eachDatabase((open) => {
  describeShared('data/order-to-cash-csv', (folder) => {
    const file = `${folder}/raw_order_to_cash_2024.csv`

    test('50 orders with 540 changes of status go in, once', async () => {
      const baton = await openTestBaton(await open())
      expect(await importFrom(baton, file, 'order-to-cash')).toMatchObject({
        orders: 50,
        steps: 850,
        runs: 540,
        departments: 3,
        people: 5,
        workflows: 1,
        duplicates: 0,
        refused: [],
      })
      await expectFolded(baton)
      const before = await countRows(baton.database)
      expect(await importFrom(baton, file, 'order-to-cash')).toMatchObject({ orders: 0, events: 0, duplicates: 50 })
      expect(await countRows(baton.database)).toEqual(before)
    })

    test('its workflow is the relay that the statuses tell of, with its three detours', async () => {
      const baton = await openTestBaton(await open())
      await importFrom(baton, file, 'order-to-cash')
      expect(dependenciesOf(baton, 'order-to-cash')).toEqual({
        見積作成: [],
        受注登録: ['見積作成'],
        与信審査完了: ['受注登録'],
        与信NG: ['受注登録'],
        前払い要請: ['与信NG'],
        前払い確認: ['前払い要請'],
        出荷指示: ['与信審査完了', '前払い確認'].toSorted(),
        在庫不足: ['出荷指示'],
        入荷待ち: ['在庫不足'],
        ピッキング: ['入荷待ち'],
        梱包: ['ピッキング'],
        出荷完了: ['梱包'],
        請求書発行: ['出荷完了'],
        入金遅延: ['請求書発行'],
        督促: ['入金遅延'],
        入金確認: ['督促'],
        売掛金消込: ['入金確認'],
      })
      const delivering = baton.directory.workflow('order-to-cash')!.steps.filter((step) => step.delivers)
      expect(delivering.map((step) => step.key)).toEqual(['出荷完了'])
      expect(baton.directory.departments.byKey('DEPT-SALES')?.name).toBe('営業部')
    })

    test('every order is delivered with its goods and closed with its payment, each step ready at the finish before it', async () => {
      const { database, ...baton } = await openTestBaton(await open())
      await importFrom({ database, ...baton }, file, 'order-to-cash')
      const states = await rows<{ state: string; closed: boolean; count: number }>(
        database.pool,
        sql`select state, closed_at > delivered_at as closed, count(*)::int as count from orders group by 1, 2`,
      )
      expect(states).toEqual([{ state: 'DELIVERED', closed: true, count: 50 }])
      const [order] = (await loadOrders(database.pool, [1], (id) => baton.directory.workflowById(id))).values()
      const runs = order!.steps.flatMap((step) => step.runs).toSorted((a, b) => a.startedAt! - b.startedAt!)
      expect(runs.slice(1).map((run) => run.readyAt)).toEqual(runs.slice(0, -1).map((run) => run.finishedAt))
    })
  })

  describeShared('data/production-csv', (folder) => {
    const file = `${folder}/Production.csv`

    test('225 orders go in, 209 of which go through a step more than once', async () => {
      const baton = await openTestBaton(await open())
      expect(await importFrom(baton, file, 'production')).toMatchObject({
        orders: 225,
        runs: 4_503,
        people: 48,
        workflows: 1,
        refused: [],
      })
      const repeating = await rows<{ count: number }>(
        baton.database.pool,
        sql`select count(distinct order_id)::int as count from step_run where number > 1`,
      )
      expect(repeating).toEqual([{ count: 209 }])
      await expectFolded(baton)
    })

    test('without a mapping its columns are guessed, and its marks of start and end are steps as any other', async () => {
      const baton = await openTestBaton(await open())
      expect(await importFrom(baton, file, null)).toMatchObject({ orders: 225, runs: 4_953, refused: [] })
      expect(baton.directory.workflow('production')?.steps.map((step) => step.key)).toContain('Start')
    })
  })
})
