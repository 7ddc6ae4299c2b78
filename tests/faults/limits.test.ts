import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { person } from '../../drizzle/tables.ts'
import { schema } from '../../schema/schema.ts'
import { createApiToken, openSession } from '../../server/services/credential.ts'
import type { Database } from '../../server/storage/database.ts'
import { type BareServer, bareServers } from '../api/bare-server.ts'
import { Socket } from '../api/socket.ts'
import { Stream } from '../api/stream.ts'
import { onDatabase } from '../support/database.ts'
import { got, type Payload, posted, type Refused, type Told, TRANSPORTS } from './refusals.ts'

const times = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join(' ')
const exceeded = (field: string, limit: number, actual: number) => ({ code: 'LIMIT_EXCEEDED', field, limit, actual })
const badInput = (field: string) => ({ code: 'BAD_USER_INPUT', field })
const nested = (levels: number): string =>
  levels === 1 ? 'name' : `things(first: 1) { nodes { ${nested(levels - 2)} } }`
const doubling = times(20, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)

/** What one operation may not be, over whatever transport: how it is called, what is sent, what it is refused with. */
const OPERATIONS: readonly (readonly [string, Payload, Told])[] = [
  ['1,000 aliases', { query: `{ ${times(1_000, (n) => `x${n}: credential`)} }` }, exceeded('tokens', 2_000, 3_002)],
  ['31 aliases', { query: `{ things { nodes { ${times(31, (n) => `x${n}: name`)} } } }` }, exceeded('aliases', 30, 31)],
  ['10,000 directives', { query: `{ credential ${times(10_000, () => '@a')} }` }, exceeded('tokens', 2_000, 20_003)],
  [
    '51 directives',
    { query: `{ things { nodes { name ${times(51, () => '...@skip(if: true) { name }')} } } }` },
    exceeded('directives', 50, 51),
  ],
  [
    '10,000 times a field',
    { query: `{ ${times(10_000, () => 'refused')} }`.replaceAll('refused', 'a') },
    exceeded('tokens', 2_000, 10_002),
  ],
  ['21 root fields', { query: `{ ${times(21, () => 'credential')} }` }, exceeded('rootFields', 20, 21)],
  ['200 levels', { query: `{ ${nested(201)} }` }, exceeded('depth', 10, 201)],
  [
    '20,000 nested lists',
    { query: `{ echo(text: ${'['.repeat(20_000)}${']'.repeat(20_000)}) }` },
    exceeded('tokens', 2_000, 40_007),
  ],
  ['1,900 nested lists', { query: `{ echo(text: ${'['.repeat(1_900)} ) }` }, exceeded('nesting', 400, 1_902)],
  [
    'variables of 20,000 nested lists',
    {
      query: 'query ($t: String!) { echo(text: $t) }',
      variables: { t: JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) },
    },
    badInput('t'),
  ],
  [
    'a page of pages',
    { query: '{ things(first: 100) { nodes { things(last: 100) { nodes { name } } } } }' },
    exceeded('cost', 5_000, 10_201),
  ],
  [
    'a page of pages by variables',
    {
      query: 'query ($n: Int = 100) { things(first: $n) { nodes { things(last: $n) { nodes { name } } } } }',
      variables: { n: 90 },
    },
    exceeded('cost', 5_000, 8_281),
  ],
  [
    'fragments that double',
    { query: `{ ...f0 } ${doubling} fragment f20 on Query { credential }` },
    exceeded('rootFields', 20, 2 ** 20),
  ],
  [
    'fragments in a circle',
    { query: '{ ...f } fragment f on Query { ...g } fragment g on Query { ...f }' },
    badInput('query'),
  ],
  ['an unknown operation', { query: 'query A { credential }', operationName: 'B' }, badInput('operationName')],
  ['a NUL', { query: '{ credential \0 }' }, badInput('query')],
  ['a query that is none', { query: '' }, badInput('query')],
  ['what takes too long', { query: '{ never }' }, { code: 'UNAVAILABLE', field: 'time', limit: 300 }],
]

