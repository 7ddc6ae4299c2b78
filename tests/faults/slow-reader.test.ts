import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { buildSchema, type GraphQLSchema } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { StoredEvent } from '../../server/domain/event.ts'
import { createApiToken } from '../../server/services/credential.ts'
import type { Frame } from '../../server/services/frame.ts'
import type { Database } from '../../server/storage/database.ts'
import { bareServers } from '../api/bare-server.ts'
import { onDatabase } from '../support/database.ts'

const KIB = 1024
const WATCH = 'subscription { flood { cursor text } }'

/** A feed that never ends: as many frames as are asked for, each of `events` events and `bytes` bytes. */
type Flood = { readonly isLive: boolean; readonly events: number; readonly bytes: number }

class Source {
  readonly ended = Promise.withResolvers<void>()
  taken = 0
  private readonly flood: Flood

  constructor(flood: Flood) {
    this.flood = flood
  }

  readonly schema = (): GraphQLSchema => {
    const schema = buildSchema(
      'type Query { a: Int } type Flood { cursor: String! text: String! } type Subscription { flood: Flood }',
    )
    const { flood } = schema.getSubscriptionType()!.getFields()
    flood!.subscribe = () => this.frames()
    flood!.resolve = (frame) => frame
    return schema
  }

  private async *frames(): AsyncGenerator<{ flood: object } & Frame> {
    const text = 'x'.repeat(this.flood.bytes)
    const events = Array.from({ length: this.flood.events }, () => ({ orderId: null }) as StoredEvent)
    try {
      for (;;) {
        this.taken += 1
        yield { place: this.taken, cursor: `c${this.taken}`, isLive: this.flood.isLive, events, text } as never
        await new Promise(setImmediate)
      }
    } finally {
      this.ended.resolve()
    }
  }
}

onDatabase('PGlite', (open) => {
  const serve = bareServers()
  let database: Database
  let authorization: string
  beforeAll(async () => {
    database = await open()
    const given = { name: 'slow', scopes: ['ORDERS_READ'] as const }
    authorization = `Bearer ${(await createApiToken(database.pool, given, 0)).secret}`
  })

  /** A socket that watches and reads nothing more as soon as it is taken in. */
  async function deafSocket(url: string): Promise<WebSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, ['graphql-transport-ws'])
    socket.on('error', () => {})
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }))
    await once(socket, 'message')
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: WATCH } }))
    socket.pause()
    return socket
  }

  async function deafStream(url: string): Promise<IncomingMessage> {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization }
    const asked = request(`${url}/graphql/stream`, { method: 'POST', headers })
    asked.end(JSON.stringify({ query: WATCH }))
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    return response
  }

  /** Reads on, to the end. */
  async function rest(socket: WebSocket): Promise<{ cursors: string[]; code: number; reason: string }> {
    const cursors: string[] = []
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data))
      if (type === 'next') cursors.push(payload.data.flood.cursor)
    })
    socket.resume()
    const [code, reason] = await once(socket, 'close')
    return { cursors, code, reason: String(reason) }
  }

  describe('a socket that stops reading while events pour in', () => {
    test.each([
      ['1 MiB', { isLive: true, events: 1, bytes: 60 * KIB }, /unsent bytes: at most 1048576, not \d+/],
      ['1,000 events', { isLive: true, events: 20, bytes: 12 * KIB }, /unsent events: at most 1000, not 1020/],
    ])('is closed with its last cursor at %s unsent', async (_, flood, words) => {
      const source = new Source(flood)
      const { url } = await serve(database, { schema: source.schema() })
      const socket = await deafSocket(url)
      await source.ended.promise
      const { cursors, code, reason } = await rest(socket)
      expect(code).toBe(1013)
      expect(reason).toMatch(words)
      expect(reason).toMatch(new RegExp(`^LIMIT_EXCEEDED: .* go on after ${cursors.at(-1)}$`))
      expect(cursors).toEqual(Array.from(cursors, (_, n) => `c${n + 1}`))
      // Nothing but what is unsent waits in the server: of what the feed gave, all but the last has arrived by now.
      expect(source.taken - cursors.length).toBeLessThanOrEqual(1)
    })

    test('takes no more of the past than fits, and is cut when it does not answer', async () => {
      const source = new Source({ isLive: false, events: 100, bytes: 60 * KIB })
      const { url } = await serve(database, { schema: source.schema(), socket: { keepAlive: 400 } })
      const socket = await deafSocket(url)
      await source.ended.promise
      const { cursors, code } = await rest(socket)
      expect(code).toBe(1006)
      expect(source.taken - cursors.length).toBeLessThan((1024 * KIB) / (60 * KIB))
    })
  })

  test('a reader of the past that reads is given all of it, however much', async () => {
    const source = new Source({ isLive: false, events: 500, bytes: 60 * KIB })
    const { url } = await serve(database, { schema: source.schema() })
    const socket = await deafSocket(url)
    const enough = Promise.withResolvers<void>()
    let count = 0
    socket.on('message', () => {
      count += 1
      if (count === 500) enough.resolve()
    })
    socket.on('close', () => enough.reject(new Error('closed')))
    socket.resume()
    await enough.promise
    socket.terminate()
    await source.ended.promise
  })

  test('an event stream that is not read ends with its last cursor', async () => {
    const source = new Source({ isLive: true, events: 1, bytes: 60 * KIB })
    const { url } = await serve(database, { schema: source.schema() })
    const stream = await deafStream(url)
    await source.ended.promise
    const text = (await stream.toArray()).join('')
    const ids = [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id)
    const { errors } = JSON.parse(/^data: (.*)\n\n$/m.exec(text.slice(text.lastIndexOf('event: ')))![1]!)
    expect(errors[0].extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'unsent bytes', limit: 1024 * KIB })
    expect(errors[0].message).toContain(`go on after ${ids.at(-1)}`)
    // One was refused, and one was under way.
    expect(source.taken - ids.length).toBeLessThanOrEqual(2)
  })

  test('an event stream that is not read at all is cut', async () => {
    const source = new Source({ isLive: false, events: 1, bytes: 60 * KIB })
    const { url } = await serve(database, { schema: source.schema(), socket: { keepAlive: 400 } })
    const stream = await deafStream(url)
    await source.ended.promise
    await expect(stream.toArray()).rejects.toThrow('aborted')
  })
})
