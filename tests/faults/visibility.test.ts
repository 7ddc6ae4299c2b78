import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { person } from '../../drizzle/tables.ts'
import type { Person } from '../../server/domain/directory.ts'
import { referenceEvent } from '../../server/domain/event.ts'
import { personViewer, seesOrder, tokenViewer, type Viewer } from '../../server/domain/visibility.ts'
import { createApiToken } from '../../server/services/credential.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { act, type Company, companies, place } from '../api/company.ts'
import { Socket } from '../api/socket.ts'
import { eachDatabase } from '../support/database.ts'

const DEPARTMENTS = ['accounting', 'production', 'warehouse', 'carrier', null] as const
const WORKFLOWS = { sale: 'check', service: 'visit' } as const
const REPS = ['rita', 'ron'] as const
const PEOPLE = [...REPS, 'anna', 'paul', 'petra', 'wendy'] as const
const WATCHERS = [...PEOPLE, 'reader'] as const
type Who = (typeof WATCHERS)[number]

/** What a rule of the domain says of somebody, from what this test itself has written of people, orders and tokens. */
type Known = {
  readonly number: string
  readonly id: string
  readonly step: string
  isHeld: boolean
  readonly rep: string
  readonly departments: ReadonlySet<number>
}
type Watcher = { readonly socket: Socket; readonly secret: string; readonly token: number; isDead: boolean }

type Change =
  | { readonly kind: 'place'; readonly rep: (typeof REPS)[number]; readonly workflow: keyof typeof WORKFLOWS }
  | {
      readonly kind: 'move'
      readonly who: (typeof PEOPLE)[number]
      readonly to: (typeof DEPARTMENTS)[number]
      readonly isAdmin: boolean
    }
  | { readonly kind: 'act'; readonly nth: number }
  | { readonly kind: 'revoke'; readonly who: Who }

const changes = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('place' as const),
        rep: fc.constantFrom(...REPS),
        workflow: fc.constantFrom('sale' as const, 'service' as const),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('move' as const),
        who: fc.constantFrom(...PEOPLE),
        to: fc.constantFrom(...DEPARTMENTS),
        isAdmin: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('act' as const), nth: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), who: fc.constantFrom(...WATCHERS) }) },
  ),
  { minLength: 4, maxLength: 14 },
)

const WATCH = `subscription { events(filter: { types: [ORDER_PLACED, HOLD_PLACED, HOLD_RELEASED] }) {
  events { type order { number } } } }`
const SEEN = `query ($orders: [String!]) {
  orders(first: 100) { totalCount edges { node { number } } }
  events(filter: { orders: $orders }, first: 100) { edges { node { order { number } } } }
  departments { queue(first: 30) { edges { node { order { number } } } } }
}`

/** One run: the people as they stand by now, the orders placed in it, and those who watch. */
class Run {
  readonly orders: Known[] = []
  private readonly people = new Map<string, Person>()
  private readonly watchers = new Map<Who, Watcher>()
  private readonly baton: Company
  private readonly name: string

  constructor(baton: Company, name: string) {
    this.baton = baton
    this.name = name
  }

  async open(): Promise<void> {
    const { database, directory, feed } = this.baton.baton
    await feed.tail.catchUp()
    for (const one of directory.people.all()) this.people.set(one.key, one)
    for (const who of WATCHERS) {
      const personId = who === 'reader' ? null : this.people.get(who)!.id
      const scopes = who === 'reader' ? (['ORDERS_READ'] as const) : []
      const { id, secret } = await createApiToken(database.pool, { name: who, scopes, personId }, this.baton.time.now)
      const socket = await Socket.connected(this.baton.url, { authorization: `Bearer ${secret}` })
      socket.subscribe(WATCH)
      // An answer to what was asked after it says that the watch stands.
      socket.subscribe('{ feed { head } }', undefined, 'fence')
      while ((await socket.next()).type !== 'complete');
      this.watchers.set(who, { socket, secret, token: id, isDead: false })
    }
  }

