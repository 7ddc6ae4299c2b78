import { asc, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { event } from '../../drizzle/feed-tables.ts'
import { orders } from '../../drizzle/order-tables.ts'
import { factOf } from '../../server/domain/event.ts'
import type { Order } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import type { Baton } from '../../server/services/baton.ts'
import { loadOrders } from '../../server/storage/order-load.ts'
import { insertWorkflow } from '../../server/storage/workflow-save.ts'
import { eachDatabase } from '../support/database.ts'
import { countRows, FIRST, importRows, NOW, openTestBaton, SALES, SECOND } from './imports.ts'

const BOTH = [...FIRST, ...SECOND]
const NOTHING = { orders: 0, steps: 0, runs: 0, events: 0, departments: 0, people: 0, workflows: 0, duplicates: 0 }

async function ordersOf({ database, directory }: Baton): Promise<Order[]> {
  const found = await database.pool.select({ id: orders.id }).from(orders).orderBy(asc(orders.number))
  const ids = found.map(({ id }) => id)
  const loaded = await loadOrders(database.pool, ids, (version) => directory.workflowById(version))
  return ids.map((id) => loaded.get(id)!)
}

eachDatabase((open) => {
  test('an import writes the orders with their past, and everybody and everything that they name', async () => {
    const baton = await openTestBaton(await open())
    expect(await importRows(baton, BOTH)).toMatchObject({
      orders: 2,
      steps: 6,
      runs: 6,
      departments: 2,
      people: 3,
      workflows: 1,
      duplicates: 0,
      refused: [],
    })
    const [first, second] = await ordersOf(baton)
    expect(first).toMatchObject({ number: '1', state: 'DELIVERED', timeZone: 'Europe/Berlin' })
    expect(new Date(first!.deliveredAt!).toISOString()).toBe('2024-03-02T08:00:00.000Z')
    expect(first!.closedAt).toBe(first!.deliveredAt)
    expect(first!.steps.map((step) => [step.key, step.state, step.runs.length])).toEqual([
      ['take', 'DONE', 1],
      ['pack', 'DONE', 2],
      ['ship', 'DONE', 1],
    ])
    expect(second!.steps.map((step) => step.state)).toEqual(['DONE', 'IN_PROGRESS', 'WAITING'])
    const cem = baton.directory.people.byKey('Cem')!
    expect(second!.steps[1]!.holderId).toBe(cem.id)
    expect(baton.directory.departments.byId(cem.departmentId)).toMatchObject({
      key: 'Stock',
      timeZone: 'Europe/Berlin',
    })
  })

  test('the workflow that it finds says so', async () => {
    const baton = await openTestBaton(await open())
    await importRows(baton, BOTH)
    expect(baton.directory.workflow('small-sales')).toMatchObject({
      version: 1,
      discovered: true,
      name: 'Small sales (discovered in a log of 2 orders)',
      steps: [
        { key: 'take', dependsOn: [], delivers: false },
        { key: 'pack', dependsOn: ['take'], delivers: false },
        { key: 'ship', dependsOn: ['pack'], delivers: true },
      ],
    })
  })

  test('its events fold to its orders, in order of time, and one alone is for those who watch', async () => {
    const baton = await openTestBaton(await open())
    const result = await importRows(baton, BOTH)
    const log = await baton.database.pool.select().from(event).orderBy(asc(event.id))
    expect(log).toHaveLength(result.events)
    const facts = log.slice(0, -1)
    expect(facts.every((one) => one.imported && one.recordedAt === NOW && one.actor === null)).toBe(true)
    expect(log.at(-1)).toMatchObject({ type: 'ORDERS_IMPORTED', imported: false, at: NOW, payload: { orderCount: 2 } })
    expect(facts.map((one) => one.at)).toEqual(facts.map((one) => one.at).toSorted((a, b) => a - b))
    for (const order of await ordersOf(baton)) {
      const own = facts.filter((one) => one.orderId === order.id).map(factOf)
      expect(own.reduce<Order | null>((known, fact) => fold(known, fact, order.id), null)).toEqual(order)
    }
  })

  test('a second call does nothing, in whatever order the rows come', async () => {
    const baton = await openTestBaton(await open())
    await importRows(baton, BOTH)
    const before = await countRows(baton.database)
    expect(await importRows(baton, BOTH.toReversed())).toMatchObject({ ...NOTHING, duplicates: 2, refusedCount: 0 })
    expect(await countRows(baton.database)).toEqual(before)
  })

  test('what is new beside what was imported before goes in, under the same version while the workflow is the same', async () => {
    const baton = await openTestBaton(await open())
    await importRows(baton, FIRST)
    expect(await importRows(baton, BOTH)).toMatchObject({ orders: 1, duplicates: 1, workflows: 0, people: 0 })
    const third = [...BOTH, '3,call,2024-03-06 08:00,2024-03-06 09:00,Ann,Sales,Zorn']
    expect(await importRows(baton, third)).toMatchObject({ orders: 1, duplicates: 2, workflows: 1 })
    expect(baton.directory.workflow('small-sales')?.version).toBe(2)
    const [first, , last] = await ordersOf(baton)
    expect(last!.workflowId).not.toBe(first!.workflowId)
  })

  test('a number that is another order’s is refused with its row, and nothing is written', async () => {
    const baton = await openTestBaton(await open())
    await importRows(baton, FIRST)
    const before = await countRows(baton.database)
    const changed = [...FIRST.slice(0, 3), ...SECOND]
    expect(await importRows(baton, changed)).toEqual({
      ...NOTHING,
      notes: [],
      refused: [
        {
          row: 2,
          code: 'CONFLICT',
          message: 'sales.csv row 2, order: there is an order 1 already that this log tells otherwise',
        },
      ],
      refusedCount: 1,
    })
    expect(await countRows(baton.database)).toEqual(before)
  })

  test('where a row is refused nothing of the log is written, and every such row is named', async () => {
    const baton = await openTestBaton(await open())
    const before = await countRows(baton.database)
    const result = await importRows(baton, [
      ...FIRST,
      '3,take,never,,Ann,Sales,ACME',
      ',take,2024-03-01,,Ann,Sales,ACME',
    ])
    expect(result).toMatchObject({ ...NOTHING, refusedCount: 2, refused: [{ row: 6 }, { row: 7 }] })
    expect(await countRows(baton.database)).toEqual(before)
  })

  test('what fails half-way leaves nothing behind', async () => {
    const baton = await openTestBaton(await open())
    await baton.database.pool.execute(
      sql`alter table event add constraint fails_late check (type <> 'ORDERS_IMPORTED')`,
    )
    const before = await countRows(baton.database)
    await expect(importRows(baton, BOTH)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('fails_late') },
    })
    expect(await countRows(baton.database)).toEqual(before)
    expect(baton.directory.workflow('small-sales')).toBeNull()
  })

  test('of two imports of one log at once one finds the orders of the other', async () => {
    const baton = await openTestBaton(await open())
    const results = await Promise.all([importRows(baton, BOTH), importRows(baton, BOTH)])
    expect(results.map((result) => result.orders).toSorted()).toEqual([0, 2])
    expect(results.map((result) => result.duplicates).toSorted()).toEqual([0, 2])
  })

  test('whoever is known by a key stays as they are', async () => {
    const baton = await openTestBaton(await open())
    await importRows(baton, FIRST)
    const ann = baton.directory.people.byKey('Ann')
    const moved = ['9,take,2024-04-01,2024-04-01,Ann,Stock,ACME', '9,ship,2024-04-02,2024-04-02,Bob,Stock,ACME']
    expect(await importRows(baton, moved)).toMatchObject({ orders: 1, people: 0, departments: 0 })
    expect(baton.directory.people.byKey('Ann')).toEqual(ann)
  })
})