/** What Baton's own schema says of lists, whatever the operation. */
const LISTS = [
  [
    'query',
    'query ($values: [String!]) { orders(first: 1, filter: { circumstances: $values }) { totalCount } }',
    'filter.circumstances',
  ],
  [
    'mutation',
    'mutation ($values: [String!]) { placeOrder(input: { customer: "acme", lines: [], circumstances: $values }) { order { id } } }',
    'input.circumstances',
  ],
  [
    'subscription',
    'subscription ($values: [String!]) { events(filter: { customers: $values }) { cursor } }',
    'filter.customers',
  ],
] as const

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let database: Database
  let server: BareServer
  let real: BareServer
  let cookie: string
  let authorization: string
  beforeAll(async () => {
    database = await open()
    const [mika] = await database.pool.insert(person).values({ key: 'mika', name: 'Mika', isRep: true }).returning()
    server = await serve(database, { timeLimit: 300 })
    real = await serve(database, { schema })
    const given = { name: 'lists', scopes: ['ORDERS_READ', 'ORDERS_WRITE'] as const }
    authorization = `Bearer ${(await createApiToken(database.pool, given, real.time.now)).secret}`
    cookie = `baton_session=${await openSession(server.baton, mika!.id)}`
  })

  function expectSmall({ text, told }: Refused, expected: Told): void {
    expect(told).toMatchObject(expected)
    expect(Buffer.byteLength(text)).toBeLessThan(2_048)
    expect(text).not.toMatch(/node_modules|server\/transport|\.[jt]s:\d+|stacktrace/)
  }

  describe.each(Object.entries(TRANSPORTS))('over %s', (name, send) => {
    test.each(OPERATIONS)('%s', async (_name, payload, expected) => {
      expectSmall(await send(server.url, payload), expected)
    })

    test.each(name === 'HTTP' ? LISTS.slice(0, 2) : LISTS)('a list of 251 values in a %s', async (_, query, field) => {
      const payload = { query, variables: { values: Array(251).fill('rush') } }
      expectSmall(await send(real.url, payload, { authorization }), exceeded(field, 250, 251))
    })

    test('an alias __proto__ is an alias like any other', async () => {
      const { text, told } = await send(server.url, { query: '{ __proto__: credential refused }' })
      expect(told).toMatchObject({ code: 'CONFLICT' })
      expect(text.length).toBeLessThan(2_048)
    })
  })

  describe.each(['/graphql', '/graphql/stream'])('a request to %s', (path) => {
    const address = () => `${server.url}${path}`
    const mutation = JSON.stringify({ query: 'mutation { refused }' })

    test('with several operations in a list', async () => {
      expectSmall(await posted(address(), `[${mutation},${mutation}]`), { code: 'BAD_USER_INPUT' })
    })

    test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])(
      'that mutates as %s',
      async (type) => {
        expectSmall(await posted(address(), mutation, { 'content-type': type }), badInput('content-type'))
      },
    )

    test('in the charset ibm037', async () => {
      const headers = { 'content-type': 'application/json; charset=ibm037' }
      expectSmall(await posted(address(), mutation, headers), badInput('content-type'))
    })

    test('that mutates by GET', async () => {
      const asked = `${address()}?query=${encodeURIComponent('mutation { refused }')}`
      expectSmall(await got(asked, { 'apollo-require-preflight': '1' }), { code: 'BAD_USER_INPUT' })
    })

    test('that is a bomb of gzip', async () => {
      const bomb = gzipSync(Buffer.alloc(60_000_000, ' '))
      expectSmall(await posted(address(), bomb, { 'content-encoding': 'gzip' }), badInput('body'))
    })

    test('of 60 MB', async () => {
      const told = exceeded('body', 256 * 1024, 60_000_000)
      expectSmall(await posted(address(), '{', { 'content-length': '60000000' }), told)
    })

    test('of a foreign page with the session', async () => {
      const headers = { cookie, origin: 'https://evil.example' }
      expectSmall(await posted(address(), mutation, headers), { code: 'FORBIDDEN' })
    })
  })

  describe('a socket', () => {
    const closing = async (speak: (socket: Socket) => void, ...how: [Record<string, string>?, object?]) => {
      const socket = await new Socket(server.url, ...how).opened()
      speak(socket)
      const { code, reason } = await socket.closed
      expect(reason.length).toBeLessThanOrEqual(123)
      return code
    }
    const init = (socket: Socket) => socket.send({ type: 'connection_init' })

    test.each([
      ['that says connection_init twice', 4429, (socket: Socket) => [init(socket), init(socket)], []],
      ['that subscribes before it is taken in', 4401, (socket: Socket) => socket.subscribe('{ credential }'), []],
      ['that sends 20 MB', 1009, (socket: Socket) => socket.send('x'.repeat(20_000_000)), []],
      ['that sends operations in a list', 4400, (socket: Socket) => socket.send('[{"type":"subscribe"}]'), []],
    ] as const)('%s is closed with %i', async (_, code, speak, how) => {
      expect(await closing(speak, ...(how as []))).toBe(code)
    })

    test('that speaks the legacy protocol only is not agreed to', async () => {
      const socket = new Socket(server.url, {}, { protocols: ['graphql-ws'] })
      // A client of that protocol gives up by itself, since the server has not agreed to it.
      await expect(socket.opened()).rejects.toThrow('Server sent no subprotocol')
      expect((await socket.closed).code).toBe(1006)
    })

    test('of a foreign page with the session is closed with 4403', async () => {
      expect(await closing(init, { cookie, origin: 'https://evil.example' })).toBe(4403)
    })

    test('that uses an id twice is closed with 4409', async () => {
      const socket = await Socket.connected(server.url)
      socket.subscribe('subscription { never }')
      socket.subscribe('subscription { never }')
      expect((await socket.closed).code).toBe(4409)
    })

    test('may have 50 subscriptions, and another when one is completed', async () => {
      const socket = await Socket.connected(server.url)
      const watch = (id: number) => socket.subscribe('subscription { never }', undefined, String(id))
      for (let id = 1; id <= 51; id += 1) watch(id)
      const { id, type, payload } = await socket.next()
      expect([id, type, payload]).toMatchObject(['51', 'error', [{ extensions: exceeded('subscriptions', 50, 51) }]])
      socket.send({ id: '7', type: 'complete' })
      socket.subscribe('subscription { requests(count: 1) }', undefined, 'more')
      expect(await socket.next()).toMatchObject({ id: 'more', type: 'next' })
      socket.close()
    })
  })

  test('a viewer may have 20 sockets and streams, and another when one is closed', async () => {
    const { url } = await serve(database)
    const given = { name: 'many', scopes: ['ORDERS_READ'] as const }
    const authorization = `Bearer ${(await createApiToken(database.pool, given, server.time.now)).secret}`
    const query = 'subscription { never }'
    const stream = await Stream.open(url, { query }, { authorization })
    const sockets = await Promise.all(Array.from({ length: 19 }, () => Socket.connected(url, { authorization })))
    const excess = await new Socket(url).opened()
    excess.send({ type: 'connection_init', payload: { authorization } })
    expect(await excess.closed).toEqual({ code: 1013, reason: 'LIMIT_EXCEEDED: sockets: at most 20, not 21' })
    const body = JSON.stringify({ query })
    expectSmall(await posted(`${url}/graphql/stream`, body, { authorization }), exceeded('sockets', 20, 21))
    sockets[0]!.close()
    await sockets[0]!.closed
    const again = await Socket.connected(url, { authorization })
    again.close()
    await again.closed
    stream.close()
    for (const socket of sockets) socket.close()
  })
})
