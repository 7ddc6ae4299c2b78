import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { department, person } from '../../drizzle/tables.ts'
import type { Calendar } from '../../server/domain/directory.ts'
import { referenceEvent } from '../../server/domain/event.ts'
import { adminViewer } from '../../server/domain/visibility.ts'
import type { Baton } from '../../server/services/baton.ts'
import { createCustomer } from '../../server/services/customer.ts'
import { publishWorkflow } from '../../server/services/workflow.ts'
import type { Database, Tx } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { insertRows } from '../../server/storage/rows.ts'
import { importRows } from '../interop/imports.ts'
import { NOW } from '../storage/one-shop.ts'

const DEPARTMENTS = ['shop', 'stock', 'sales', 'carrier'] as const
const PEOPLE = ['ann', 'bob', 'cem', 'dora'] as const
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Tokyo'] as const

export type Change =
  | { readonly kind: 'publish'; readonly key: string; readonly steps: readonly string[] }
  | { readonly kind: 'import'; readonly steps: readonly { readonly step: string; at: string; by: string }[] }
  | { readonly kind: 'customer' }
  | { readonly kind: 'hire'; readonly at: string; readonly isRep: boolean }
  | { readonly kind: 'dismiss' }
  | { readonly kind: 'move'; readonly who: string; readonly to: string | null; readonly isAdmin: boolean }
  | { readonly kind: 'call'; readonly who: string; readonly phone: string | null; readonly name: string }
  | { readonly kind: 'found'; readonly timeZone: string }
  | { readonly kind: 'arrange'; readonly key: string; readonly lead: string | null; readonly calendar: Calendar }

const one = <const T>(...of: T[]) => fc.constantFrom(...of)
const calendar: fc.Arbitrary<Calendar> = fc.record(
  {
    weekdays: one([], [{ weekday: 1, opens: '09:00', closes: '17:00' }]),
    closures: one([], [{ from: '2026-12-24', to: '2026-12-26', reason: null }]),
  },
  { noNullPrototype: true },
)

/** One after the other, all that changes who works here and how: by Baton itself, and by an administration. */
export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: one('publish'),
      key: one('sale', 'service'),
      steps: fc.array(one('shop', 'found-0'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: one('import'),
      steps: fc.uniqueArray(
        fc.record({ step: one('take', 'pack', 'check'), at: one(...DEPARTMENTS), by: one(...PEOPLE, 'new') }),
        { selector: ({ step }) => step, minLength: 1 },
      ),
    }),
    fc.record({ kind: one('customer') }),
    fc.record({ kind: one('hire'), at: one('shop', 'found-0'), isRep: fc.boolean() }),
    fc.record({ kind: one('dismiss') }),
    fc.record({ kind: one('move'), who: one('bob', 'cem'), to: one('shop', 'found-0', null), isAdmin: fc.boolean() }),
    fc.record({ kind: one('call'), who: one('ann', 'bob'), phone: one('+493023125042', null), name: one('Bo', 'Bob') }),
    fc.record({ kind: one('found'), timeZone: one(...ZONES) }),
    fc.record({ kind: one('arrange'), key: one('shop', 'found-0'), lead: one('ann', 'bob', null), calendar }),
  ),
  { minLength: 6, maxLength: 12 },
)

/** Makes changes by one Baton. What an administration does is told as `DIRECTORY_CHANGED`, in its transaction. */
export class Changing {
  private made = 0
  private readonly baton: Baton

  constructor(baton: Baton) {
    this.baton = baton
  }

  async make(change: Change): Promise<void> {
    this.made += 1
    const asker = { baton: this.baton, viewer: adminViewer }
    if (change.kind === 'publish') return void (await publishWorkflow(asker, this.workflowOf(change)))
    if (change.kind === 'customer') return void (await createCustomer(asker, { key: `c${this.made}`, name: 'C' }))
    if (change.kind === 'import') return this.import(change)
    await administer(this.baton.database, (tx) => this.administer(tx, change))
    this.baton.feed.wake()
  }

  private workflowOf({ key, steps }: Change & { kind: 'publish' }) {
    const known = steps.map((at) => (this.baton.directory.departments.byKey(at) ? at : 'shop'))
    return { key, name: key, steps: known.map((at, place) => ({ key: `s${place}`, name: at, department: at })) }
  }

  private async import({ steps }: Change & { kind: 'import' }): Promise<void> {
    const told = [...steps, { step: 'ship', at: 'carrier', by: 'new' }]
    const lines = told.map(({ step, at, by }, place) => {
      const who = by === 'new' ? `new ${this.made}` : by
      return `${this.made},${step},2024-03-0${place + 1} 08:00,2024-03-0${place + 1} 09:00,${who},${at},ACME`
    })
    const { refused } = await importRows(this.baton, lines)
    if (refused.length > 0) throw new Error(refused[0]!.message)
  }

  private async administer(tx: Tx, change: Change): Promise<void> {
    const { departments } = this.baton.directory
    const key = `${change.kind}-${this.made}`
    const idOf = (name: string | null) => departments.byKey(name ?? '')?.id ?? null
    if (change.kind === 'hire') await hire(tx, { key, departmentId: idOf(change.at), isRep: change.isRep })
    if (change.kind === 'dismiss') await tx.delete(person).where(eq(person.name, 'hired'))
    if (change.kind === 'move') {
      const row = { departmentId: idOf(change.to), isAdmin: change.isAdmin }
      await tx.update(person).set(row).where(eq(person.key, change.who))
    }
    if (change.kind === 'call')
      await tx.update(person).set({ phone: change.phone, name: change.name }).where(eq(person.key, change.who))
    if (change.kind === 'found') await found(tx, { key: idOf('found-0') ? key : 'found-0', timeZone: change.timeZone })
    if (change.kind === 'arrange') await this.arrange(tx, change)
  }

  private async arrange(tx: Tx, { key, lead, calendar }: Change & { kind: 'arrange' }): Promise<void> {
    const leadId = this.baton.directory.people.byKey(lead ?? '')?.id ?? null
    await tx.update(department).set({ leadId, calendar }).where(eq(department.key, key))
  }
}

/** What tells all Batons that something has changed. */
export const changed = referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {} }, null, NOW)

/** Does it in one transaction with the event that tells all Batons; wakes nobody. */
export async function administer(database: Database, work: (tx: Tx) => Promise<void>): Promise<void> {
  await database.transaction(async (tx) => {
    await work(tx)
    await insertEvents(tx, [changed])
  })
}

export async function hire(tx: Tx, row: { key: string; departmentId: number | null; isRep?: boolean }): Promise<void> {
  await insertRows(tx, person, [{ ...row, name: 'hired' }])
}

export async function found(tx: Tx, row: { key: string; timeZone: string }): Promise<void> {
  await insertRows(tx, department, [{ ...row, name: row.key, calendar: { weekdays: [], closures: [] } }])
}
