import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { customer, department, person, product } from '../../drizzle/tables.ts'
import { globalId } from '../../server/domain/global-id.ts'
import { Refusal } from '../../server/domain/refusal.ts'
import type { Command } from '../../server/domain/step-machine.ts'
import { personViewer, tokenViewer } from '../../server/domain/visibility.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import { createCustomer } from '../../server/services/customer.ts'
import type { Asker } from '../../server/services/mutate.ts'
import { changeOrder, lockOrder } from '../../server/services/order-change.ts'
import { placeOrder } from '../../server/services/order-placing.ts'
import { satisfyRequirement, waiveRequirement } from '../../server/services/order-requirement.ts'
import { acknowledgeRequirement, publishRequirement, retireRequirement } from '../../server/services/requirement.ts'
import { publishWorkflow } from '../../server/services/workflow.ts'
import { type Database, rows } from '../../server/storage/database.ts'
import { insertRows } from '../../server/storage/rows.ts'
import { commands, type Plan, plans } from '../storage/step-commands.arbitrary.ts'

/** What is hard to write: for CSV, for XML, for spreadsheets, for SQL. */
const AWKWARD = ['plain', '=1+1', "'-2", '@sum', 'a,b;"c"', ' ]]> <&> \t\n', 'half \u0001 seen\uffff', '受注', '%/🏃']
const awkward = fc.constantFrom(...AWKWARD)
/** As a key, which may not hold what cannot be seen. */
const SKUS = ['=1+1', "'-2", '@sum', 'a,b;"c"', '<&>', '受注', '%2F/🏃']

type OrderPlan = {
  readonly commands: readonly Command[]
  readonly skus: readonly string[]
  readonly channel: string
  readonly circumstances: readonly string[]
  readonly isIntegration: boolean
  readonly days: number
}
export type CompanyPlan = {
  readonly workflow: Plan
  readonly text: string
  readonly orders: readonly OrderPlan[]
  readonly bindsOpenOrders: boolean
}

