import { buildSchema, type GraphQLObjectType, getNamedType, isEnumType, isObjectType, isScalarType } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { printedSchema } from '../../schema/print.ts'
import { EVENT_TYPES } from '../../server/domain/vocabulary.ts'
import { eachDatabase } from '../support/database.ts'
import { type Asking, type Company, companies } from './company.ts'
import { happen } from './happenings.ts'

const sdl = buildSchema(printedSchema())
const eventTypes = sdl.getPossibleTypes(sdl.getType('Event') as never)

/** All that an event type says: what every event says, once, and its own fields in a fragment of its own. */
function everyField(): string {
  const common = new Set(Object.keys((sdl.getType('Event') as GraphQLObjectType).getFields()))
  const fragments = eventTypes.map((type) => {
    const own = Object.keys(type.getFields()).map((name) => selected(type, name))
    return `... on ${type.name} { ${own.join(' ')} }`
  })
  return `__typename ${[...common].map((name) => selected(eventTypes[0]!, name)).join(' ')} ${fragments.join(' ')}`
}

function selected(type: GraphQLObjectType, name: string): string {
  const field = getNamedType(type.getFields()[name]!.type)
  if (isScalarType(field) || isEnumType(field)) return name
  return `${name} { __typename ${isObjectType(field) && field.name === 'Order' ? 'number' : 'id'} }`
}

