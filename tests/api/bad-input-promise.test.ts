import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { department } from '../../drizzle/tables.ts'
import { eachDatabase } from '../support/database.ts'
import { type Asked, type Bad, refuses, written } from './bad-input.ts'
import { type Asking, type Company, companies, place } from './company.ts'

const PROMISE = 'query ($input: PromiseInput!) { promise(input: $input) { __typename } }'
const line = { sku: 'gear', quantity: '1' }
const asking = (input: object, who: Asking = 'rita'): Asked => {
  return { who, query: PROMISE, variables: { input: { customer: 'acme', workflow: 'sale', lines: [line], ...input } } }
}
const input = (field: string) => `BAD_USER_INPUT input.${field}`

const QUANTITIES: Bad[] = (
  [
    ['0', /is not above 0/, '> 0'],
    ['0.000000', /is not above 0/, '> 0'],
    ['-1', /is not above 0/, '> 0'],
    ['1000000000.000001', /is above 1000000000/, 1_000_000_000],
    ['1000000001', /is above 1000000000/, 1_000_000_000],
    ['0.1234567', /more than 6 decimals/, 6],
    ['1e9', /not a decimal number/, undefined],
    ['', /not a decimal number/, undefined],
    [1, /give a Decimal as a string/, undefined],
  ] as const
).map(([quantity, message, limit]) => {
  const more = limit === undefined ? {} : { limit, value: quantity }
  const asked = asking({ lines: [line, { sku: 'gear', quantity }] })
  return [`a quantity of ${JSON.stringify(quantity)}`, input('lines.1.quantity'), message, asked, more]
})

/** The clock of these tests stands at 2026-11-22T09:00Z. */
const DATES: Bad[] = [
  [
    'a requested date before the placing',
    input('requestedDate'),
    /is before the order is placed/,
    asking({ requestedDate: '2026-11-21' }),
    { value: '2026-11-21', limit: '2026-11-22..2036-11-22' },
  ],
  [
    'a requested date before a placing in the future',
    input('requestedDate'),
    /is before the order is placed/,
    asking({ requestedDate: '2026-11-30', placedAt: '2026-12-01T09:00:00Z' }),
    { value: '2026-11-30' },
  ],
  [
    'a requested date that is over where the customer is',
    input('requestedDate'),
    /is before the order is placed/,
    asking({ requestedDate: '2026-11-22', placedAt: '2026-11-22T20:00:00Z', timeZone: 'Asia/Tokyo' }),
    { limit: '2026-11-23..2036-11-23' },
  ],
  [
    'a requested date beyond 2200',
    input('requestedDate'),
    /is not within 1970\.\.2200/,
    asking({ requestedDate: '2201-01-01' }),
    { value: '2201-01-01', limit: '1970..2200' },
  ],
  [
    'a requested date in eleven years',
    input('requestedDate'),
    /is more than 10 years after the placing/,
    asking({ requestedDate: '2037-11-22' }),
    { value: '2037-11-22', limit: '2026-11-22..2036-11-22' },
  ],
  [
    'a requested date that does not exist',
    input('requestedDate'),
    /is not a day of the calendar/,
    asking({ requestedDate: '2027-02-29' }),
    { value: '2027-02-29' },
  ],
  ['a requested date in words', input('requestedDate'), /is not a date/, asking({ requestedDate: 'tomorrow' })],
  [
    'a placing in eleven years',
    input('placedAt'),
    /is more than 10 years away/,
    asking({ placedAt: '2037-11-22T09:00:00Z' }),
    { value: '2037-11-22T09:00:00Z', limit: '2016-11-22T09:00:00Z..2036-11-22T09:00:00Z' },
  ],
  ['a placing beyond 2200', input('placedAt'), /1970\.\.2200/, asking({ placedAt: '2201-01-01T00:00:00Z' })],
  ['a placing long ago', input('placedAt'), /10 years away/, asking({ placedAt: '1999-01-01T00:00:00Z' })],
]

