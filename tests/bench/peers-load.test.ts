import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { loadFacts } from '../../bench/peers/baton-database.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import { verify } from '../../server/services/verify.ts'
import { type Database, openPostgres } from '../../server/storage/database.ts'
import { loadOrders } from '../../server/storage/order-load.ts'
import { readOrderLogs } from '../../server/storage/order-log.ts'
import { createPostgres } from '../support/database.ts'

/** The comparison's tables with three orders of eight, nine and eight steps: one done, one under way, one cancelled. */
const APP = `
  create schema app;
  create table app.departments as select i as id, 'D' || i as code, 'Department ' || i as name, i as position from generate_series(1, 12) i;
  create table app.people as select i as id, 'Person ' || i as name, 'p' || i || '@example.test' as email,
    case when i = 1 then 'rep' else 'worker' end as role, i as department_id from generate_series(1, 4) i;
  create table app.customers as select 1 as id, 'Acme' as name, 'acme@example.test' as email, 'north' as region;
  create table app.products as select 1 as id, 'SKU-1' as sku, 'Chair' as name, 100 as price_cents;
  create table app.orders as select i as id, 'SO-' || i as number, 1 as customer_id, 1 as rep_id,
    (array['done', 'open', 'cancelled'])[i] as status, i as priority, timestamptz '2026-01-01 08:00Z' as created_at,
    timestamptz '2026-01-20 23:30Z' as due_at from generate_series(1, 3) i;
  create table app.order_lines as select i as id, i as order_id, 1 as product_id, 2 as quantity, 100 as unit_cents from generate_series(1, 3) i;
  create table app.order_steps as select (o.id - 1) * 12 + s as id, o.id as order_id, s as seq, s as department_id,
    case when k.state <> 'pending' then 2 end as holder_id, k.state,
    case when k.state <> 'pending' then o.created_at + s * interval '1 day' end as ready_at,
    case when k.state in ('active', 'done') then o.created_at + s * interval '1 day' + interval '1 hour' end as started_at,
    case when k.state = 'done' then o.created_at + s * interval '1 day' + interval '2 hours' end as completed_at
    from app.orders o cross join lateral generate_series(1, case o.id when 2 then 9 else 8 end) s
    cross join lateral (select case when o.id <> 2 or s < 3 then 'done' when s = 3 then 'active' when s = 4 then 'ready' else 'pending' end as state) k;
  create table app.events as select (o - 1) * 20 + e as id, o as order_id, (o - 1) * 12 + 1 + (e - 1) % 8 as step_id,
    (array['ready', 'started', 'note', 'moved', 'completed'])[1 + e % 5] as kind, 1 + e % 4 as actor_id,
    timestamptz '2026-01-01 08:00Z' + e * interval '5 hours' as at, case when e % 5 = 2 then 'Note ' || e end as note
    from generate_series(1, 3) o, generate_series(1, 20) e;`

describe.skipIf(inject('postgresUrl') === null)("the comparison's facts in Baton's tables", () => {
  let database: Database
  let baton: Baton & { close(): Promise<void> }
  let drop: () => Promise<void>

  beforeAll(async () => {
    const fresh = await createPostgres()
    drop = fresh.drop
    const sql = postgres(fresh.url, { max: 1, onnotice: () => {} })
    await sql.unsafe(APP).simple()
    await loadFacts(sql)
    await sql.end()
    database = await openPostgres(fresh.url, { connections: 2 })
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    baton = await openBaton({ database, clock: () => Date.UTC(2026, 1, 1), random: () => 0.5, log })
  })

  afterAll(async () => {
    await baton.close()
    await database.close()
    await drop()
  })

  const orders = () => loadOrders(database.pool, [1, 2, 3], (id) => baton.directory.workflowById(id))

  test('the log tells what the tables hold, numbered without a gap', async () => {
    expect(await verify(baton, () => {})).toEqual({ orders: 3, events: 63, difference: null })
  })

  test('an order says what it says there', async () => {
    expect((await orders()).get(1)).toMatchObject({
      number: 'SO-1',
      state: 'DELIVERED',
      customerId: 1,
      repId: 1,
      channel: 'north',
      placedAt: Date.UTC(2026, 0, 1, 8),
      promisedDate: '2026-01-20',
      deliveredAt: Date.UTC(2026, 0, 9, 10),
      lines: [{ productId: 1, quantity: '2' }],
    })
  })

  test('steps are where they are there, with who had them and when', async () => {
    const { steps } = (await orders()).get(2)!
    const states = ['DONE', 'DONE', 'IN_PROGRESS', 'READY', 'WAITING', 'WAITING', 'WAITING', 'WAITING', 'WAITING']
    expect(steps.map((step) => step.state)).toEqual(states)
    expect(steps[2]).toMatchObject({ key: 'department 3', holderId: 2 })
    expect(steps[1]!.runs).toEqual([
      {
        number: 1,
        holderId: 2,
        readyAt: Date.UTC(2026, 0, 3, 8),
        startedAt: Date.UTC(2026, 0, 3, 9),
        finishedAt: Date.UTC(2026, 0, 3, 10),
      },
    ])
    expect(steps[4]!.runs).toEqual([])
  })

  test('a cancelled order is closed and never delivered', async () => {
    expect((await orders()).get(3)).toMatchObject({
      state: 'CANCELLED',
      deliveredAt: null,
      closedAt: expect.any(Number),
    })
  })

  test('the events of an order follow its placing, in their order, with their notes', async () => {
    const log = (await readOrderLogs(database.pool, [2])).get(2)!
    expect(log.map((event) => event.type).slice(0, 4)).toEqual([
      'ORDER_PLACED',
      'STEP_CHANGED',
      'STEP_ASSIGNED',
      'STEP_ASSIGNED',
    ])
    expect(log).toHaveLength(21)
    expect(log[2]).toMatchObject({ reason: 'Note 2', at: Date.UTC(2026, 0, 1, 18) })
  })
})
