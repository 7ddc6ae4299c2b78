import { beforeAll, describe, expect, test } from 'vitest'
import { globalId } from '../../server/domain/global-id.ts'
import { eachDatabase } from '../support/database.ts'
import { type Asked, type Bad, does, refuses, send, written } from './bad-input.ts'
import { act, type Company, companies, place } from './company.ts'

const ORDERS = `query ($filter: OrderFilter, $orderBy: OrderSort, $first: Int, $after: String, $last: Int, $before: String) {
  orders(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) { edges { cursor } } }`
const EVENTS = `query ($filter: EventFilter, $first: Int, $after: String, $last: Int, $before: String) {
  events(filter: $filter, first: $first, after: $after, last: $last, before: $before) { edges { cursor } } }`
const read = (query: string, variables: Asked['variables'] = {}): Asked => ({ who: 'ada', query, variables })
const idOf = (text: string) => Buffer.from(text).toString('base64')

/** Looks like an instant or a day and is none that Baton takes. */
const INSTANTS: [text: string, message: RegExp][] = [
  ['now', /is not an instant with offset/],
  ['infinity', /is not an instant with offset/],
  ['', /is not an instant with offset/],
  ['2026-11-22', /is not an instant with offset/],
  ['2026-11-22T09:30:00', /is not an instant with offset/],
  ['2026-11-22 09:30:00Z', /is not an instant with offset/],
  ['2026-11-22T24:00:00Z', /is not an instant with offset/],
  ['2026-11-22T23:59:60Z', /is not an instant with offset/],
  ['2026-02-30T09:30:00Z', /2026-02-30 is not a day of the calendar/],
  ['2201-01-01T00:00:00Z', /not within 1970\.\.2200/],
  ['1969-12-31T23:59:59Z', /not within 1970\.\.2200/],
  ['2200-12-31T23:59:59-01:00', /not within 1970\.\.2200/],
]
const DATES: [text: string, message: RegExp][] = [
  ['now', /is not a date/],
  ['infinity', /is not a date/],
  ['2026-12-15T00:00:00Z', /is not a date/],
  ['2026-2-3', /is not a date/],
  ['2026-02-30', /is not a day of the calendar/],
  ['2026-13-01', /is not a day of the calendar/],
  ['2201-01-01', /not within 1970\.\.2200/],
  ['0000-01-01', /not within 1970\.\.2200/],
]

const AS_OF = 'query ($at: DateTime) { order(number: "B-1", asOf: $at) { id } }'
const IN_FORCE = 'query ($asked: DateTime) { requirements(at: $asked) { edges { cursor } } }'
const CHANGE = { sourceId: '1', order: 'B-1', step: 'make', state: 'DONE' }
const lines = [{ sku: 'gear', quantity: '1' }]
const sale = { number: 'B-9', customer: 'acme', workflow: 'sale', lines }

const MOMENTS: Bad[] = INSTANTS.flatMap(([text, message]): Bad[] => [
  [`the argument asOf "${text}"`, 'BAD_USER_INPUT asOf', message, read(AS_OF, { at: text }), { value: text }],
  [`the argument at "${text}"`, 'BAD_USER_INPUT at', message, read(IN_FORCE, { asked: text })],
  [
    `placedFrom "${text}" in a filter`,
    'BAD_USER_INPUT filter.placedFrom',
    message,
    read(ORDERS, { filter: { placedFrom: text } }),
  ],
  [
    `placedAt "${text}"`,
    'BAD_USER_INPUT input.placedAt',
    message,
    does('rita', 'placeOrder', { ...sale, placedAt: text }),
  ],
  [
    `a report at "${text}"`,
    'BAD_USER_INPUT input.changes.1.at',
    message,
    does('erp', 'recordStepChanges', {
      source: 'erp',
      changes: [
        { ...CHANGE, at: '2026-11-22T08:30:00Z' },
        { ...CHANGE, at: text },
      ],
    }),
  ],
])
const DAYS: Bad[] = DATES.flatMap(([text, message]): Bad[] => [
  [
    `the promise of "${text}"`,
    'BAD_USER_INPUT input.promisedDate',
    message,
    does('rita', 'changePromise', { order: 'B-1', promisedDate: text }),
    { value: text },
  ],
  [
    `requestedDate "${text}"`,
    'BAD_USER_INPUT input.requestedDate',
    message,
    does('rita', 'placeOrder', { ...sale, requestedDate: text }),
  ],
])

/** JSON carries both; Postgres keeps neither. */
const UNKEPT: [what: string, text: string, message: RegExp][] = [
  ['NUL', 'a\0b', /the character NUL/],
  ['a lone surrogate', 'a\ud83db', /half of a character/],
]
const TEXTS: Bad[] = UNKEPT.flatMap(([what, text, message]): Bad[] => [
  [`${what} in a search`, 'BAD_USER_INPUT filter.search', message, read(ORDERS, { filter: { search: text } })],
  [
    `${what} in a search for customers`,
    'BAD_USER_INPUT search',
    message,
    read('query ($text: String) { customers(search: $text) { edges { cursor } } }', { text }),
  ],
  [
    `${what} in an order number that is asked for`,
    'BAD_USER_INPUT number',
    message,
    read('query ($text: String!) { order(number: $text) { id } }', { text }),
  ],
  [
    `${what} in a reason`,
    'BAD_USER_INPUT input.reason',
    message,
    does('paul', 'blockStep', { order: 'B-1', step: 'make', reason: text }),
  ],
  [
    `${what} in a customer's name`,
    'BAD_USER_INPUT input.name',
    message,
    does('rita', 'createCustomer', { key: 'new', name: text }),
  ],
  [
    `${what} in an order number`,
    'BAD_USER_INPUT input.number',
    message,
    does('rita', 'placeOrder', { ...sale, number: text }),
  ],
  [
    `${what} in an idempotency key`,
    'BAD_USER_INPUT input.idempotencyKey',
    message,
    does('rita', 'placeOrder', { ...sale, idempotencyKey: text }),
  ],
  [`${what} in an id`, 'BAD_USER_INPUT id', message, read('query ($id: ID!) { node(id: $id) { id } }', { id: text })],
])

