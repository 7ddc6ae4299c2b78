import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { person } from '../../drizzle/tables.ts'
import { createApiToken, openSession } from '../../server/services/credential.ts'
import type { Request } from '../../server/services/request.ts'
import type { Database } from '../../server/storage/database.ts'
import { onDatabase } from '../support/database.ts'
import { bareSchema } from './bare-schema.ts'
import { type BareServer, bareServers } from './bare-server.ts'
import { Socket } from './socket.ts'

const WHO = '{ credential }'
const ADMIN = 'the-admin-token-of-this-test'

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let database: Database
  let server: BareServer
  let mika: number
  const seen: Request[] = []
  let sourceEnded = Promise.withResolvers<void>()
  beforeAll(async () => {
    database = await open()
    const [stored] = await database.pool.insert(person).values({ key: 'mika', name: 'Mika', isRep: true }).returning()
    mika = stored!.id
    const schema = bareSchema(seen, () => sourceEnded.resolve())
    server = await serve(database, { schema, config: { adminToken: ADMIN } })
  })

  const make = () => createApiToken(database.pool, { name: 'erp', scopes: ['ORDERS_READ'] }, server.time.now)

  async function credentialOf(socket: Socket): Promise<unknown> {
    socket.subscribe(WHO)
    const { payload } = await socket.next()
    return (payload as { data: { credential: string } }).data.credential
  }

  async function closing(
    payload?: object,
    headers?: Record<string, string>,
  ): Promise<{ code: number; reason: string }> {
    const socket = await new Socket(server.url, headers).opened()
    socket.send({ type: 'connection_init', payload })
    return socket.closed
  }

  describe('a socket', () => {
    test('is its token’s, named in connection_init', async () => {
      const { id, secret } = await make()
      for (const name of ['authorization', 'Authorization']) {
        const socket = await Socket.connected(server.url, { [name]: `Bearer ${secret}` })
        expect(await credentialOf(socket)).toBe(`token:${id}`)
      }
    })

    test('is its session’s, by the cookie of the request that opened it', async () => {
      const cookie = `baton_session=${await openSession(server.baton, mika)}`
      const socket = await Socket.connected(server.url, undefined, { cookie, origin: server.url })
      expect(await credentialOf(socket)).toMatch(/^session:/)
    })

    test('without a credential is nobody’s', async () => {
      expect(await credentialOf(await Socket.connected(server.url))).toBe('nobody')
    })

    test('with a credential that is not good is closed with 4401', async () => {
      const bad = [{ authorization: 'Bearer bat_unknown' }, { authorization: '' }, { authorization: 7 }]
      for (const payload of bad) expect(await closing(payload)).toMatchObject({ code: 4401 })
      expect(await closing(undefined, { cookie: 'baton_session=unknown' })).toMatchObject({ code: 4401 })
    })

    test('of a foreign page does not get the session', async () => {
      const cookie = `baton_session=${await openSession(server.baton, mika)}`
      expect(await closing(undefined, { cookie, origin: 'https://evil.example' })).toMatchObject({ code: 4403 })
    })

    test('of a page that BATON_ORIGINS names gets the session', async () => {
      const origin = 'https://intranet.example'
      const { url } = await serve(database, { config: { origins: [origin] } })
      const cookie = `baton_session=${await openSession(server.baton, mika)}`
      expect(await credentialOf(await Socket.connected(url, undefined, { cookie, origin }))).toMatch(/^session:/)
    })

    test('starts nothing more once its token is revoked', async () => {
      const { id, secret } = await make()
      const socket = await Socket.connected(server.url, { authorization: `Bearer ${secret}` })
      await database.pool.update(apiToken).set({ revokedAt: server.time.now }).where(eq(apiToken.id, id))
      socket.subscribe(WHO)
      const { type, payload } = await socket.next()
      expect([type, payload]).toMatchObject(['error', [{ extensions: { code: 'UNAUTHENTICATED' } }]])
    })

    test('is closed with all its watches once its token is revoked', async () => {
      const { id, secret } = await make()
      const { url } = await serve(database, { socket: { keepAlive: 500 } })
      const socket = await Socket.connected(url, { authorization: `Bearer ${secret}` })
      socket.subscribe('subscription { never }')
      await database.pool.update(apiToken).set({ revokedAt: server.time.now }).where(eq(apiToken.id, id))
      expect(await socket.closed).toMatchObject({ code: 4401 })
    })

    test('that speaks before connection_init is closed with 4401', async () => {
      const socket = await new Socket(server.url).opened()
      socket.subscribe(WHO)
      expect((await socket.closed).code).toBe(4401)
    })

    test('that never says connection_init is closed with 4408', async () => {
      const { url } = await serve(database, { socket: { initTimeout: 20 } })
      const socket = await new Socket(url).opened()
      expect((await socket.closed).code).toBe(4408)
    })

    test('that names no protocol is closed with 4406', async () => {
      const socket = new Socket(server.url, {}, { protocols: [] })
      expect((await socket.closed).code).toBe(4406)
    })

    test('that sends what is no message is closed with 4400', async () => {
      const socket = await Socket.connected(server.url)
      socket.send('{"type":')
      expect((await socket.closed).code).toBe(4400)
    })

    test('may send 64 KiB in a message and is closed with 1009 for more', async () => {
      const socket = await Socket.connected(server.url)
      const echo = (length: number) =>
        socket.subscribe('query ($text: String!) { echo(text: $text) }', { text: 'x'.repeat(length) })
      echo(65_000)
      expect((await socket.next()).type).toBe('next')
      echo(65_536)
      expect((await socket.closed).code).toBe(1009)
    })

    test('is answered its pings', async () => {
      const socket = await Socket.connected(server.url)
      socket.send({ type: 'ping' })
      expect(await socket.next()).toEqual({ type: 'pong' })
    })

    test('that does not answer our pings is cut', async () => {
      const { url } = await serve(database, { socket: { keepAlive: 50 } })
      const socket = await new Socket(url, {}, { autoPong: false }).opened()
      expect((await socket.closed).code).toBe(1006)
    })

    test('elsewhere than at /graphql is not opened', async () => {
      const socket = new Socket(`${server.url}/elsewhere`)
      await expect(socket.opened()).rejects.toThrow('404')
    })
  })

  describe('an operation on a socket', () => {
    async function answer(query: string, variables?: object): Promise<unknown> {
      const socket = await Socket.connected(server.url)
      socket.subscribe(query, variables)
      const { type, payload } = await socket.next()
      socket.close()
      return { type, payload }
    }

    test('has the same limits as over HTTP', async () => {
      const deep = `${'{ a '.repeat(11)}${'}'.repeat(11)}`
      expect(await answer(deep)).toMatchObject({ type: 'error' })
      const extensions = { code: 'LIMIT_EXCEEDED', field: 'tokens', limit: 2_000, actual: 2_003 }
      expect(await answer(`{ ${'credential '.repeat(2_001)} }`)).toEqual({
        type: 'error',
        payload: [{ message: 'tokens: at most 2000, not 2003', extensions }],
      })
    })

    test('has the same form of errors as over HTTP', async () => {
      expect(await answer('{ secret }')).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'BAD_USER_INPUT', field: 'query' } }],
      })
      expect(await answer('{ credential')).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      })
      expect(await answer('query ($text: String!) { echo(text: $text) }')).toMatchObject({
        type: 'next',
        payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'text' } }] },
      })
      expect(await answer('{ refused }')).toMatchObject({
        type: 'next',
        payload: {
          data: { refused: null },
          errors: [{ path: ['refused'], extensions: { code: 'CONFLICT', currentVersion: 7 } }],
        },
      })
    })

    test('masks and logs a defect', async () => {
      const told = (await answer('{ broken }')) as { payload: { errors: { extensions: { requestId: string } }[] } }
      const { requestId } = told.payload.errors[0]!.extensions
      expect(told.payload.errors[0]!.extensions).toEqual({
        code: 'INTERNAL',
        requestId: expect.stringMatching(/^[\w-]{36}$/),
      })
      expect(JSON.stringify(told)).not.toContain('swordfish')
      expect(server.logged.at(-1)!.details).toMatchObject({
        requestId,
        err: { originalError: { message: /swordfish/ } },
      })
    })

    test('that takes longer than it may is UNAVAILABLE', async () => {
      const { url } = await serve(database, { timeLimit: 50 })
      const socket = await Socket.connected(url)
      socket.subscribe('{ never }')
      const { payload } = await socket.next()
      expect(payload).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE', reason: 'TIMEOUT', limit: 50 } }] })
    })
  })

  describe('a subscription', () => {
    test('executes each event on a request of its own', async () => {
      const socket = await Socket.connected(server.url)
      seen.length = 0
      socket.subscribe('subscription { requests(count: 3) again: requests(count: 3) @skip(if: true) }')
      const messages = [await socket.next(), await socket.next(), await socket.next(), await socket.next()]
      expect(messages.map(({ payload }) => payload)).toEqual([
        { data: { requests: 1 } },
        { data: { requests: 2 } },
        { data: { requests: 3 } },
        undefined,
      ])
      expect(messages.at(-1)!.type).toBe('complete')
      expect(new Set(seen).size).toBe(3)
      expect(new Set(seen.map(({ loaders }) => loaders)).size).toBe(3)
    })

    test('that ends with a refusal says so in the form of all errors', async () => {
      const socket = await Socket.connected(server.url)
      socket.subscribe('subscription { fails }')
      expect(await socket.next()).toMatchObject({ type: 'next', payload: { data: { fails: 1 } } })
      expect(await socket.next()).toEqual({
        id: '1',
        type: 'error',
        payload: [
          { message: 'order: it is gone', extensions: { code: 'CONFLICT', field: 'order', currentVersion: 3 } },
        ],
      })
    })

    test('on which nothing happens ends at once when the client completes it', async () => {
      sourceEnded = Promise.withResolvers()
      const socket = await Socket.connected(server.url)
      socket.subscribe('subscription { never }')
      socket.subscribe(WHO, undefined, '2')
      await socket.next()
      socket.send({ id: '1', type: 'complete' })
      await sourceEnded.promise
    })

    test('on which nothing happens ends at once when the socket goes', async () => {
      sourceEnded = Promise.withResolvers()
      const socket = await Socket.connected(server.url)
      socket.subscribe('subscription { never }')
      socket.subscribe(WHO, undefined, '2')
      await socket.next()
      socket.close()
      await sourceEnded.promise
    })
  })
})
