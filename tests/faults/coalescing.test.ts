import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { person } from '../../drizzle/tables.ts'
import type { Person } from '../../server/domain/directory.ts'
import { referenceEvent } from '../../server/domain/event.ts'
import { personViewer, seesOrder, tokenViewer } from '../../server/domain/visibility.ts'
import { createApiToken } from '../../server/services/credential.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { act, type Company, companies, place } from '../api/company.ts'
import { eachDatabase } from '../support/database.ts'
import { Twins } from './twins.ts'

const PEOPLE = ['rita', 'ron', 'anna', 'paul', 'petra'] as const
const WHO = [...PEOPLE, 'reader'] as const
type Who = (typeof WHO)[number]
const WORKFLOWS = { sale: 'check', service: 'visit' } as const
type WorkflowKey = keyof typeof WORKFLOWS

type Change =
  | { readonly kind: 'place'; readonly rep: 'rita' | 'ron'; readonly workflow: WorkflowKey }
  | { readonly kind: 'acts'; readonly nth: readonly number[]; readonly joins: Who | null }
  | {
      readonly kind: 'move'
      readonly who: (typeof PEOPLE)[number]
      readonly to: string | null
      readonly isAdmin: boolean
    }
  | { readonly kind: 'join'; readonly who: Who; readonly isPersonal: boolean; readonly isFromStart: boolean }
  | { readonly kind: 'leave'; readonly nth: number }
  | { readonly kind: 'revoke'; readonly who: Who }

const constant = <K extends string>(kind: K) => fc.constant(kind)
const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: constant('place'),
        rep: fc.constantFrom('rita' as const, 'ron' as const),
        workflow: fc.constantFrom('sale' as const, 'service' as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: constant('acts'),
        nth: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
        joins: fc.option(fc.constantFrom(...WHO)),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: constant('move'),
        who: fc.constantFrom(...PEOPLE),
        to: fc.constantFrom('accounting', 'production', 'carrier', null),
        isAdmin: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: constant('join'),
        who: fc.constantFrom(...WHO),
        isPersonal: fc.boolean(),
        isFromStart: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: constant('leave'), nth: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ kind: constant('revoke'), who: fc.constantFrom(...WHO) }) },
  ),
  { minLength: 6, maxLength: 16 },
)

type Known = { readonly number: string; readonly rep: string; readonly departments: ReadonlySet<number> } & {
  readonly step: string
  isHeld: boolean
}

/** One run: the company as this test has made it, and those who watch, each twice: with others, and alone. */
class Run {
  private readonly baton: Company
  private readonly name: string
  private readonly start: string
  private readonly orders: Known[] = []
  private readonly people = new Map<string, Person>()
  private readonly tokens = new Map<Who, { readonly id: number; readonly secret: string }>()
  private watchers: { readonly who: Who; readonly twins: Twins }[] = []
  private fences = 0

  constructor(baton: Company, name: string) {
    this.baton = baton
    this.name = name
    const { feed, directory } = baton.baton
    this.start = feed.cursorAt(feed.tail.head)
    for (const one of directory.people.all()) this.people.set(one.key, one)
  }

  async open(): Promise<void> {
    for (const who of WHO) {
      await this.renew(who)
      for (const isPersonal of [false, true]) await this.join(who, isPersonal, false)
    }
    await this.fence()
  }

  async do(change: Change): Promise<void> {
    if (change.kind === 'place') await this.place(change.rep, change.workflow)
    if (change.kind === 'acts') await this.acts(change.nth, change.joins)
    if (change.kind === 'move') await this.move(change.who, change.to, change.isAdmin)
    if (change.kind === 'join') await this.join(change.who, change.isPersonal, change.isFromStart)
    if (change.kind === 'leave') this.leave(change.nth)
    if (change.kind === 'revoke') await this.revoke(change.who)
    await this.fence()
  }

  async end(): Promise<void> {
    for (const { twins } of this.watchers) twins.close()
    for (const who of PEOPLE) await this.move(who, who === 'anna' ? 'accounting' : null, false)
  }

  /** What everybody who watches is told next; whoever has been told it has been told all before it. */
  private async fence(): Promise<void> {
    this.fences += 1
    const name = `${this.name}.${this.fences}`
    await this.tell(name)
    await this.baton.baton.feed.tail.catchUp()
    for (const { who, twins } of this.watchers) {
      const { shared, alone } = await twins.until(name)
      expect(shared).toEqual(alone)
      const told = shared.flatMap(({ events }) => events).filter(({ type }) => type !== 'DIRECTORY_CHANGED')
      for (const { order } of told) expect([who, order && this.sees(who, order.number)]).toEqual([who, true])
    }
  }

