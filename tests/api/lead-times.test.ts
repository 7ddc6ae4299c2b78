import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { act, type Company, companies, place } from './company.ts'

const HOUR = 3_600_000
/** A Monday morning in Berlin. */
const MONDAY = Date.UTC(2026, 10, 23, 8)

const REPORT = 'step { key } published p50 p85 p95 sampleSize keptRate'
const OF_DEPARTMENT = `query ($key: String!, $since: Date) { department(key: $key) { leadTimes(since: $since) { ${REPORT} } } }`
const OF_WORKFLOW = `query ($key: String!) { workflow(key: $key) { peopleInvolved cleanRunRate steps { key
  leadTime { ${REPORT} } failureModes { reason share medianDelay } } } }`

/** What the statistics are made of is read by a statement that asks for whole orders. */
const OF_PAST_ORDERS = /json_build_object\('id', o\.id, 'workflowId'/

eachDatabase((open) => {
  const company = companies()
  const statements: string[] = []
  let baton: Company
  const at = (hours: number) => {
    baton.time.now = MONDAY + hours * HOUR
  }
  const leadTimes = async (key: string, since: string | null = null) =>
    (await baton.tell('rita', OF_DEPARTMENT, { key, since })).department.leadTimes
  const workflow = async (key: string) => {
    await baton.baton.feed.tail.catchUp()
    return (await baton.tell('rita', OF_WORKFLOW, { key })).workflow
  }
  const stepOf = async (key: string) => (await workflow('sale')).steps.find((one: { key: string }) => one.key === key)

  beforeAll(async () => {
    baton = await company(await open({ observe: (statement) => void statements.push(statement) }))
    at(0)
  })

  test('nothing is said of what was never done, but what was published', async () => {
    expect(await leadTimes('production')).toEqual([
      { step: { key: 'make' }, published: 'P2D', p50: null, p85: null, p95: null, sampleSize: 0, keptRate: null },
    ])
    expect(await workflow('sale')).toMatchObject({ peopleInvolved: null, cleanRunRate: null })
    expect((await stepOf('make')).failureModes).toEqual([])
  })

  describe('of four orders, one of them held and one handed back,', () => {
    beforeAll(async () => {
      for (const number of ['L-1', 'L-2', 'L-3', 'L-4']) await place(baton, 'rita', number)
      at(2)
      await act(baton, 'paul', 'completeStep', 'L-1', 'make')
      await act(baton, 'petra', 'blockStep', 'L-2', 'make', ', reason: "No steel"')
      at(5)
      await act(baton, 'petra', 'unblockStep', 'L-2', 'make')
      await act(baton, 'petra', 'completeStep', 'L-2', 'make')
      at(26)
      await act(baton, 'paul', 'completeStep', 'L-3', 'make')
      at(74)
      await act(baton, 'paul', 'completeStep', 'L-4', 'make')
      for (const number of ['L-1', 'L-2', 'L-3']) {
        await act(baton, 'anna', 'completeStep', number, 'check')
        if (number === 'L-3') {
          await act(baton, 'wendy', 'returnStep', number, 'pick', ', reason: "scratched", to: ["make"]')
          at(76)
          await act(baton, 'paul', 'completeStep', number, 'make')
        }
        await act(baton, 'wendy', 'completeStep', number, 'pick')
        await act(baton, 'erp', 'completeStep', number, 'ship')
      }
    })

    test('the real lead time is open time from ready to done, beside the published one', async () => {
      expect(await leadTimes('production')).toEqual([
        {
          step: { key: 'make' },
          published: 'P2D',
          p50: 'PT5H',
          p85: 'PT29H',
          p95: 'PT29H',
          sampleSize: 5,
          keptRate: 0.8,
        },
      ])
      expect((await stepOf('make')).leadTime).toEqual((await leadTimes('production'))[0])
    })

    test('since a day only what was finished from then on counts', async () => {
      expect(await leadTimes('production', '2026-11-26')).toMatchObject([{ sampleSize: 2, p50: 'PT2H' }])
      expect(await leadTimes('production', '2026-11-27')).toMatchObject([{ sampleSize: 0, p50: null, keptRate: null }])
    })

    test('what goes wrong is told with how often and what it costs', async () => {
      expect((await stepOf('make')).failureModes).toEqual([
        { reason: 'No steel', share: 0.2, medianDelay: 'PT3H' },
        { reason: 'scratched', share: 0.2, medianDelay: 'PT2H' },
      ])
    })

    test('a clean run has no hold, no return and no repeat, and people are counted once an order', async () => {
      const { peopleInvolved, cleanRunRate } = await workflow('sale')
      expect(cleanRunRate, 'L-1 of the three that were delivered').toBeCloseTo(1 / 3)
      expect(peopleInvolved, 'anna, paul or petra, and wendy; an integration is nobody').toBe(3)
    })

    test('it is a fact of the company: whoever is known is told the same, and nobody else anything', async () => {
      const all = await Promise.all(
        (['rita', 'ron', 'wendy', 'ada', 'nosy', 'writer'] as const).map(
          async (who) => (await baton.tell(who, OF_WORKFLOW, { key: 'sale' })).workflow,
        ),
      )
      expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1)
      const { data, errors } = await baton.ask('nobody', OF_WORKFLOW, { key: 'sale' })
      expect([data, errors?.[0]?.extensions.code]).toEqual([{ workflow: null }, 'UNAUTHENTICATED'])
    })

    test('all steps of all workflows are read in one statement, and then only what has changed', async () => {
      const read = async (query: string) => {
        await baton.baton.feed.tail.catchUp()
        statements.length = 0
        await baton.tell('rita', query)
        return statements.filter((statement) => OF_PAST_ORDERS.test(statement)).length
      }
      const every = `{ departments { leadTimes { sampleSize } } workflows { peopleInvolved cleanRunRate
        steps { leadTime { sampleSize } failureModes { reason } } } }`
      expect(await read(every), 'what was never asked for').toBe(1)
      await place(baton, 'ron', 'L-5', { customer: 'zeta' })
      expect(await read(every)).toBe(1)
      expect(await read(every), 'nothing has happened since').toBe(0)
      await act(baton, 'paul', 'completeStep', 'L-5', 'make')
      expect(await read(every)).toBe(1)
      expect((await stepOf('make')).leadTime).toMatchObject({ sampleSize: 6, p50: 'PT2H' })
    })
  })

  test('a day that is none is refused by its name', async () => {
    const { errors } = await baton.ask('rita', OF_DEPARTMENT, { key: 'production', since: '2026-02-30' })
    expect(errors?.[0]).toMatchObject({
      path: ['department', 'leadTimes'],
      extensions: { code: 'BAD_USER_INPUT', field: 'since', value: '2026-02-30' },
    })
  })
})
