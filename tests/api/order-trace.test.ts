import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { act, type Company, companies, place } from './company.ts'

const TRACE = `query ($number: String!) { order(number: $number) {
  number state version placedAt promisedDate timeZone circumstances
  customer { key isNew } rep { key } lines { product { sku } quantity } externalIds { source id }
  steps { key name state returns blockedReason readyAt startedAt finishedAt version
    department { key } holder { key } contact { key } dependsOn { key } definition { key delivers }
    runs { number holder { key } readyAt startedAt finishedAt }
    holds { id reason since placedBy { name } releasedAt releasedBy { name } } }
  current { key } next { key } team { key }
  requirements { requirement { key } step { key } owedBy { key } satisfiedAt version }
} }`

/** Not the feed's own, nor those that ask who the token is. */
const OF_AN_ORDER = /from "(orders|order_\w+|step_run|hold|requirement|customer|product)"/

eachDatabase((open) => {
  const company = companies()
  const statements: string[] = []
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open({ observe: (statement) => void statements.push(statement) }))
  })

  const trace = async (who: Parameters<Company['ask']>[0], number: string) =>
    (await baton.tell(who, TRACE, { number })).order

  describe('an order that was worked on', () => {
    beforeAll(async () => {
      await place(baton, 'rita', 'S-1', {
        promisedDate: '2026-12-15',
        circumstances: ['rush'],
        externalId: { source: 'erp', id: '4711' },
      })
      await act(baton, 'anna', 'completeStep', 'S-1', 'check')
      await act(baton, 'paul', 'startStep', 'S-1', 'make')
      await act(baton, 'paul', 'blockStep', 'S-1', 'make', ', reason: "no steel"')
    })

    test('says who has it, who gets it next and whom to ask', async () => {
      const order = await trace('rita', 'S-1')
      expect(order.current).toEqual([{ key: 'make' }])
      expect(order.next).toEqual([{ key: 'pick' }])
      expect(order.steps.map((step: { contact: unknown }) => step.contact)).toEqual([
        { key: 'anna' },
        { key: 'paul' },
        null,
        null,
        { key: 'anna' },
      ])
      expect(order.team.map(({ key }: { key: string }) => key).sort()).toEqual(['anna', 'paul', 'rita'])
    })

    test('shows its runs and holds', async () => {
      const make = (await trace('rita', 'S-1')).steps[1]
      expect(make).toMatchObject({
        state: 'BLOCKED',
        blockedReason: 'no steel',
        holder: { key: 'paul' },
        department: { key: 'production' },
        runs: [{ number: 1, holder: { key: 'paul' }, finishedAt: null }],
        holds: [{ reason: 'no steel', placedBy: { name: 'Paul Plant' }, releasedAt: null }],
      })
    })

    test('shows what was ordered', async () => {
      expect(await trace('rita', 'S-1')).toMatchObject({
        customer: { key: 'acme', isNew: false },
        lines: [{ product: { sku: 'gear' }, quantity: '2.5' }],
        externalIds: [{ source: 'erp', id: '4711' }],
        promisedDate: '2026-12-15',
        timeZone: 'Europe/Berlin',
        circumstances: ['rush'],
        placedAt: '2026-11-22T09:00:00Z',
      })
    })

    test('owes the lead time that production published for its step', async () => {
      expect((await trace('rita', 'S-1')).requirements).toMatchObject([
        { requirement: { key: 'lead-time-sale-make' }, step: { key: 'make' }, owedBy: null, satisfiedAt: null },
      ])
    })

    test('is read in a fixed number of statements, however many orders there are', async () => {
      const asked = async (query: string) => {
        statements.length = 0
        await baton.tell('erp', query)
        return statements.filter((statement) => OF_AN_ORDER.test(statement)).length
      }
      const body = TRACE.slice(TRACE.indexOf('{\n'), -2)
      const one = await asked(`{ orders(first: 1) { edges { node ${body} } } }`)
      for (let number = 10; number < 15; number += 1) await place(baton, 'ron', `S-${number}`, { customer: 'zeta' })
      expect(await asked(`{ orders(first: 6) { edges { node ${body} } } }`)).toBe(one)
      expect(one).toBe(7)
    })
  })

  describe('who sees it', () => {
    beforeAll(async () => {
      await place(baton, 'rita', 'V-1', { workflow: 'service' })
    })

    test.each(['rita', 'anna', 'ada', 'reader', 'erp'] as const)('%s does', async (who) => {
      expect((await baton.tell(who, '{ order(number: "V-1") { number } }')).order).toEqual({ number: 'V-1' })
    })

    test.each(['ron', 'paul', 'wendy', 'writer', 'nosy'] as const)('to %s it is not there', async (who) => {
      const id = (await baton.tell('rita', '{ order(number: "V-1") { id steps { id } } }')).order
      const query = `query ($order: ID!, $step: ID!) { order(number: "V-1") { number } node(id: $order) { id }
        step: node(id: $step) { id } orders(filter: { search: "V-1" }) { totalCount edges { node { number } } } }`
      expect(await baton.ask(who, query, { order: id.id, step: id.steps[0].id })).toEqual({
        data: { order: null, node: null, step: null, orders: { totalCount: 0, edges: [] } },
      })
    })

    test('a mutation is refused with the same bytes as for an order that does not exist', async () => {
      const refusal = async (number: string) => {
        const asked = `mutation { completeStep(input: { order: "${number}", step: "visit" }) { order { id } } }`
        return JSON.stringify((await baton.ask('paul', asked)).errors).replaceAll(number, '#')
      }
      expect(await refusal('V-1')).toBe(await refusal('V-0'))
    })
  })

  describe('what changes while it is watched', () => {
    test('each mutation of a request answers with what it left behind', async () => {
      await place(baton, 'rita', 'M-1')
      const answer = await baton.tell(
        'ada',
        `mutation {
          a: startStep(input: { order: "M-1", step: "make" }) { step { state } order { version current { key } } }
          b: completeStep(input: { order: "M-1", step: "make" }) { step { state } order { version current { key } } }
        }`,
      )
      expect(answer).toEqual({
        a: { step: { state: 'IN_PROGRESS' }, order: { version: 2, current: [{ key: 'check' }, { key: 'make' }] } },
        b: { step: { state: 'DONE' }, order: { version: 3, current: [{ key: 'check' }] } },
      })
    })

    test('a token that may write but not read orders finds none to change', async () => {
      await place(baton, 'rita', 'M-2')
      const asked = 'mutation { startStep(input: { order: "M-2", step: "make" }) { order { number } } }'
      const { errors } = await baton.ask('writer', asked)
      expect(errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND', field: 'input.order', value: 'M-2' })
      expect((await baton.tell('rita', '{ order(number: "M-2") { version } }')).order).toEqual({ version: 1 })
    })

    test('a token that may not read the order that it has placed is told that it is placed', async () => {
      const asked = `mutation { placeOrder(input: { number: "M-3", customer: "acme", workflow: "sale",
        lines: [{ sku: "gear", quantity: "1" }] }) { order { number } } }`
      const { data, errors } = await baton.ask('writer', asked)
      expect(data).toEqual({ placeOrder: null })
      expect(errors).toMatchObject([
        { message: expect.stringContaining('It is done'), extensions: { code: 'FORBIDDEN' } },
      ])
      expect((await baton.tell('rita', '{ order(number: "M-3") { version } }')).order).toEqual({ version: 1 })
    })
  })
})