const NAMES: Bad[] = [
  [
    'an unknown product',
    'NOT_FOUND input.lines.1.sku',
    /nothing here/,
    asking({ lines: [line, { ...line, sku: 'gears' }] }),
    { value: 'gears' },
  ],
  ['an unknown customer', 'NOT_FOUND input.customer', /nothing here/, asking({ customer: 'acne' }), { value: 'acne' }],
  ['an unknown workflow', 'NOT_FOUND input.workflow', /nothing here/, asking({ workflow: 'sail' }), { value: 'sail' }],
  ['no workflow that fits', input('workflow'), /name one/, asking({ workflow: null, channel: 'web' })],
  ['no step that applies', input('workflow'), /no step of never version 1 applies/, asking({ workflow: 'never' })],
  ['no line', input('lines'), /is empty/, asking({ lines: [] })],
  [
    '251 lines',
    'LIMIT_EXCEEDED input.lines',
    /251/,
    asking({ lines: Array(251).fill(line) }),
    { limit: 250, actual: 251 },
  ],
  [
    '51 circumstances',
    'LIMIT_EXCEEDED input.circumstances',
    /51, at most 50/,
    asking({ circumstances: Array(51).fill('rush') }),
    { limit: 50, actual: 51 },
  ],
  ['a blank circumstance', input('circumstances.0'), /is blank/, asking({ circumstances: [' '] })],
  ['a blank channel', input('channel'), /is blank/, asking({ channel: '' })],
  ...['Mars/Olympus', '+02:00', ''].map((timeZone): Bad => {
    const more = { value: timeZone }
    return [`the time zone "${timeZone}"`, input('timeZone'), /is not an IANA time zone/, asking({ timeZone }), more]
  }),
]

/** What is published before: a workflow of which no step applies, and one that nobody ever works at. */
const WORKFLOWS = `mutation {
  never: publishWorkflow(input: { key: "never", name: "Never", appliesWhen: "false", steps: [
    { key: "pick", name: "Pick", department: "warehouse", appliesWhen: "false" }] }) { workflow { id } }
  sale: publishWorkflow(input: { key: "aside", name: "Aside", appliesWhen: "false", steps: [
    { key: "pick", name: "Pick", department: "warehouse", leadTime: "P1D" }] }) { workflow { id } }
}`

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await place(baton, 'rita', 'B-1')
    await baton.tell('ada', WORKFLOWS)
    await baton.tell(
      'ada',
      `mutation { publishWorkflow(input: { key: "sale", name: "A sale", appliesWhen: "false", steps: [
      { key: "make", name: "Make", department: "production", leadTime: "P2D" }] }) { workflow { id } } }`,
    )
  })
  const given = () => baton

  describe('a promise with', () => {
    refuses(given, [...QUANTITIES, ...NAMES, ...DATES])
  })

  test('a promise is not for who is nobody', async () => {
    const { query, variables } = asking({})
    const { errors } = await baton.ask('nobody', query, variables as Record<string, unknown>)
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED'])
  })

  test('the chance of a day that is none is refused by itself', async () => {
    const asked = `query ($input: PromiseInput!) { promise(input: $input) { timeZone } other: promise(input: $input) {
      likelihood(by: "2026-13-01") } }`
    const { variables } = asking({})
    const { data, errors } = await baton.ask('rita', asked, variables as Record<string, unknown>)
    expect(data).toEqual({ promise: { timeZone: 'Europe/Berlin' }, other: null })
    expect(errors).toMatchObject([
      { path: ['other', 'likelihood'], extensions: { code: 'BAD_USER_INPUT', field: 'by', value: '2026-13-01' } },
    ])
  })

  describe('where a department never works', () => {
    const CALENDARS = [
      ['no working day', { weekdays: [], closures: [] }],
      [
        'closures without end',
        {
          weekdays: [{ weekday: 1, opens: '08:00', closes: '17:00' }],
          closures: [{ from: '1970-01-01', to: '2200-12-31', reason: null }],
        },
      ],
    ] as const
    test.each(CALENDARS)('since it has %s, that is said by its name and nothing is written', async (_, calendar) => {
      const { database, directory } = baton.baton
      await database.pool.update(department).set({ calendar }).where(eq(department.key, 'warehouse'))
      await directory.refresh()
      const before = await written(database)
      const { query, variables } = asking({ workflow: 'aside' })
      const { data, errors } = await baton.ask('rita', query, variables as Record<string, unknown>)
      expect(data).toEqual({ promise: null })
      expect(errors).toMatchObject([
        {
          message: 'calendar: warehouse has no working time within 10 years of 2026-11-22T09:00:00Z',
          extensions: { code: 'BAD_USER_INPUT', field: 'calendar', value: 'warehouse', limit: '10 years' },
        },
      ])
      expect(await written(database)).toEqual(before)
      const others = asking({})
      expect(
        (await baton.ask('rita', others.query, others.variables as Record<string, unknown>)).errors,
      ).toBeUndefined()
    })
  })
})