const EVENTS = `query ($filter: EventFilter, $first: Int, $after: String, $last: Int, $before: String) {
  events(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { ${everyField()} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
    await happen(baton)
    await baton.baton.feed.tail.catchUp()
  })

  const events = async (variables: object = {}, who: Asking = 'ada') =>
    (await baton.tell(who, EVENTS, { first: 100, ...variables })).events
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for
  const nodes = async (variables: object = {}, who: Asking = 'ada'): Promise<any[]> =>
    (await events(variables, who)).edges.map(({ node }: { node: unknown }) => node)

  test('every type of event can be asked for everything it says, all in one selection', async () => {
    const found = await nodes()
    expect(new Set(found.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES))
    expect(new Set(found.map(({ __typename }) => __typename))).toEqual(new Set(eventTypes.map(({ name }) => name)))
  })

  test('an event says what happened and to what, as it is now', async () => {
    const [blocked] = await nodes({ filter: { types: ['HOLD_PLACED'] } })
    const { order } = await baton.tell('ada', '{ order(number: "E-1") { steps { id key holds { id } } } }')
    const make = order.steps[1]
    expect(blocked).toMatchObject({
      __typename: 'HoldPlaced',
      at: '2026-11-22T09:00:00Z',
      actor: { __typename: 'Person' },
      reason: 'no steel',
      order: { number: 'E-1' },
      step: { id: make.id },
      hold: make.holds[0].id,
    })
    const [changed] = await nodes({ filter: { types: ['PROMISE_CHANGED'] } })
    expect(changed).toMatchObject({ fromDate: '2026-12-15', toDate: '2026-12-16', step: null })
    const [returned] = await nodes({ filter: { types: ['STEP_RETURNED'] } })
    expect(returned.returnedTo.map(({ id }: { id: string }) => id)).toEqual([order.steps[0].id, make.id])
  })

  test('a change says which run it touched, 0 where the step had none yet', async () => {
    const changes = await nodes({ filter: { types: ['STEP_CHANGED'], orders: ['E-2'] } })
    expect(changes.map(({ fromState, toState, run }) => [fromState, toState, run])).toEqual([
      ['READY', 'CANCELLED', 1],
      ['READY', 'CANCELLED', 1],
      ['WAITING', 'CANCELLED', 0],
      ['WAITING', 'CANCELLED', 0],
      ['WAITING', 'CANCELLED', 0],
    ])
  })

  describe('the log', () => {
    test("is read by pages either way, and an edge's cursor is the event's", async () => {
      const { edges } = await events()
      for (const { cursor, node } of edges) expect(cursor).toBe(node.cursor)
      const second = await events({ first: 3, after: edges[2].cursor })
      expect(second.edges).toEqual(edges.slice(3, 6))
      const last = await events({ first: null, last: 2 })
      expect(last.edges).toEqual(edges.slice(-2))
      expect(last.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false })
      const before = await events({ first: null, last: 2, before: edges.at(-2).cursor })
      expect(before.edges).toEqual(edges.slice(-4, -2))
    })

    test('begins and ends where the feed says', async () => {
      const { feed, events: log } = await baton.tell(
        'ada',
        '{ feed { head oldest } events(last: 1) { edges { cursor } } }',
      )
      expect(feed.head).toBe(log.edges[0].cursor)
      expect((await events({ after: feed.oldest })).edges).toEqual((await events()).edges)
    })

    const filters: [object, string[]][] = [
      [{ types: ['ORDER_CANCELLED', 'ORDER_DELIVERED'] }, ['ORDER_CANCELLED', 'ORDER_DELIVERED']],
      [{ orders: ['E-2'], types: ['ORDER_PLACED'] }, ['ORDER_PLACED']],
      [{ customers: ['zeta'], types: ['ORDER_PLACED'] }, ['ORDER_PLACED']],
      [{ reps: ['ron'], types: ['ORDER_PLACED'] }, ['ORDER_PLACED']],
      [{ departments: ['accounting'], types: ['REQUIREMENT_PUBLISHED'] }, ['REQUIREMENT_PUBLISHED']],
      [{ orders: ['nothing'] }, []],
    ]
    test.each(filters)('is filtered by %o', async (filter, types) => {
      expect((await nodes({ filter })).map(({ type }) => type).sort()).toEqual(types)
    })

    test.each(['types', 'orders', 'departments', 'customers', 'reps'])('refuses an empty list of %s', async (field) => {
      const { data, errors } = await baton.ask('ada', EVENTS, { filter: { [field]: [] } })
      expect(data).toEqual({ events: null })
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: `filter.${field}` } }])
    })

    test.each(['', 'garbage', Buffer.from('["event",1]').toString('base64url')])(
      'refuses the cursor %j',
      async (after) => {
        const { errors } = await baton.ask('ada', EVENTS, { after })
        expect(errors).toMatchObject([{ extensions: { code: 'CURSOR_INVALID', field: 'after' } }])
      },
    )

    test('refuses a cursor of another log and one that lies ahead, by name', async () => {
      const { feed } = await baton.tell('ada', '{ feed { head } }')
      const [epoch, seq] = Buffer.from(feed.head, 'base64url').toString().split('.')
      const cursor = (text: string) => Buffer.from(text).toString('base64url')
      const code = async (after: string) => (await baton.ask('ada', EVENTS, { after })).errors?.[0]?.extensions.code
      expect(await code(cursor(`${'0'.repeat(epoch!.length)}.1`))).toBe('CURSOR_EPOCH')
      expect(await code(cursor(`${epoch}.${Number(seq) + 1_000}`))).toBe('CURSOR_AHEAD')
    })

    test('holds what the viewer sees: an order in which a department has no step is not there', async () => {
      const numbers = (found: { order: { number: string } | null }[]) =>
        new Set(found.map(({ order }) => order?.number))
      expect(numbers(await nodes({}, 'paul'))).toEqual(new Set(['E-1', 'E-2', undefined]))
      expect(numbers(await nodes({}, 'nosy'))).toEqual(new Set([undefined]))
      expect(numbers(await nodes({}, 'ron'))).toEqual(new Set(['E-2', undefined]))
    })

    test('tells of requirements, but not what they say, to a token that may not read them', async () => {
      const [published] = await nodes({ filter: { types: ['REQUIREMENT_PUBLISHED'] } }, 'reader')
      expect(published).toMatchObject({ type: 'REQUIREMENT_PUBLISHED', requirement: null })
    })
  })

  test("an order's own events tell its whole story", async () => {
    const { order } = await baton.tell(
      'rita',
      '{ order(number: "E-1") { events(first: 100) { edges { node { type } } } } }',
    )
    const types = order.events.edges.map(({ node }: { node: { type: string } }) => node.type)
    expect(types[0]).toBe('ORDER_PLACED')
    expect(types.at(-1)).toBe('ORDER_CLOSED')
    expect(new Set(types).has('STEP_RETURNED')).toBe(true)
  })
})
