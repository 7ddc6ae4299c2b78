import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiToken } from '../../drizzle/feed-tables.ts'
import { person } from '../../drizzle/tables.ts'
import { referenceEvent } from '../../server/domain/event.ts'
import { createApiToken, openSession } from '../../server/services/credential.ts'
import { type Database, openPostgres } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { Socket } from '../api/socket.ts'
import { actAs, type Data } from '../support/client.ts'
import { createPostgres, onDatabase } from '../support/database.ts'
import { type Premises, prepare } from './premises.ts'
import { Service } from './service.ts'

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { number } } }'
const LINES = [{ sku: 'gear', quantity: '1' }]

onDatabase('PostgreSQL', () => {
  const opened = new AsyncDisposableStack()
  let premises: Premises
  let database: Database
  let here: string
  let there: string
  beforeAll(async () => {
    const { url, drop } = await createPostgres()
    opened.defer(drop)
    const folder = await mkdtemp(join(tmpdir(), 'baton-two-'))
    opened.defer(() => rm(folder, { recursive: true }))
    premises = await prepare(url, folder)
    database = await openPostgres(url, { connections: 2 })
    opened.defer(() => database.close())
    const services = [new Service(premises), new Service(premises)]
    for (const service of services) opened.defer(() => service.close())
    for (const service of services) await service.start()
    here = await services[0]!.url
    there = await services[1]!.url
  })
  afterAll(() => opened.disposeAsync())

  const place = async (): Promise<string> => {
    const input = { customer: 'acme', workflow: premises.workflow, lines: LINES }
    return (await actAs(here, premises.adminToken).tell(PLACE, { input })).placeOrder.order.number
  }
  /** Watches at the other process, which has told it of an order that was placed at this one. */
  const watching = async (credential: { authorization?: string; cookie?: string }): Promise<Socket> => {
    const { cookie, ...payload } = credential
    const socket = await Socket.connected(there, payload, cookie ? { cookie } : {})
    socket.subscribe('subscription { events(filter: { types: [ORDER_PLACED] }) { events { order { number } } } }')
    socket.subscribe('{ feed { head } }', undefined, 'fence')
    while ((await socket.next()).type !== 'complete');
    const number = await place()
    expect(await nextOrder(socket)).toBe(number)
    return socket
  }
  /** From the revocation at the one process until the socket at the other is closed; nothing of what happened since came. */
  const expectGone = async (socket: Socket, what: string): Promise<void> => {
    const revoked = performance.now()
    await place()
    const { code } = await socket.closed
    console.log(`a socket of another process is closed ${Math.round(performance.now() - revoked)} ms after ${what}`)
    expect(code).toBe(4401)
    await expect(socket.next()).rejects.toThrow('closed')
  }

  test('who signs out at one process is told nothing more by the other, and the socket there is closed', async () => {
    const secret = await openSession({ database, clock: Date.now }, await idOf(database, 'bob'))
    const cookie = `baton_session=${secret}`
    const socket = await watching({ cookie })
    const signedOut = await fetch(`${here}/session`, { method: 'DELETE', headers: { cookie } })
    expect(signedOut.status).toBe(204)
    await expectGone(socket, 'the sign-out')
  })

  test('a token that is revoked is told nothing more by any process, and its socket is closed', async () => {
    const { id, secret } = await createApiToken(database.pool, { name: 't', scopes: ['ORDERS_READ'] }, Date.now())
    const socket = await watching({ authorization: `Bearer ${secret}` })
    await database.pool.update(apiToken).set({ revokedAt: Date.now() }).where(eq(apiToken.id, id))
    await expectGone(socket, 'the revocation of its token')
  })

  test('who leaves a department is told nothing more of its orders by any process', async () => {
    const given = { name: 'cem', scopes: [], personId: await idOf(database, 'cem') }
    const { id, secret } = await createApiToken(database.pool, given, Date.now())
    const socket = await watching({ authorization: `Bearer ${secret}` })
    const witness = await watching({ authorization: `Bearer ${premises.adminToken}` })
    expect(await nextOrder(socket), 'of what is placed for the witness').toMatch(/^SO-/)
    await leave(database, 'cem')
    const number = await place()
    expect(await nextOrder(witness)).toBe(number)
    await database.pool.update(apiToken).set({ revokedAt: Date.now() }).where(eq(apiToken.id, id))
    await expectGone(socket, 'the revocation of a token whose bearer had left')
    witness.close()
  })
})

async function nextOrder(socket: Socket): Promise<string> {
  const { type, payload } = await socket.next()
  expect(type).toBe('next')
  return (payload as Data).data.events.events[0].order.number
}

async function idOf({ pool }: Database, key: string): Promise<number> {
  const [found] = await pool.select({ id: person.id }).from(person).where(eq(person.key, key))
  return found!.id
}

/** As an administration of people would, with the event that tells all processes. */
async function leave(database: Database, key: string): Promise<void> {
  const now = Date.now()
  const told = referenceEvent({ type: 'DIRECTORY_CHANGED', at: now, payload: {} }, null, now)
  await database.transaction(async (tx) => {
    await tx.update(person).set({ departmentId: null, isAdmin: false }).where(eq(person.key, key))
    await insertEvents(tx, [told])
  })
}