export const companies: fc.Arbitrary<CompanyPlan> = fc.record({
  workflow: plans,
  text: awkward,
  bindsOpenOrders: fc.boolean(),
  orders: fc.array(
    fc.record({
      commands,
      skus: fc.subarray(SKUS, { minLength: 1 }),
      channel: awkward,
      circumstances: fc.subarray(AWKWARD),
      isIntegration: fc.boolean(),
      days: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
})

/** Of the first order; each next plan is some days later. */
export const FIRST_DAY = Date.UTC(2026, 8, 1, 9)
const DAY = 86_400_000
const silent = { info: () => {}, warn: () => {}, error: () => {} }

export type TestBaton = Awaited<ReturnType<typeof openBaton>>

/** Over a database, with a clock that stands where it is put. */
export async function openAt(database: Database, clock: { now: number }): Promise<TestBaton> {
  return openBaton({ database, clock: () => clock.now, random: () => 0.5, log: silent })
}

/** Two departments, three people, a token; a workflow, a requirement in two versions, and what happened to the orders. */
export async function makeCompany(database: Database, plan: CompanyPlan): Promise<TestBaton> {
  const clock = { now: FIRST_DAY }
  await staff(database, plan.text)
  const baton = await openAt(database, clock)
  const ann: Asker = { baton, viewer: personViewer(baton.directory.people.byKey('ann')!, 'test') }
  const erp: Asker = { baton, viewer: tokenViewer({ id: 7, scopes: ['ADMIN', 'ORDERS_READ', 'ORDERS_WRITE'] }) }
  await createCustomer(ann, { key: 'ACME/2', name: plan.text, accountManager: 'bob' })
  await publishWorkflow(ann, workflowOf(plan))
  await baton.directory.refresh()
  await publish(ann, plan.text, false)
  for (const order of plan.orders) {
    clock.now += order.days * DAY
    await runOrder(order.isIntegration ? erp : ann, ann, order, clock)
  }
  clock.now += DAY
  await publish(ann, 'The second version', plan.bindsOpenOrders)
  await retireRequirement(ann, { department: 'shop', key: 'form', effectiveTo: clock.now + DAY })
  await baton.feed.tail.catchUp()
  return baton
}

async function staff(database: Database, text: string): Promise<void> {
  const calendar = {
    weekdays: [{ weekday: 1, opens: '22:00', closes: '06:00' }],
    closures: [{ from: '2026-12-24', to: '2026-12-26', reason: text }],
  }
  const { pool } = database
  await insertRows(pool, department, [
    { key: 'shop', name: text, timeZone: 'Asia/Tokyo', calendar, isExternal: false },
    { key: 'carrier', name: 'Carrier', timeZone: 'UTC', calendar: { weekdays: [], closures: [] }, isExternal: true },
  ])
  await insertRows(pool, person, [
    {
      key: 'ann',
      name: 'Ann',
      email: 'ann@example.com',
      phone: '+493023125042',
      title: text,
      departmentId: 1,
      isAdmin: true,
      isRep: true,
    },
    { key: 'bob', name: 'Bob', email: null, phone: null, title: null, departmentId: 2, isAdmin: false, isRep: true },
    { key: 'cem', name: text, email: null, phone: null, title: null, departmentId: null, isAdmin: false, isRep: false },
  ])
  await pool.execute(sql`update department set lead_id = 2 where key = 'carrier'`)
  await insertRows(pool, customer, [{ key: 'Zorn & Söhne', name: 'Zorn', accountManagerId: null }])
  await insertRows(
    pool,
    product,
    SKUS.map((sku) => ({ sku, name: text, category: sku === '受注' ? null : 'things' })),
  )
  await insertRows(pool, apiToken, [
    { id: 7, name: 'ERP', digest: 'of no token', scopes: [], personId: null, createdAt: FIRST_DAY },
  ])
}

function workflowOf({ workflow, text }: CompanyPlan) {
  const steps = workflow.steps.map(({ key, dependsOn, delivers }, place) => ({
    ...{
      key,
      dependsOn,
      delivers,
      name: place === 0 ? `First ${key}` : key,
      department: place % 2 ? 'carrier' : 'shop',
    },
    appliesWhen: workflow.skipped.includes(key) && place > 0 ? `'${'plain'}' in order.circumstances` : null,
  }))
  return { key: 'sale', name: text, steps }
}

async function publish(ann: Asker, title: string, bindsOpenOrders: boolean): Promise<void> {
  const named = { department: 'shop', key: 'form' }
  await publishRequirement(ann, { ...named, kind: 'INFORMATION', title: `${title} `, details: title, bindsOpenOrders })
  const [row] = await rows<{ version: number }>(
    ann.baton.database.pool,
    sql`select max(version) as version from requirement where key = 'form'`,
  )
  await acknowledgeRequirement(ann, { ...named, version: Number(row!.version) })
}

async function runOrder(asker: Asker, ann: Asker, plan: OrderPlan, clock: { now: number }): Promise<void> {
  const { baton } = asker
  const { orderId } = await placeOrder(asker, {
    ...{ customer: 'Zorn & Söhne', rep: 'bob', channel: plan.channel, circumstances: plan.circumstances },
    ...{
      workflow: 'sale',
      promisedDate: '2026-10-01',
      externalId: { source: 'ERP', id: `=${clock.now}${crypto.randomUUID()}` },
    },
    lines: plan.skus.map((sku, place) => ({ sku, quantity: `${place + 1}.5` })),
  })
  await settle(ann, orderId)
  for (const command of plan.commands) {
    clock.now += 60_000
    await obey(asker, `SO-${orderId}`, command).catch(unlessRefused)
  }
  void baton
}

/** The first obligation is handed in, the second is waived. */
async function settle(ann: Asker, orderId: number): Promise<void> {
  const owed = await rows<{ id: number }>(
    ann.baton.database.pool,
    sql`select id from order_requirement where order_id = ${orderId} order by id limit 2`,
  )
  const named = owed.map(({ id }) => globalId('OrderRequirement', Number(id)))
  if (named[0])
    await satisfyRequirement(ann, { orderRequirement: named[0], answer: AWKWARD.join(' ').replaceAll('\0', '') })
  if (named[1]) await waiveRequirement(ann, { orderRequirement: named[1], reason: 'known' })
}

async function obey(asker: Asker, number: string, command: Command): Promise<void> {
  await asker.baton.database.transaction(async (tx) => {
    const reason = 'reason' in command && command.reason === 'no steel' ? { reason: AWKWARD[6]! } : {}
    await changeOrder(tx, asker, await lockOrder(tx, asker, number), { ...command, ...reason } as Command)
  })
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error
}

/** Sets the numbers of what is to come apart from those of any other database, so that a number that was not translated shows. */
export async function shiftNumbers({ pool }: Database): Promise<void> {
  const tables = [
    'department',
    'person',
    'customer',
    'product',
    'workflow',
    'requirement',
    'orders',
    'order_requirement',
  ]
  for (const [place, table] of [...tables, 'api_token'].entries())
    await pool.execute(
      sql`select nextval(pg_get_serial_sequence(${table}, 'id')) from generate_series(1, ${(place + 2) * 11}::int)`,
    )
}

export type { Baton }
