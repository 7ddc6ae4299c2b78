import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SMALL_COMPANY } from '../../server/demo/company-size.ts'
import { factOf } from '../../server/domain/event.ts'
import type { Order } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import type { Baton } from '../../server/services/baton.ts'
import { openBaton } from '../../server/services/baton.ts'
import { authenticate } from '../../server/services/credential.ts'
import { demoPersonas, ensureDemoCompany, isDemo } from '../../server/services/demo.ts'
import { createDemoTokens } from '../../server/services/demo-tokens.ts'
import { type Database, rows } from '../../server/storage/database.ts'
import { readEvents } from '../../server/storage/feed-log.ts'
import { loadOrders } from '../../server/storage/order-load.ts'
import { eachDatabase } from '../support/database.ts'
import { NOW } from './ids.ts'

const quiet = { info() {}, warn() {}, error() {} }
const silent = { size: SMALL_COMPANY, progress() {} }

async function baton(database: Database, clock = () => NOW) {
  return openBaton({ database, clock, random: () => 0.5, log: quiet })
}

async function count(database: Database, table: string): Promise<number> {
  const [row] = await rows<{ count: string }>(
    database.pool,
    sql`select count(*) as count from ${sql.identifier(table)}`,
  )
  return Number(row!.count)
}

describe('the demo company', () => {
  eachDatabase((open) => {
    let own: Awaited<ReturnType<typeof baton>>
    let said: string[]

    beforeAll(async () => {
      own = await baton(await open())
      said = []
      await ensureDemoCompany(own, { size: SMALL_COMPANY, progress: (line) => said.push(line) })
      await own.feed.tail.catchUp()
    })
    afterAll(() => own.close())

    test('is written whole, and says so', async () => {
      const tables = ['department', 'person', 'customer', 'product', 'workflow', 'requirement', 'orders']
      const counts = await Promise.all(tables.map((table) => count(own.database, table)))
      expect(counts).toEqual([12, 80, 34, 60, 3, 48, 200])
      expect(said.join('\n')).toContain('200 orders')
      expect(own.directory.departments.byKey('accounting')?.leadId).toBe(
        own.directory.people.byKey('robert.ashworth')?.id,
      )
    })

    test('stands in the tables as the log tells it', async () => {
      const range = { after: 0, until: own.feed.tail.head, limit: 100_000, imported: true }
      const folded = new Map<number, Order>()
      for (const event of await readEvents(own.database.pool, range)) {
        if (event.orderId === null || event.type === 'REQUIREMENT_SATISFIED') continue
        folded.set(event.orderId, fold(folded.get(event.orderId) ?? null, factOf(event), event.orderId))
      }
      const stored = await loadOrders(own.database.pool, [...folded.keys()], (id) => own.directory.workflowById(id))
      expect(folded.size).toBe(200)
      expect(stored).toEqual(folded)
    })

    test('is told in the feed in the order of time, none of it as imported', async () => {
      const range = { after: 0, until: own.feed.tail.head, limit: 100_000, imported: false }
      const events = await readEvents(own.database.pool, range)
      const times = events.map((event) => event.recordedAt)
      expect(events).toHaveLength(await count(own.database, 'event'))
      expect(times).toEqual(times.toSorted((one, other) => one - other))
      expect(times.at(-1)).toBeLessThanOrEqual(NOW)
      const types = new Set(events.map((event) => event.type))
      expect(types).toContain('WORKFLOW_PUBLISHED')
      expect(types).toContain('REQUIREMENT_PUBLISHED')
      expect(types).toContain('REQUIREMENT_SATISFIED')
    })

    test('leaves the numbers of new rows after its own', async () => {
      const [row] = await rows<{ next: string }>(
        own.database.pool,
        sql`insert into product (sku, name) values ('NEW', 'New') returning id as next`,
      )
      const [last] = await rows<{ last: string }>(
        own.database.pool,
        sql`select max(id) as last from product where sku <> 'NEW'`,
      )
      expect(Number(row!.next)).toBeGreaterThan(Number(last!.last))
      await own.database.pool.execute(sql`delete from product where sku = 'NEW'`)
    })

    test('is not written twice', async () => {
      const before = await count(own.database, 'event')
      expect(await ensureDemoCompany(own, silent)).toBe('present')
      expect(await count(own.database, 'event')).toBe(before)
    })

    test('offers a rep, the departments and the administrator to sign in as', () => {
      const personas = demoPersonas(own)
      expect(isDemo(own)).toBe(true)
      expect(personas).toHaveLength(11)
      expect(personas.filter((one) => one.isRep)).toHaveLength(2)
      expect(personas.filter((one) => one.isAdmin)).toHaveLength(1)
    })

    test('is written by one of two that start at once', async () => {
      const database = await open()
      const both = await Promise.all([baton(database), baton(database)])
      const outcomes = await Promise.all(both.map((one) => ensureDemoCompany(one, silent)))
      expect(outcomes.sort()).toEqual(['created', 'present'])
      expect(await count(database, 'orders')).toBe(200)
      await Promise.all(both.map((one) => one.close()))
    })

    test('keeps away from a company that is there, and does not take it for itself', async () => {
      const database = await open()
      await database.pool.execute(sql`
        insert into department (key, name, time_zone, calendar) values ('sales', 'Sales', 'UTC', '{"weekdays":[],"closures":[]}')`)
      const real = await baton(database)
      expect(await ensureDemoCompany(real, silent)).toBe('present')
      expect(await count(database, 'person')).toBe(0)
      expect(isDemo(real)).toBe(false)
      await real.close()
    })

    describe('has tokens', () => {
      let folder: string
      const read = async () => JSON.parse(await readFile(join(folder, 'demo-tokens.json'), 'utf8'))
      const bearer = (on: Baton, secret: string) => authenticate(on, secret, null)

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'baton-demo-'))
      })
      afterAll(() => rm(folder, { recursive: true }))

      test('in a file that its owner alone can read', async () => {
        const path = await createDemoTokens(own, join(folder, 'new', 'data'))
        expect((await stat(path)).mode & 0o777).toBe(0o600)
        const tokens = JSON.parse(await readFile(path, 'utf8'))
        expect(Object.keys(tokens)).toEqual(['rep', 'accounting', 'production', 'warehouse', 'admin', 'integration'])
      })

      test('that are who they say', async () => {
        await createDemoTokens(own, folder)
        const tokens = await read()
        expect((await bearer(own, tokens.rep)).roles).toEqual(new Set(['REP', 'DEPARTMENT']))
        expect((await bearer(own, tokens.admin)).roles).toEqual(new Set(['ADMIN']))
        const warehouse = own.directory.departments.byKey('warehouse')
        expect((await bearer(own, tokens.warehouse)).person?.departmentId).toBe(warehouse!.id)
        const integration = await bearer(own, tokens.integration)
        expect(integration.person).toBeNull()
        expect(integration.scopes).toContain('ORDERS_WRITE')
        expect(integration.scopes).not.toContain('ADMIN')
      })

      test('that stay the same over restarts', async () => {
        await createDemoTokens(own, folder)
        const before = await read()
        const issued = await count(own.database, 'api_token')
        await createDemoTokens(own, folder)
        expect(await read()).toEqual(before)
        expect(await count(own.database, 'api_token')).toBe(issued)
      })

      test.each([
        ['no JSON', '{'],
        ['of another database', '{"rep":"bat_x"}'],
        ['null', 'null'],
      ])('anew where the file is %s', async (_, text) => {
        await writeFile(join(folder, 'demo-tokens.json'), text)
        await chmod(join(folder, 'demo-tokens.json'), 0o644)
        const path = await createDemoTokens(own, folder)
        expect((await bearer(own, (await read()).production)).person?.key).toBe('aylin.demir')
        expect((await stat(path)).mode & 0o777).toBe(0o600)
      })
    })
  })
})
