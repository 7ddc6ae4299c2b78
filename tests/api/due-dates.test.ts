import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { department } from '../../drizzle/tables.ts'
import { eachDatabase } from '../support/database.ts'
import { act, type Company, companies, place } from './company.ts'

const PUBLISH = `mutation ($input: PublishRequirementInput!) { publishRequirement(input: $input) {
  requirement { id version } } }`
const DUE = `query ($number: String!) { order(number: $number) { requirements {
  id requirement { key kind } step { key } dueAt isOverdue } } }`
const OWES = `query ($first: Int, $after: String, $last: Int, $before: String) { viewer {
  owes(first: $first, after: $after, last: $last, before: $before) { totalCount pageInfo { hasNextPage hasPreviousPage }
    edges { cursor node { order: step { order { number } } requirement { key } dueAt isOverdue } } } } }`

/** A Monday morning in Berlin. */
const MONDAY = Date.UTC(2026, 10, 23, 8)

type Due = {
  readonly id: string
  readonly requirement: { key: string }
  readonly dueAt: string | null
  readonly isOverdue: boolean
}

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  const publish = (who: 'anna' | 'paul' | 'wendy', input: object) => baton.tell(who, PUBLISH, { input })
  const duesOf = async (number: string): Promise<Record<string, Due>> => {
    const { requirements } = (await baton.tell('rita', DUE, { number })).order
    return Object.fromEntries(requirements.map((one: Due) => [one.requirement.key, one]))
  }

  beforeAll(async () => {
    baton = await company(await open())
    baton.time.now = MONDAY
    const [notice, information] = [{ kind: 'NOTICE' }, { kind: 'INFORMATION' }]
    await publish('wendy', {
      department: 'warehouse',
      key: 'packing',
      title: 'Packing list',
      ...notice,
      steps: ['pick'],
      workflow: 'sale',
      duration: 'P1D',
    })
    await publish('wendy', {
      department: 'warehouse',
      key: 'dock',
      title: 'Dock',
      ...notice,
      duration: 'PT4H',
      clock: 'ELAPSED',
      owedBy: 'accounting',
    })
    await publish('anna', {
      department: 'accounting',
      key: 'pattern',
      title: 'Pattern',
      ...information,
      steps: ['bill'],
      workflow: 'sale',
    })
    await publish('paul', {
      department: 'production',
      key: 'tooling',
      title: 'Tooling',
      kind: 'RAMP_UP',
      workflow: 'sale',
      duration: 'P3D',
      steps: ['make'],
    })
    await place(baton, 'rita', 'D-1')
  })

  describe('what an order owes is due', () => {
    test('so long before the step begins, if every department keeps what it published', async () => {
      const { packing, dock, pattern } = await duesOf('D-1')
      expect(packing?.dueAt, 'a working day before picking, which begins when two days of making are over').toBe(
        '2026-11-24T08:00:00Z',
      )
      expect(dock?.dueAt, 'four hours of plain time before the warehouse first has it').toBe('2026-11-25T04:00:00Z')
      expect(pattern?.dueAt, 'when billing begins').toBe('2026-11-25T08:00:00Z')
    })

    test('so long after the placing where a new customer or product needs ramp-up', async () => {
      expect((await duesOf('D-1')).tooling?.dueAt).toBe('2026-11-26T08:00:00Z')
    })

    test('never, where it is a lead time', async () => {
      expect((await duesOf('D-1'))['lead-time-sale-make']).toMatchObject({ dueAt: null, isOverdue: false })
    })

    test('not on a holiday of the department that asks for it', async () => {
      baton.time.now = Date.UTC(2027, 0, 5, 8)
      await place(baton, 'rita', 'D-2')
      expect((await duesOf('D-2')).tooling?.dueAt, 'the 6th is no working day').toBe('2027-01-11T08:00:00Z')
      baton.time.now = MONDAY
      const { calendar } = (
        await baton.tell(
          'rita',
          '{ department(key: "production") { calendar { holidays(year: 2026) { date name } } } }',
        )
      ).department
      expect(calendar.holidays).toContainEqual({ date: '2026-01-06', name: 'Heilige Drei Könige' })
      const { errors } = await baton.ask(
        'rita',
        '{ department(key: "production") { calendar { holidays(year: 2201) { date } } } }',
      )
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('1970..2200'),
        extensions: { code: 'BAD_USER_INPUT' },
      })
    })

    test('later when the work before it is late, and overdue once it is past', async () => {
      await place(baton, 'rita', 'D-3')
      baton.time.now = MONDAY + 3 * 86_400_000
      const { packing, pattern } = await duesOf('D-3')
      expect(packing).toMatchObject({ dueAt: '2026-11-25T08:00:00Z', isOverdue: true })
      expect(pattern).toMatchObject({ dueAt: '2026-11-26T08:00:00Z', isOverdue: false })
      await baton.tell(
        'rita',
        `mutation { satisfyRequirement(input: { orderRequirement: "${packing!.id}", answer: "sent" }) { order { id } } }`,
      )
      expect((await duesOf('D-3')).packing?.isOverdue).toBe(false)
      baton.time.now = MONDAY
    })
  })

  describe('the viewer owes', () => {
    const owes = async (who: 'rita' | 'ron' | 'anna' | 'ada', page: Record<string, unknown> = {}) =>
      (await baton.tell(who, OWES, page)).viewer.owes

    test('as a rep for the own orders, the soonest due first', async () => {
      const { edges, totalCount } = await owes('rita', { first: 100 })
      const dues = edges.map(({ node }: { node: Due }) => node.dueAt)
      expect(dues).toEqual(dues.toSorted())
      expect(totalCount).toBe(edges.length)
      expect(new Set(edges.map(({ node }: { node: Due }) => node.requirement.key))).toEqual(
        new Set(['packing', 'pattern']),
      )
      expect(await owes('ron')).toMatchObject({ totalCount: 0, edges: [] })
    })

    test('with the department for all open orders', async () => {
      const { edges } = await owes('anna')
      expect(edges.map(({ node }: { node: Due }) => node.requirement.key)).toEqual(['dock', 'dock', 'dock'])
    })

    test('page by page, forwards and backwards, without a gap or a repeat', async () => {
      const all = (await owes('rita', { first: 100 })).edges.map(({ cursor }: { cursor: string }) => cursor)
      const first = await owes('rita', { first: 3 })
      const rest = await owes('rita', { first: 100, after: all[2] })
      expect([...first.edges, ...rest.edges].map(({ cursor }) => cursor)).toEqual(all)
      expect(first.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false })
      expect(
        (await owes('rita', { last: 2, before: all[3] })).edges.map(({ cursor }: { cursor: string }) => cursor),
      ).toEqual(all.slice(1, 3))
    })

    test('nothing more once it is handed in, waived, or the order is over', async () => {
      const before = (await owes('rita')).totalCount
      const { pattern } = await duesOf('D-2')
      await baton.tell(
        'anna',
        `mutation { waiveRequirement(input: { orderRequirement: "${pattern!.id}", reason: "known customer" }) { order { id } } }`,
      )
      expect((await owes('rita')).totalCount).toBe(before - 1)
      await baton.tell('rita', 'mutation { cancelOrder(input: { order: "D-2", reason: "test" }) { order { id } } }')
      const left = (await owes('rita', { first: 100 })).edges
      expect(
        left.some(
          ({ node }: { node: { order: { order: { number: string } } | null } }) => node.order?.order.number === 'D-2',
        ),
      ).toBe(false)
    })
  })

  test('what has begun is due before its real beginning', async () => {
    await place(baton, 'rita', 'D-4')
    baton.time.now = MONDAY + 3_600_000
    await act(baton, 'anna', 'completeStep', 'D-4', 'check')
    await act(baton, 'paul', 'completeStep', 'D-4', 'make')
    await act(baton, 'wendy', 'startStep', 'D-4', 'pick')
    expect((await duesOf('D-4')).packing).toMatchObject({ dueAt: '2026-11-20T09:00:00Z', isOverdue: true })
    baton.time.now = MONDAY
  })

  test('what a department says of all its work counts for a step of which it says nothing else', async () => {
    await publish('wendy', {
      department: 'warehouse',
      key: 'all-work',
      kind: 'LEAD_TIME',
      title: 'Whatever is picked',
      duration: 'P1D',
    })
    await place(baton, 'rita', 'D-5')
    expect((await duesOf('D-5')).pattern?.dueAt, 'two days of making, one of picking').toBe('2026-11-26T08:00:00Z')
  })

  test('nothing can be said where a department never works, and it hides nothing else', async () => {
    const stored = eq(department.key, 'production')
    const { pool } = baton.baton.database
    const [before] = await pool.select({ calendar: department.calendar }).from(department).where(stored)
    for (const calendar of [
      { weekdays: [], closures: [] },
      { ...before!.calendar, closures: [{ from: '1970-01-01', to: '2200-12-31', reason: null }] },
    ]) {
      await pool.update(department).set({ calendar }).where(stored)
      await baton.baton.directory.refresh()
      expect((await duesOf('D-1')).packing).toMatchObject({ dueAt: null, isOverdue: false })
      const { owes } = (await baton.tell('rita', OWES, { first: 100 })).viewer
      expect(owes.edges).toHaveLength(owes.totalCount)
      expect(owes.edges.at(-1).node.dueAt).toBe(null)
    }
    await pool.update(department).set({ calendar: before!.calendar }).where(stored)
    await baton.baton.directory.refresh()
    expect((await duesOf('D-1')).packing?.dueAt).not.toBe(null)
  })
})