eachDatabase((open) => {
  const step = (key: string, name: string, dependsOn: string[], delivers = false) => {
    return { key, name, departmentId: 1, dependsOn, delivers, appliesWhen: null }
  }

  /** A company with a workflow of its own; a first import gives it departments. */
  async function openCompany(): Promise<Baton> {
    const baton = await openTestBaton(await open())
    await importRows(baton, FIRST)
    const steps = [step('take', 'Take the order', []), step('p', 'pack', ['take']), step('ship', 'Ship', ['p'], true)]
    for (const key of ['own', 'by-hand']) {
      const header = { key, version: 1, name: 'Own', discovered: false, publishedAt: NOW }
      await baton.database.transaction((tx) => insertWorkflow(tx, header, steps))
    }
    await baton.directory.refresh()
    return baton
  }

  test('a workflow that is named takes the steps of a log by key or by name', async () => {
    const baton = await openCompany()
    expect(await importRows(baton, SECOND, { workflow: 'own' })).toMatchObject({ orders: 1, workflows: 0, refused: [] })
    const [, second] = await ordersOf(baton)
    expect(second!.workflowId).toBe(baton.directory.workflow('own')!.id)
    expect(second!.steps.map((one) => one.state)).toEqual(['DONE', 'IN_PROGRESS', 'WAITING'])
  })

  test('a step that it has not is refused with its row', async () => {
    const baton = await openCompany()
    const before = await countRows(baton.database)
    const lines = [...SECOND, '2,sing,2024-03-06,,Cem,Stock,Zorn', '2,dance,2024-03-06,,Cem,Stock,Zorn']
    expect(await importRows(baton, lines, { workflow: 'own' })).toMatchObject({
      refused: [
        { row: 4, code: 'BAD_USER_INPUT', message: 'sales.csv row 4, step: is no step of workflow own version 1' },
        { row: 5, code: 'BAD_USER_INPUT' },
      ],
    })
    expect(await countRows(baton.database)).toEqual(before)
  })

  test('a workflow that does not exist is refused', async () => {
    const baton = await openCompany()
    const { refused } = await importRows(baton, SECOND, { workflow: 'nothing' })
    expect(refused).toMatchObject([{ row: null, code: 'NOT_FOUND' }])
  })

  test('what is discovered never takes the place of a workflow that somebody published', async () => {
    const baton = await openCompany()
    const { refused } = await importRows(baton, SECOND, { mapping: { ...SALES, name: 'By hand', delivers: [] } })
    expect(refused).toMatchObject([
      { row: null, code: 'CONFLICT', message: expect.stringContaining('--workflow by-hand') },
    ])
  })
})