  private async place(rep: 'rita' | 'ron', workflow: WorkflowKey): Promise<void> {
    const number = `C${this.name}-${this.orders.length}`
    await place(this.baton, rep, number, { workflow })
    const { steps } = this.baton.baton.directory.workflow(workflow)!
    const departments = new Set(steps.map(({ departmentId }) => departmentId))
    this.orders.push({ number, rep, departments, step: WORKFLOWS[workflow], isHeld: false })
  }

  /** Several at once, and somebody who joins from the start while they happen. */
  private async acts(nth: readonly number[], joins: Who | null): Promise<void> {
    const orders = new Set(nth.flatMap((n) => this.orders[n % Math.max(1, this.orders.length)] ?? []))
    const done = [...orders].map((order) => {
      const [mutation, rest] = order.isHeld
        ? (['unblockStep', ''] as const)
        : (['blockStep', ', reason: "why"'] as const)
      order.isHeld = !order.isHeld
      return act(this.baton, 'ada', mutation, order.number, order.step, rest)
    })
    await Promise.all([...done, joins && this.join(joins, true, true)])
  }

  /** As another node does it: nothing here is told but by the feed. */
  private async move(who: string, to: string | null, isAdmin: boolean): Promise<void> {
    const { database, directory } = this.baton.baton
    const departmentId = to === null ? null : directory.departments.byKey(to)!.id
    this.people.set(who, { ...this.people.get(who)!, departmentId, isAdmin })
    await database.pool.update(person).set({ departmentId, isAdmin }).where(eq(person.key, who))
    await this.tell('moved')
  }

  private async join(who: Who, isPersonal: boolean, isFromStart: boolean): Promise<void> {
    const { feed } = this.baton.baton
    const after = isFromStart ? this.start : feed.cursorAt(feed.tail.head)
    const { secret } = this.tokens.get(who)!
    this.watchers.push({ who, twins: await Twins.open(this.baton.url, secret, { after, isPersonal }) })
  }

  private leave(nth: number): void {
    const [left] = this.watchers.splice(nth % Math.max(1, this.watchers.length), 1)
    left?.twins.close()
  }

  /** All of that token's are gone before anything else is told, and told nothing of it. */
  private async revoke(who: Who): Promise<void> {
    const { database, clock } = this.baton.baton
    const { id } = this.tokens.get(who)!
    await database.pool.update(apiToken).set({ revokedAt: clock() }).where(eq(apiToken.id, id))
    const [gone, left] = [true, false].map((isGone) => this.watchers.filter((one) => (one.who === who) === isGone))
    this.watchers = left!
    await this.tell('revoked')
    for (const { twins } of gone!) expect(await twins.afterTheEnd()).toEqual({ code: 4401, told: [] })
    await this.renew(who)
  }

  private async renew(who: Who): Promise<void> {
    const given =
      who === 'reader' ? { scopes: ['ORDERS_READ' as const] } : { scopes: [], personId: this.people.get(who)!.id }
    const { database, clock } = this.baton.baton
    this.tokens.set(who, await createApiToken(database.pool, { name: who, ...given }, clock()))
  }

  private async tell(reason: string): Promise<void> {
    const { database, clock } = this.baton.baton
    const payload = { customerId: 1 }
    const told = referenceEvent({ type: 'DIRECTORY_CHANGED', at: clock(), payload, reason }, null, clock())
    await database.transaction((tx) => insertEvents(tx, [told]))
  }

  private sees(who: Who, number: string): boolean {
    const order = this.orders.find((one) => one.number === number)!
    const viewer =
      who === 'reader' ? tokenViewer({ id: 1, scopes: ['ORDERS_READ'] }) : personViewer(this.people.get(who)!, 'any')
    return seesOrder(viewer, { repId: this.people.get(order.rep)!.id, departments: order.departments })
  }
}

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  let runs = 0
  beforeAll(async () => {
    baton = await company(await open())
  })

  test('who watches with others is told the same as one who watches alone: whoever moves, joins, leaves or is revoked', async () => {
    const property = fc.asyncProperty(changes, async (list) => {
      runs += 1
      await baton.baton.feed.tail.catchUp()
      const run = new Run(baton, String(runs))
      await run.open()
      for (const change of list) await run.do(change)
      await run.end()
    })
    await fc.assert(property, { numRuns: 4, endOnFailure: true })
  }, 180_000)
})
