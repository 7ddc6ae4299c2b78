import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { type Asked, type Bad, refuses } from './bad-input.ts'
import { type Company, companies, place } from './company.ts'

const ORDERS = `query ($filter: OrderFilter, $orderBy: OrderSort, $first: Int, $after: String, $last: Int, $before: String) {
  orders(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) { edges { cursor } } }`
const EVENTS = `query ($filter: EventFilter, $first: Int, $after: String, $last: Int, $before: String) {
  events(filter: $filter, first: $first, after: $after, last: $last, before: $before) { edges { cursor } } }`
const QUEUE = `query ($first: Int, $after: String) {
  department(key: "production") { queue(first: $first, after: $after) { edges { cursor } } } }`

const read = (query: string, variables: Asked['variables'] = {}): Asked => ({ who: 'ada', query, variables })
const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

const SIZES: Bad[] = [ORDERS, EVENTS, QUEUE].flatMap((query) => {
  const of = /(orders|events|queue)\(/.exec(query)![1]
  const sizes = [0, -1, 101, -2_147_483_648].map((first): Bad => {
    const more = { value: first, limit: '1..100' }
    return [`a first of ${first} for ${of}`, 'BAD_USER_INPUT first', /from 1 to 100/, read(query, { first }), more]
  })
  return [...sizes, [`a first of 1.5 for ${of}`, 'BAD_USER_INPUT first', /Int/, read(query, { first: 1.5 })]]
})

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  let head: string
  beforeAll(async () => {
    baton = await company(await open())
    await place(baton, 'rita', 'B-1', { promisedDate: '2026-12-15' })
    head = (await baton.tell('ada', '{ events(last: 1) { pageInfo { endCursor } } }')).events.pageInfo.endCursor
  })
  const given = () => baton

  describe('a page', () => {
    refuses(given, [
      ...SIZES,
      [
        'first and last together',
        'BAD_USER_INPUT last',
        /either first or last, not both/,
        read(ORDERS, { first: 1, last: 1 }),
      ],
      [
        'first and last of events together',
        'BAD_USER_INPUT last',
        /either first or last, not both/,
        read(EVENTS, { first: 1, last: 1 }),
      ],
      ['a last of 0', 'BAD_USER_INPUT last', /from 1 to 100/, read(ORDERS, { last: 0 })],
    ])
  })

  describe('a cursor of the log', () => {
    const epochOf = () => Buffer.from(head, 'base64url').toString().split('.')[0]
    const feedCursor = (text: string) => Buffer.from(text).toString('base64url')
    refuses(given, [
      ['that is garbage', 'CURSOR_INVALID after', /is no cursor of this feed/, read(EVENTS, { after: 'garbage' })],
      ['that is empty', 'CURSOR_INVALID before', /is no cursor of this feed/, read(EVENTS, { before: '' })],
      [
        'that is of the orders',
        'CURSOR_INVALID after',
        /is no cursor of this feed/,
        read(EVENTS, { after: cursor('placed', 0, 1) }),
      ],
      [
        'with something behind it',
        'CURSOR_INVALID after',
        /is no cursor of this feed/,
        read(EVENTS, () => ({ after: `${head}=` })),
      ],
      [
        'before the first',
        'CURSOR_INVALID after',
        /is no cursor of this feed/,
        read(EVENTS, () => ({ after: feedCursor(`${epochOf()}.-1`) })),
      ],
      [
        'that is of another log',
        'CURSOR_EPOCH after',
        /belongs to another log/,
        read(EVENTS, { after: feedCursor('0123456789ab.1') }),
      ],
      [
        'that was not given out yet',
        'CURSOR_AHEAD after',
        /beyond the head/,
        read(EVENTS, () => ({ after: feedCursor(`${epochOf()}.9000000000000000`) })),
      ],
      [
        'of which the events of an order are asked',
        'CURSOR_INVALID after',
        /is no cursor of this feed/,
        read('{ order(number: "B-1") { events(after: "x") { edges { cursor } } } }'),
      ],
    ])
  })

  describe('a cursor of a list that is sorted', () => {
    const no = /is no cursor of this connection|is not a da|holds/
    const promised = { orderBy: 'PROMISED_DATE_ASC' }
    const bad: [what: string, variables: object, query?: string][] = [
      ['that is garbage', { after: 'garbage' }],
      ['that is empty', { after: '' }],
      ['that is no JSON list', { after: Buffer.from('{}').toString('base64url') }],
      ['of another sort', { ...promised, after: cursor('placed', 0, 1) }],
      ['of no sort', { after: cursor('__proto__', 0, 1) }],
      ['that is too short', { after: cursor('placed', 0) }],
      ['that is too long', { after: cursor('placed', 0, 1, 1) }],
      ['with a text for a number', { after: cursor('placed', '0', '1') }],
      ['with an object for a number', { after: cursor('placed', {}, []) }],
      ['with a fraction', { after: cursor('placed', 0.5, 1) }],
      ['with null where there is none', { after: cursor('placed', null, 1) }],
      ['with an instant that no calendar has', { after: cursor('placed', 1e15, 1) }],
      ['with an instant long ago', { after: cursor('placed', -2e14, 1) }],
      ['with an instant before the first', { after: cursor('placed', -1, 1) }],
      ['with a day that there is not', { ...promised, after: cursor('promised', '2026-02-30', 1) }],
      ['with a day for ever', { ...promised, after: cursor('promised', 'infinity', 1) }],
      ['for the queue that is garbage', { after: 'garbage' }, QUEUE],
      ['for the queue with a place that no order has', { after: cursor('queue', null, null, 1, 3e9) }, QUEUE],
      ['for the queue that is of the orders', { after: cursor('placed', 0, 1) }, QUEUE],
      [
        'for customers with NUL',
        { after: cursor('customer', 'a\0', 1) },
        'query ($after: String) { customers(after: $after) { edges { cursor } } }',
      ],
    ]
    refuses(given, [
      ...bad.map(([what, variables, query = ORDERS]): Bad => {
        return [what, 'BAD_USER_INPUT after', no, read(query, { ...variables })]
      }),
      ['that is of the log', 'BAD_USER_INPUT before', no, read(ORDERS, () => ({ before: head }))],
    ])
  })

  test.each([
    ['orders { edges { cursor } }', ['placed', expect.any(Number), 1]],
    ['orders(orderBy: PROMISED_DATE_ASC) { edges { cursor } }', ['promised', '2026-12-15', 1]],
    ['department(key: "production") { queue { edges { cursor } } }', ['queue', '2026-12-15', expect.any(Number), 1, 1]],
    ['customers(last: 1) { edges { cursor } }', ['customer', 'Nova', expect.any(Number)]],
  ])('a cursor that stands in the answer to %s is made as those above are', async (query, parts) => {
    const { data } = await baton.ask('ada', `{ ${query} }`)
    const [text] = /(?<="cursor":")[^"]+/.exec(JSON.stringify(data))!
    expect(JSON.parse(Buffer.from(text, 'base64url').toString())).toEqual(parts)
  })
})