const NODE = 'query ($id: ID!) { node(id: $id) { id } }'
const IDS: Bad[] = [
  '',
  'Order:1',
  '1',
  idOf('Order'),
  idOf('Order:'),
  idOf('Order:-1'),
  idOf('Order:1e3'),
  idOf('Order:01'),
  idOf('Order:1 '),
  idOf('Order:9999999999999999'),
  idOf('Order:1:2:3'),
  idOf('OrderStep:1'),
  idOf('Spaceship:1'),
  idOf('__proto__:1'),
  idOf('constructor:1'),
  `${idOf('Order:1')} `,
  '!!!!',
].map((id): Bad => [`the id "${id}"`, 'BAD_USER_INPUT id', /is no id that Baton gave out/, read(NODE, { id })])

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await place(baton, 'rita', 'B-1', { promisedDate: '2026-12-15' })
  })
  const given = () => baton

  describe('a moment or a day', () => {
    refuses(given, [...MOMENTS, ...DAYS])
  })

  describe('text', () => {
    refuses(given, TEXTS)
    refuses(given, [
      [
        'a search of more than 200 characters',
        'BAD_USER_INPUT filter.search',
        /longer than 200/,
        read(ORDERS, { filter: { search: 'x'.repeat(201) } }),
      ],
    ])
  })

  describe('an id', () => {
    refuses(given, IDS)

    test.each(['Customer', 'Integration', 'Order', 'OrderRequirement', 'Person', 'Requirement', 'Event'] as const)(
      'of a %s that there is not is null',
      async (type) => {
        expect(await baton.ask('ada', NODE, { id: globalId(type, 999_999_999_999_999) })).toEqual({
          data: { node: null },
        })
      },
    )

    test.each([
      ['OrderStep', [1, 999_999_999_999_999]],
      ['OrderStep', [999_999_999_999_999, 0]],
      ['OrderStep', [1, 0, 0]],
      ['Hold', [1, 0, 999_999_999_999_999]],
      ['WorkflowStep', [1, 999_999_999_999_999]],
    ] as const)('of a part that there is not (%s %j) is null', async (type, key) => {
      const { data, errors } = await baton.ask('ada', NODE, { id: globalId(type, ...key) })
      expect([errors, data.node?.id ?? null]).toEqual([undefined, null])
    })
  })

  describe('a key of nobody', () => {
    refuses(given, [
      ['for the rep', 'NOT_FOUND filter.rep', /nothing here/, read(ORDERS, { filter: { rep: 'nobody' } })],
      ['for the customer', 'NOT_FOUND filter.customer', /nothing here/, read(ORDERS, { filter: { customer: 'x' } })],
      [
        'for a department',
        'NOT_FOUND filter.department',
        /nothing/,
        read(ORDERS, { filter: { department: 'toString' } }),
      ],
      ['for events', 'NOT_FOUND filter.reps', /nothing here/, read(EVENTS, { filter: { reps: ['rita', 'x'] } })],
      [
        'for requirements',
        'NOT_FOUND department',
        /nothing here/,
        read('{ requirements(department: "x") { edges { cursor } } }'),
      ],
      ['and an empty list', 'BAD_USER_INPUT filter.types', /is empty/, read(EVENTS, { filter: { types: [] } })],
    ])
  })

  describe('one refusal', () => {
    test('does not hide what other fields of the request read', async () => {
      const query = '{ a: orders(first: 0) { totalCount } b: orders { totalCount } c: person(key: "rita") { name } }'
      const { data, errors } = await baton.ask('ada', query)
      expect(data).toEqual({ a: null, b: { totalCount: 1 }, c: { name: 'Rita Rep' } })
      expect(errors).toMatchObject([{ path: ['a'], extensions: { code: 'BAD_USER_INPUT', field: 'first' } }])
    })

    test('does not undo what other fields of the request did, before it or after it', async () => {
      const block = (reason: string) => `blockStep(input: { order: "B-1", step: "make", reason: "${reason}" })`
      const payload = '{ step { state blockedReason holds { reason } } }'
      const { data, errors } = await baton.ask(
        'paul',
        `mutation { a: ${block('no steel')} ${payload} b: ${block(' ')} ${payload} c: ${block('no light')} ${payload} }`,
      )
      expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'BAD_USER_INPUT', field: 'input.reason' } }])
      const step = { state: 'BLOCKED', blockedReason: 'no steel' }
      expect(data).toEqual({
        a: { step: { ...step, holds: [{ reason: 'no steel' }] } },
        b: null,
        c: { step: { ...step, holds: [{ reason: 'no steel' }, { reason: 'no light' }] } },
      })
    })
  })

  test('what is taken is written: the comparison of these tests sees it', async () => {
    const before = await written(baton.baton.database)
    const { errors } = await send(baton, does('paul', 'unblockStep', { order: 'B-1', step: 'make' }))
    expect(errors).toBeUndefined()
    const after = await written(baton.baton.database)
    expect(after).not.toEqual(before)
    await act(baton, 'paul', 'startStep', 'B-1', 'make')
    const counted = (tables: readonly object[]) => tables.map((table) => ({ ...table, digest: '' }))
    expect(counted(await written(baton.baton.database))).not.toEqual(counted(after))
  })
})