  async do(change: Change): Promise<void> {
    if (change.kind === 'place') return this.place(change.rep, change.workflow)
    if (change.kind === 'move') return this.move(change.who, change.to, change.isAdmin)
    if (change.kind === 'revoke') return this.revoke(change.who)
    const order = this.orders[change.nth % Math.max(1, this.orders.length)]
    if (order) await this.act(order)
  }

  /** All who still may are shown one more order; so nothing that they may not see is on its way to them any more. */
  async end(): Promise<void> {
    const before = [...this.people.values()]
    for (const who of PEOPLE) await this.move(who, 'carrier', false)
    await this.place('rita', 'service')
    for (const { socket, isDead } of this.watchers.values()) {
      if (isDead) {
        expect((await socket.closed).code).toBe(4401)
        await expect(nextFrame(socket)).rejects.toThrow('closed')
      }
      socket.close()
    }
    for (const { key, departmentId } of before)
      if (key !== 'ada')
        await this.move(key, this.baton.baton.directory.departments.byId(departmentId)?.key ?? null, false)
  }

  /** Every query shows each what the domain lets one see, and of the rest not even that it is there. */
  async expectQueries(): Promise<void> {
    await this.baton.baton.feed.tail.catchUp()
    const all = this.orders.map(({ number }) => number)
    if (all.length === 0) return
    for (const [who, { secret, isDead }] of this.watchers) {
      if (isDead) continue
      const seen = new Set(this.orders.filter((order) => this.sees(who, order)).map(({ number }) => number))
      const { data } = JSON.parse(await this.asked(secret, SEEN, { orders: all }))
      const shown = (edges: { node: { number?: string; order?: { number: string } } }[]) =>
        new Set(edges.map(({ node }) => node.number ?? node.order!.number).filter((number) => all.includes(number)))
      expect(shown(data.orders.edges)).toEqual(seen)
      expect(shown(data.events.edges)).toEqual(seen)
      for (const { queue } of data.departments)
        expect([...seen]).toEqual(expect.arrayContaining([...shown(queue.edges)]))
      const parts = Object.groupBy(this.orders.slice(0, 9), ({ number }) => (seen.has(number) ? 'seen' : 'hidden'))
      await this.expectShown(secret, parts.seen ?? [])
      await this.expectHidden(secret, parts.hidden ?? [])
    }
  }

  private async expectShown(secret: string, orders: readonly Known[]): Promise<void> {
    const { data, errors } = JSON.parse(await this.asked(secret, byName(orders)))
    expect(errors).toBeUndefined()
    expect(Object.values(data)).toEqual(['Query', ...orders.flatMap(({ id }) => [{ id }, { id }])])
  }

  /** The bytes are those of an answer about orders that do not exist, but for their names. */
  private async expectHidden(secret: string, orders: readonly Known[]): Promise<void> {
    const [first] = orders
    if (!first) return
    const absent = orders.map((order, n) => {
      const id = Buffer.from(`Order:${999_000_000 + n}`).toString('base64')
      return { ...order, id, number: order.number.replace('V', 'N') }
    })
    const cancel = ({ number }: Known) =>
      `mutation { cancelOrder(input: { order: "${number}", reason: "no" }) { order { id } } }`
    expect(await this.asked(secret, byName(orders))).toBe(await this.asked(secret, byName(absent)))
    const [refused, unknown] = [await this.asked(secret, cancel(first)), await this.asked(secret, cancel(absent[0]!))]
    expect(refused.replaceAll(first.number, '#')).toBe(unknown.replaceAll(absent[0]!.number, '#'))
  }

