import { once } from 'node:events'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { department, person } from '../../drizzle/tables.ts'
import { referenceEvent } from '../../server/domain/event.ts'
import type { Scope } from '../../server/domain/vocabulary.ts'
import { createApiToken } from '../../server/services/credential.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { insertRows } from '../../server/storage/rows.ts'
import { place, publish, relay } from '../storage/one-shop.ts'
import { eachDatabase } from '../support/database.ts'
import { type BareServer, bareServers } from './bare-server.ts'
import { type Counts, countingSchema, noCounts } from './counting-schema.ts'
import { Socket } from './socket.ts'

type Frame = { cursor: string; seqs: number[]; texts: string[]; seesRequirements: boolean }
type Shop = BareServer & { readonly counts: Counts }

const NO_HOURS = { weekdays: [], closures: [] }
const WATCH =
  'subscription ($after: String, $filter: Filter) { events(after: $after, filter: $filter) { cursor seqs written } }'

eachDatabase((open) => {
  const serve = bareServers()
  const openShop = async (): Promise<Shop> => {
    const counts = noCounts()
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
    expect(shop.counts).toMatchObject({ executed: [1, 2], written: 2 })
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

  test('who joins while the others are being told of an event is told of the next one', async () => {
    const shop = await openShop()
    const [one, query] = [await token(shop), 'subscription { events { seqs slow } }']
    const gate = closeGate(shop)
    const first = await watch(shop, one, query)
    await happen(shop)
    await shop.baton.feed.tail.catchUp()
    await gate.reached
    const second = await watch(shop, one, query)
    gate.open()
    await happen(shop)
    await shop.baton.feed.tail.catchUp()
    expect([(await frame(first)).seqs, (await frame(first)).seqs, (await frame(second)).seqs]).toEqual([[1], [2], [2]])
    for (const socket of [first, second]) socket.close()
  })

  test('who catches up while the others are being told of an event is told of it as well', async () => {
    const shop = await openShop()
    const { feed } = shop.baton
    const [one, other] = [await token(shop), await token(shop)]
    await happen(shop)
    await feed.tail.catchUp()
    const from = (place: number) => ({ after: feed.cursorAt(place) })
    const query = 'subscription ($after: String) { events(after: $after) { seqs slow } }'
    const first = await watch(shop, one, query, from(1))
    const past = closeGate(shop)
    const second = await watch(shop, other, query, from(0))
    await past.reached
    const present = closeGate(shop)
    await happen(shop)
    await feed.tail.catchUp()
    await present.reached
    past.open()
    expect((await frame(second)).seqs).toEqual([1])
    present.open()
    await happen(shop)
    await feed.tail.catchUp()
    expect([(await frame(first)).seqs, (await frame(first)).seqs]).toEqual([[2], [3]])
    expect([(await frame(second)).seqs, (await frame(second)).seqs]).toEqual([[2], [3]])
    for (const socket of [first, second]) socket.close()
  })

  test('who may see an order no more when the answer about it is made is told nothing of it', async () => {
    const shop = await openShop()
    const { database, directory, feed } = shop.baton
    const worker = { name: 'Wim', isAdmin: false, departmentId: 1 }
    await insertRows(database.pool, department, [{ key: 'shop', name: 'Shop', timeZone: 'UTC', calendar: NO_HOURS }])
    await insertRows(database.pool, person, [
      { ...worker, key: 'stays' },
      { ...worker, key: 'goes' },
    ])
    await directory.refresh()
    const [stays, goes] = await Promise.all(
      [1, 2].map(async (personId) => {
        const given = { name: 'watcher', scopes: [], personId }
        const { secret } = await createApiToken(database.pool, given, shop.time.now)
        return watch(shop, { authorization: `Bearer ${secret}` }, 'subscription { events { seqs slow } }')
      }),
    )
    const workflow = await publish(shop.baton, relay('pick'))
    const gate = closeGate(shop)
    await place(shop.baton, workflow, relay('pick'))
    await feed.tail.catchUp()
    const about = feed.tail.head
    await gate.reached
    await database.pool.update(person).set({ departmentId: null }).where(eq(person.key, 'goes'))
    await directory.refresh()
    gate.open()
    await happen(shop)
    await feed.tail.catchUp()
    expect((await untilPlace(stays!, about + 1)).flat()).toContain(about)
    expect((await untilPlace(goes!, about + 1)).flat()).not.toContain(about)
    for (const socket of [stays, goes]) socket!.close()
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

  /** Has all answers with the field `slow` wait from now on. */
  function closeGate({ counts }: Shop): { readonly reached: Promise<void>; open(): void } {
    const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    counts.slow = () => {
      reached.resolve()
      return opened.promise
    }
    return { reached: reached.promise, open: opened.resolve }
  }

  /** The numbers of the events in all frames up to that of this number. */
  async function untilPlace(socket: Socket, place: number): Promise<number[][]> {
    const frames: number[][] = []
    while (!frames.flat().includes(place)) frames.push((await frame(socket)).seqs)
    return frames
  }

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
