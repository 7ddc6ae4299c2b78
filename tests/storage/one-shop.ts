import { department, person } from '../../drizzle/tables.ts'
import { eventsOf } from '../../server/domain/event.ts'
import type { Order } from '../../server/domain/order.ts'
import { placeOrder } from '../../server/domain/placing.ts'
import { personViewer } from '../../server/domain/visibility.ts'
import type { Workflow } from '../../server/domain/workflow.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import type { Asker } from '../../server/services/mutate.ts'
import type { Database } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { allocateOrderIds, insertOrders } from '../../server/storage/order-insert.ts'
import { insertRows } from '../../server/storage/rows.ts'
import { insertWorkflow } from '../../server/storage/workflow-save.ts'
import type { Plan } from './step-commands.arbitrary.ts'

/** The clock of these tests stands still here. */
export const NOW = Date.UTC(2026, 10, 22, 9)
const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** The smallest company: one department, three people who may do everything; Ann asks. Closed by whoever opened it. */
export async function openShop(database: Database): Promise<Asker & { readonly baton: { close(): Promise<void> } }> {
  const calendar = { weekdays: [], closures: [] }
  const people = ['ann', 'bob', 'cem'].map((key) => ({ key, name: key, departmentId: 1, isAdmin: true }))
  await insertRows(database.pool, department, [{ key: 'shop', name: 'Shop', timeZone: 'UTC', calendar }])
  await insertRows(database.pool, person, people)
  const baton = await openBaton({ database, clock: () => NOW, random: () => 0.5, log: silent })
  return { baton, viewer: personViewer(baton.directory.people.byKey('ann')!, 'test') }
}

/** A relay of steps, each after the one before it, that applies to every order. */
export function relay(...keys: readonly string[]): Plan {
  const steps = keys.map((key, place) => ({
    key,
    dependsOn: keys.slice(Math.max(0, place - 1), place),
    delivers: false,
  }))
  return { steps, skipped: [] }
}

export async function publish({ database, directory }: Baton, { steps }: Plan): Promise<Workflow> {
  const key = `sale-${crypto.randomUUID()}`
  const header = { key, version: 1, name: 'Sale', discovered: false, publishedAt: NOW }
  const rows = steps.map((step) => ({ ...step, name: step.key, departmentId: 1 }))
  const id = await database.transaction((tx) => insertWorkflow(tx, header, rows))
  await directory.refresh()
  return directory.workflowById(id)
}

/** An order of that workflow, with its event in the log. */
export async function place({ database, feed }: Baton, workflow: Workflow, { skipped }: Plan): Promise<Order> {
  const placed = await database.transaction(async (tx) => {
    const [id] = await allocateOrderIds(tx, 1)
    const header = { ...bare, id: id!, number: `S-${id}`, placedAt: NOW }
    const { order, facts } = placeOrder(workflow, header, (step) => !skipped.includes(step.key))
    await insertOrders(tx, [{ order, fingerprint: null }], new Map([[workflow.id, workflow]]))
    await insertEvents(tx, eventsOf(order, workflow, facts, { actor: null, recordedAt: NOW }))
    return order
  })
  feed.wake()
  return placed
}

const bare = {
  externalIds: [],
  customerId: null,
  repId: null,
  lines: [],
  channel: null,
  circumstances: ['rush'],
  attributes: { region: 'north' },
  timeZone: 'UTC',
  requestedDate: null,
  promisedDate: '2026-12-15',
}