  private async asked(secret: string, query: string, variables: object = {}): Promise<string> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` }
    const body = JSON.stringify({ query, variables })
    return (await fetch(`${this.baton.url}/graphql`, { method: 'POST', headers, body })).text()
  }

  private async place(rep: string, workflow: keyof typeof WORKFLOWS): Promise<void> {
    const number = `V${this.name}-${this.orders.length}`
    const id = await place(this.baton, rep as 'rita', number, { workflow })
    const steps = this.baton.baton.directory.workflow(workflow)!.steps
    const departments = new Set(steps.map(({ departmentId }) => departmentId))
    const order = { number, id, step: WORKFLOWS[workflow], isHeld: false, rep, departments }
    this.orders.push(order)
    await this.expectFrames('ORDER_PLACED', order)
  }

  private async act(order: Known): Promise<void> {
    const [mutation, rest] = order.isHeld ? ['unblockStep', ''] : ['blockStep', ', reason: "why"']
    await act(this.baton, 'ada', mutation!, order.number, order.step, rest)
    order.isHeld = !order.isHeld
    await this.expectFrames(order.isHeld ? 'HOLD_PLACED' : 'HOLD_RELEASED', order)
  }

  /** As another node does it: nothing here is told but by the feed. */
  private async move(who: string, to: string | null, isAdmin: boolean): Promise<void> {
    const { database, directory, clock } = this.baton.baton
    const one = {
      ...this.people.get(who)!,
      departmentId: to === null ? null : directory.departments.byKey(to)!.id,
      isAdmin,
    }
    this.people.set(who, one)
    const told = referenceEvent({ type: 'DIRECTORY_CHANGED', at: clock(), payload: { customerId: 1 } }, null, clock())
    await database.transaction(async (tx) => {
      await tx.update(person).set({ departmentId: one.departmentId, isAdmin }).where(eq(person.key, who))
      await insertEvents(tx, [told])
    })
  }

  private async revoke(who: Who): Promise<void> {
    const watcher = this.watchers.get(who)!
    watcher.isDead = true
    const { database, clock } = this.baton.baton
    await database.pool.update(apiToken).set({ revokedAt: clock() }).where(eq(apiToken.id, watcher.token))
  }

  /** The next frame of each who may see the order is this one. A frame that another got would stand before that one's next. */
  private async expectFrames(type: string, order: Known): Promise<void> {
    for (const [who, { socket, isDead }] of this.watchers) {
      if (isDead || !this.sees(who, order)) continue
      const payload = await nextFrame(socket)
      expect([who, payload]).toEqual([
        who,
        { data: { events: { events: [{ type, order: { number: order.number } }] } } },
      ])
    }
  }

  private sees(who: Who, { rep, departments }: Known): boolean {
    return seesOrder(this.viewer(who), { repId: this.people.get(rep)!.id, departments })
  }

  private viewer(who: Who): Viewer {
    return who === 'reader'
      ? tokenViewer({ id: 1, scopes: ['ORDERS_READ'] })
      : personViewer(this.people.get(who)!, 'any')
  }
}

/** Asks for each order by its number and as a node. */
function byName(orders: readonly Known[]): string {
  const fields = orders.map(
    ({ number, id }, n) => `o${n}: order(number: "${number}") { id } n${n}: node(id: "${id}") { id }`,
  )
  return `{ __typename ${fields.join(' ')} }`
}

/** The next frame with events in it; those without say only how far the watch has come. */
async function nextFrame(socket: Socket): Promise<unknown> {
  for (;;) {
    const { payload } = (await socket.next()) as { payload: { data?: { events: { events: unknown[] } } } }
    if (payload?.data?.events.events.length !== 0) return payload
  }
}

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  let runs = 0
  beforeAll(async () => {
    baton = await company(await open())
  })

  test('nobody is shown, by a frame or a query, what the domain denies: whoever moves, whatever is revoked', async () => {
    const property = fc.asyncProperty(changes, async (list) => {
      runs += 1
      const run = new Run(baton, String(runs))
      await run.open()
      for (const change of list) await run.do(change)
      await run.expectQueries()
      await run.end()
    })
    await fc.assert(property, { numRuns: 5, endOnFailure: true })
  }, 180_000)

  test('the socket of a token that is revoked closes though nothing happens', async () => {
    const { database } = baton.baton
    const given = { name: 'gone', scopes: ['ORDERS_READ'] as const }
    const { id, secret } = await createApiToken(database.pool, given, baton.time.now)
    const socket = await Socket.connected(baton.url, { authorization: `Bearer ${secret}` })
    socket.subscribe(WATCH)
    await database.pool.update(apiToken).set({ revokedAt: baton.time.now }).where(eq(apiToken.id, id))
    expect(await socket.closed).toMatchObject({ code: 4401 })
  })
})
