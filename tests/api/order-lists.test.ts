import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase } from '../support/database.ts'
import { type Answer, type Asking, act, type Company, companies, place } from './company.ts'

const HOUR = 3_600_000
const PAGE = 'edges { cursor node { number } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
const LIST = `query ($filter: OrderFilter, $orderBy: OrderSort, $first: Int, $after: String, $last: Int, $before: String) {
  orders(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) { totalCount ${PAGE} }
}`

type Listed = { edges: { cursor: string; node: { number: string } }[] }
const numbers = ({ edges }: Listed) => edges.map(({ node }) => node.number)

/** Number → promised date; placed an hour apart, in this order. */
const ORDERS: [number: string, promised: string | null, input: object][] = [
  ['A-1', '2026-12-20', { channel: 'web', circumstances: ['rush', 'export'] }],
  ['A-2', null, { customer: 'zeta', externalId: { source: 'erp', id: 'Ext-77' } }],
  ['A-3', '2026-12-10', { circumstances: ['rush'] }],
  ['A-4', null, { workflow: 'service' }],
  ['A_5', '2026-12-10', { customer: 'zeta', channel: 'shop' }],
]

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  const list = (variables: object, who: Asking = 'ada') => baton.ask(who, LIST, variables as Record<string, unknown>)
  const listed = async (variables: object, who: Asking = 'ada') => numbers((await list(variables, who)).data.orders)
  const refused = ({ data, errors }: Answer) => {
    expect(data).toEqual({ orders: null })
    return errors?.map(({ extensions }) => extensions)
  }

  beforeAll(async () => {
    baton = await company(await open())
    for (const [number, promisedDate, input] of ORDERS) {
      baton.time.now += HOUR
      await place(baton, 'rita', number, { promisedDate, ...input })
    }
  })

  describe('in their order', () => {
    test('the most recently placed come first', async () => {
      expect(await listed({})).toEqual(['A_5', 'A-4', 'A-3', 'A-2', 'A-1'])
    })

    test('by promise the soonest come first, then in the order of their birth, those without one last', async () => {
      expect(await listed({ orderBy: 'PROMISED_DATE_ASC' })).toEqual(['A-3', 'A_5', 'A-1', 'A-2', 'A-4'])
    })

    test.each(['PLACED_AT_DESC', 'PROMISED_DATE_ASC'])(
      'pages of %s, forward or backward, make up the whole',
      async (orderBy) => {
        const whole = await listed({ orderBy })
        const walk = async (next: (edges: Listed['edges']) => object, size: object) => {
          const pages: string[][] = []
          let place: object = {}
          for (let more = true; more; ) {
            const { orders } = (await list({ orderBy, ...size, ...place })).data
            pages.push(numbers(orders))
            place = next(orders.edges)
            more = 'first' in size ? orders.pageInfo.hasNextPage : orders.pageInfo.hasPreviousPage
          }
          return pages
        }
        const forward = await walk((edges) => ({ after: edges.at(-1)!.cursor }), { first: 2 })
        expect(forward).toEqual([whole.slice(0, 2), whole.slice(2, 4), whole.slice(4)])
        const backward = await walk((edges) => ({ before: edges.at(0)!.cursor }), { last: 2 })
        expect(backward).toEqual([whole.slice(3), whole.slice(1, 3), whole.slice(0, 1)])
      },
    )

    test('a cursor holds its place when the order behind it is promised anew', async () => {
      const first = (await list({ orderBy: 'PROMISED_DATE_ASC', first: 1 })).data.orders
      const promise = (date: string) =>
        baton.tell(
          'rita',
          `mutation { changePromise(input: { order: "A-3", promisedDate: "${date}" }) { order { id } } }`,
        )
      await promise('2027-01-01')
      expect(await listed({ orderBy: 'PROMISED_DATE_ASC', after: first.pageInfo.endCursor })).toEqual([
        'A_5',
        'A-1',
        'A-3',
        'A-2',
        'A-4',
      ])
      await promise('2026-12-10')
    })

    test('a page says whether there is more', async () => {
      const { orders } = (await list({ first: 5 })).data
      expect(orders.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false })
      expect(orders.pageInfo.endCursor).toBe(orders.edges.at(-1).cursor)
      expect((await list({ filter: { search: 'nothing' } })).data.orders).toEqual({
        totalCount: 0,
        edges: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      })
    })
  })

  describe('filtered', () => {
    const filters: [string, object, string[]][] = [
      ['state', { state: 'OPEN' }, ['A_5', 'A-4', 'A-3', 'A-2', 'A-1']],
      ['state of none', { state: 'CANCELLED' }, []],
      ['rep', { rep: 'rita' }, ['A_5', 'A-4', 'A-3', 'A-2', 'A-1']],
      ['another rep', { rep: 'ron' }, []],
      ['customer', { customer: 'zeta' }, ['A_5', 'A-2']],
      ['department', { department: 'production' }, ['A_5', 'A-3', 'A-2', 'A-1']],
      ['channel', { channel: 'web' }, ['A-1']],
      ['all circumstances', { circumstances: ['export', 'rush'] }, ['A-1']],
      ['a number, whatever the case', { search: 'a-4' }, ['A-4']],
      ['an external id', { search: 'ext-7' }, ['A-2']],
      ["a customer's name", { search: 'zeta' }, ['A_5', 'A-2']],
      ['what LIKE takes for a wildcard', { search: 'a_' }, ['A_5']],
      ['another one', { search: '0%' }, ['A_5', 'A-2']],
      ['a blank search, which asks nothing', { search: ' ', channel: 'web' }, ['A-1']],
      [
        'from and before an instant',
        { placedFrom: '2026-11-22T12:00:00+01:00', placedTo: '2026-11-22T13:00:00Z' },
        ['A-3', 'A-2'],
      ],
      ['several things', { customer: 'zeta', channel: 'shop' }, ['A_5']],
    ]
    test.each(filters)('by %s', async (_, filter, expected) => {
      const { orders } = (await list({ filter })).data
      expect(numbers(orders)).toEqual(expected)
      expect(orders.totalCount).toBe(expected.length)
    })

    test.each(['rep', 'customer', 'department'])('an unknown %s is NOT_FOUND by its field', async (field) => {
      const answer = await list({ filter: { [field]: 'nobody' } })
      expect(refused(answer)).toEqual([{ code: 'NOT_FOUND', field: `filter.${field}`, value: 'nobody' }])
    })
  })

  describe('as far as the viewer sees them', () => {
    test.each([
      ['rita', 5],
      ['ron', 0],
      ['paul', 4],
      ['anna', 5],
      ['reader', 5],
      ['writer', 0],
    ] as const)('%s counts %i', async (who, count) => {
      const { orders } = (await list({}, who)).data
      expect(orders.totalCount).toBe(count)
      expect(orders.edges).toHaveLength(count)
    })
  })

  describe('what is refused', () => {
    const limit = '1..100'
    const sizes: [object, object][] = [
      [{ first: 0 }, { field: 'first', value: 0, limit }],
      [{ first: -1 }, { field: 'first', value: -1, limit }],
      [{ first: 101 }, { field: 'first', value: 101, limit }],
      [{ last: 0 }, { field: 'last', value: 0, limit }],
      [{ last: 101 }, { field: 'last', value: 101, limit }],
      [
        { first: 2, last: 3 },
        { field: 'last', value: 3, limit },
      ],
    ]
    test.each(sizes)('%o', async (args, details) => {
      expect(refused(await list(args))).toEqual([{ code: 'BAD_USER_INPUT', ...details }])
    })

    const encode = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
    const cursors: [string, string][] = [
      ['nothing', ''],
      ['garbage', 'garbage'],
      ['what is no list', encode({ placed: 1 })],
      ['a cursor of another order', encode(['promised', null, 1])],
      ['a cursor of another connection', encode(['customer', 'Acme', 1])],
      ['too few values', encode(['placed', 1])],
      ['too many values', encode(['placed', 1, 2, 3])],
      ['a value of another kind', encode(['placed', '2026-01-01', 1])],
      ['a null that cannot be', encode(['placed', null, 1])],
      ['a number that no database holds', encode(['placed', 1e300, 1])],
    ]
    test.each(cursors)('as a cursor, %s', async (_, after) => {
      expect(refused(await list({ after }))).toEqual([
        { code: 'BAD_USER_INPUT', field: 'after', ...(after === '' ? { value: '' } : { value: after }) },
      ])
    })

    test('as a cursor by promise, what is no day', async () => {
      for (const day of ['infinity', '2026-02-30', 'now', "'; drop table orders"]) {
        const before = encode(['promised', day, 1])
        expect(refused(await list({ orderBy: 'PROMISED_DATE_ASC', before }))).toMatchObject([
          { code: 'BAD_USER_INPUT', field: 'before' },
        ])
      }
    })

    test.each(['now', 'infinity', '2026-02-30T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T09:30:00', 7])(
      'as an instant, %s',
      async (placedFrom) => {
        expect(refused(await list({ filter: { placedFrom } }))).toMatchObject([
          { code: 'BAD_USER_INPUT', field: 'filter.placedFrom', value: placedFrom },
        ])
      },
    )

    test.each(['a\0b', '\ud800'])('text that no database keeps', async (search) => {
      expect(refused(await list({ filter: { search } }))).toMatchObject([
        { code: 'BAD_USER_INPUT', field: 'filter.search' },
      ])
    })

    test('more than 250 values in a list', async () => {
      const circumstances = Array.from({ length: 251 }, () => 'rush')
      expect(refused(await list({ filter: { circumstances } }))).toEqual([
        { code: 'LIMIT_EXCEEDED', field: 'filter.circumstances', limit: 250, actual: 251 },
      ])
    })

    test('one field of a request, while the others are answered', async () => {
      const { data, errors } = await baton.ask(
        'ada',
        '{ orders(first: 0) { totalCount } order(number: "A-1") { number } }',
      )
      expect(data).toEqual({ orders: null, order: { number: 'A-1' } })
      expect(errors).toHaveLength(1)
    })
  })

  describe("a department's queue", () => {
    const QUEUE = `query ($states: [StepState!], $first: Int, $after: String) { department(key: "production") {
      queue(states: $states, first: $first, after: $after) {
        totalCount edges { cursor node { key state order { number } } } pageInfo { hasNextPage } } } }`
    const queue = async (who: Asking, variables: Record<string, unknown> = {}) =>
      (await baton.tell(who, QUEUE, variables)).department.queue
    const work = ({ edges }: { edges: { node: { order: { number: string } } }[] }) =>
      edges.map(({ node }) => node.order.number)

    test('holds the work at hand, the soonest promised first', async () => {
      await act(baton, 'paul', 'startStep', 'A-1', 'make')
      expect(work(await queue('paul'))).toEqual(['A-3', 'A_5', 'A-1', 'A-2'])
      expect(work(await queue('paul', { states: ['IN_PROGRESS'] }))).toEqual(['A-1'])
    })

    test('is read by pages', async () => {
      const first = await queue('paul', { first: 3 })
      expect(first.pageInfo.hasNextPage).toBe(true)
      expect(work(await queue('paul', { after: first.edges.at(-1).cursor }))).toEqual(['A-2'])
      expect(first.totalCount).toBe(4)
    })

    test('holds what the viewer sees alone', async () => {
      expect((await queue('ron')).totalCount).toBe(0)
      expect((await queue('rita')).totalCount).toBe(4)
    })

    test.each([[[]], [['DONE']], [['READY', 'WAITING']]])('does not hold work that is %o', async (states) => {
      const { errors } = await baton.ask('paul', QUEUE, { states })
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'states' } }])
    })
  })
})
