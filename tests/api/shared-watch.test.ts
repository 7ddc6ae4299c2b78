import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { referenceEvent } from '../../server/domain/event.ts'
import type { Scope } from '../../server/domain/vocabulary.ts'
import { createApiToken } from '../../server/services/credential.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { eachDatabase } from '../support/database.ts'
import { type BareServer, bareServers } from './bare-server.ts'
import { type Counts, countingSchema } from './counting-schema.ts'
import { Socket } from './socket.ts'

type Frame = { cursor: string; seqs: number[]; texts: string[]; seesRequirements: boolean }
type Shop = BareServer & { readonly counts: Counts }

const WATCH =
  'subscription ($after: String, $filter: Filter) { events(after: $after, filter: $filter) { cursor seqs written } }'

eachDatabase((open) => {
  const serve = bareServers()
  const openShop = async (): Promise<Shop> => {
    const counts: Counts = { executed: [], written: 0 }
    return { ...(await serve(await open(), { schema: countingSchema(counts) })), counts }
  }

  const token = async ({ baton, time }: Shop, ...scopes: Scope[]): Promise<object> => {
    const { secret } = await createApiToken(baton.database.pool, { name: 'watcher', scopes }, time.now)
    return { authorization: `Bearer ${secret}` }
  }

  const watch = async ({ url }: Shop, credential: object, query = WATCH, variables: object = {}): Promise<Socket> => {
    const socket = await Socket.connected(url, credential)
    socket.subscribe(query, variables)
    // An answer to what was asked after it says that the watch stands.
    socket.subscribe('{ a }', undefined, 'fence')
    for (const type of ['next', 'complete']) expect(await socket.next()).toMatchObject({ id: 'fence', type })
    return socket
  }

  /** A transaction of as many events, each with this reason. */
  const happen = ({ baton, time }: Shop, events = 1, reason: string | null = null) => {
    const fact = referenceEvent({ type: 'DIRECTORY_CHANGED', at: time.now, payload: {}, reason }, null, time.now)
    return baton.database.transaction((tx) => insertEvents(tx, Array(events).fill(fact)))
  }

  const frame = async (socket: Socket): Promise<Frame> => {
    const { payload } = (await socket.next()) as { payload: { data: { events: Frame } } }
    return payload.data.events
  }

  test('one execution, written as JSON once, serves all who watch alike, whatever their filters and tokens', async () => {
    const shop = await openShop()
    const tokens = await Promise.all([token(shop), token(shop), token(shop, 'ORDERS_READ')])
    const filters = [{}, { filter: null }, { filter: { types: ['DIRECTORY_CHANGED'] } }]
    const sockets = await Promise.all(
      tokens.flatMap((one) => filters.map((variables) => watch(shop, one, WATCH, variables))),
    )
    for (const seq of [1, 2]) {
      await happen(shop)
      await shop.baton.feed.tail.catchUp()
      const seqs = await Promise.all(sockets.map(async (socket) => (await frame(socket)).seqs))
      expect(seqs).toEqual(sockets.map(() => [seq]))
    }
    expect(shop.counts).toEqual({ executed: [1, 2], written: 2 })
    for (const socket of sockets) socket.close()
  })

  test('an answer that depends on who asks is made once for each kind of viewer, and goes to that kind alone', async () => {
    const shop = await openShop()
    const query = 'subscription { events { seqs seesRequirements } }'
    const kinds = [['ORDERS_READ'], ['REQUIREMENTS_READ'], ['ORDERS_READ'], ['REQUIREMENTS_READ']] as const
    const sockets = await Promise.all(kinds.map(async (scopes) => watch(shop, await token(shop, ...scopes), query)))
    await happen(shop)
    await shop.baton.feed.tail.catchUp()
    const frames = await Promise.all(sockets.map(frame))
    expect(frames.map((one) => one.seesRequirements)).toEqual([false, true, false, true])
    expect(shop.counts.executed).toEqual([1, 1])
    for (const socket of sockets) socket.close()
  })

  test('those who join with a cursor in the midst of a burst get every event once and in order', async () => {
    const shop = await openShop()
    const one = await token(shop)
    const watches: Promise<{ from: number; socket: Socket }>[] = []
    const ALL = 60
    for (let n = 0; n < ALL; n++) {
      await happen(shop, 1 + (n % 3))
      const from = n % 2 === 0 ? 0 : shop.baton.feed.tail.head
      if (n % 4 < 2) shop.baton.feed.wake()
      if (n % 5 !== 0) continue
      const started = Socket.connected(shop.url, one).then((socket) => {
        socket.subscribe(WATCH, { after: shop.baton.feed.cursorAt(from) })
        return { from, socket }
      })
      watches.push(started)
    }
    await shop.baton.feed.tail.catchUp()
    const { head } = shop.baton.feed.tail
    expect(head).toBe(ALL * 2)
    for (const { from, socket } of await Promise.all(watches)) {
      const seqs: number[] = []
      while (seqs.at(-1) !== head) seqs.push(...(await frame(socket)).seqs)
      expect(seqs).toEqual(Array.from({ length: head - from }, (_, n) => from + 1 + n))
      socket.close()
    }
  })

  test('a reader who does not read holds up nobody: the others get all, and the cursor of the goodbye loses nothing', async () => {
    const shop = await openShop()
    const one = await token(shop)
    const query = 'subscription ($after: String) { events(after: $after) { cursor seqs texts } }'
    const deaf = await deafSocket(shop, one, query)
    const reading = await watch(shop, one, query)
    // More than the limit of a socket and all that the system keeps for one.
    const transactions = 30
    for (let n = 0; n < transactions; n++) {
      await happen(shop, 10, 'x'.repeat(60 * 1024))
      await shop.baton.feed.tail.catchUp()
      expect((await frame(reading)).seqs).toHaveLength(10)
    }
    const { seqs, cursor, code, reason } = await rest(deaf)
    expect(code).toBe(1013)
    expect(reason).toMatch(/^LIMIT_EXCEEDED: unsent bytes: at most 1048576/)
    expect(reason.endsWith(`go on after ${cursor}`)).toBe(true)
    const again = await Socket.connected(shop.url, one)
    again.subscribe(query, { after: cursor })
    while (seqs.at(-1) !== transactions * 10) seqs.push(...(await frame(again)).seqs)
    expect(seqs).toEqual(Array.from({ length: transactions * 10 }, (_, n) => n + 1))
    again.close()
    reading.close()
  })

  /** Watches from the beginning on, and reads nothing. */
  async function deafSocket({ url, baton }: Shop, credential: object, query: string): Promise<WebSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, ['graphql-transport-ws'])
    socket.on('error', () => {})
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init', payload: credential }))
    await once(socket, 'message')
    const after = baton.feed.cursorAt(0)
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { after } } }))
    socket.pause()
    return socket
  }

  /** Reads on, to the end. */
  async function rest(socket: WebSocket) {
    const frames: Frame[] = []
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data))
      if (type === 'next') frames.push(payload.data.events)
    })
    socket.resume()
    const [code, reason] = await once(socket, 'close')
    return { seqs: frames.flatMap(({ seqs }) => seqs), cursor: frames.at(-1)?.cursor, code, reason: String(reason) }
  }
})
