import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { referenceEvent } from '../../server/domain/event.ts'
import { type Database, openPostgres } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { FEED_CHANNEL } from '../../server/storage/numberer.ts'
import { NOW } from '../storage/one-shop.ts'
import { actAs } from '../support/client.ts'
import { createPostgres, onDatabase } from '../support/database.ts'
import { type Premises, prepare } from './premises.ts'

const SERVER = fileURLToPath(new URL('server-with-memory.ts', import.meta.url))
const MIB = 1024 * 1024
/** Of 100 transactions each has 20 events of 40 KiB: 78 MiB in all. */
const TRANSACTIONS = 100
const EVENTS = Array.from({ length: 20 }, () => {
  const reason = 'x'.repeat(40 * 1024)
  return referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {}, reason }, null, NOW)
})
/** What Baton may hold more when all of that is committed and a socket has not read any of it. */
const BOUND = 32 * MIB

onDatabase('PostgreSQL', () => {
  test('the memory of a server stays bounded while a socket does not read and 2,000 large events are committed', async () => {
    const { growth, close } = await growthUnderDeafness()
    expect(growth).toBeLessThan(BOUND)
    expect(close.code).toBe(1013)
    expect(close.reason).toMatch(/^LIMIT_EXCEEDED: unsent bytes: at most 1048576, not \d+; go on after \S+$/)
  })

  test('without the limit of unsent bytes it does not', async () => {
    const { growth } = await growthUnderDeafness('unlimited')
    expect(growth).toBeGreaterThan(BOUND)
  })
})

type Closing = { readonly code: number; readonly reason: string }

async function growthUnderDeafness(...how: 'unlimited'[]): Promise<{ growth: number; close: Closing }> {
  await using opened = new AsyncDisposableStack()
  const { url: databaseUrl, drop } = await createPostgres()
  opened.defer(drop)
  const folder = await mkdtemp(join(tmpdir(), 'baton-memory-'))
  opened.defer(() => rm(folder, { recursive: true }))
  const premises = await prepare(databaseUrl, folder)
  const database = await openPostgres(databaseUrl)
  opened.defer(() => database.close())
  const server = fork(SERVER, how, { env: { ...process.env, ...premises.env }, execArgv: ['--expose-gc'] })
  opened.defer(() => end(server))
  const [url] = (await once(server, 'message')) as [string]
  const deaf = await deafSocket(url, premises)
  const before = await memoryOf(server)
  await commitAll(database, url, premises, deaf)
  const growth = (await memoryOf(server)) - before
  console.log(`${how[0] ?? 'limited'}: ${(growth / MIB).toFixed(1)} MiB more in memory`)
  return { growth, close: await closing(deaf, how.length === 0) }
}

/** Watches, and reads nothing more as soon as its watch stands. */
async function deafSocket(url: string, { adminToken }: Premises): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, ['graphql-transport-ws'])
  const say = (message: object) => socket.send(JSON.stringify(message))
  await once(socket, 'open')
  say({ type: 'connection_init', payload: { authorization: `Bearer ${adminToken}` } })
  await once(socket, 'message')
  say({ id: 'all', type: 'subscribe', payload: { query: 'subscription { events { cursor events { id reason } } }' } })
  // An answer to what was asked after it says that the watch stands.
  say({ id: 'fence', type: 'subscribe', payload: { query: '{ feed { head } }' } })
  await once(socket, 'message')
  socket.pause()
  return socket
}

/** One transaction after the other, each when a watcher that reads has been told of the one before. */
async function commitAll(database: Database, url: string, { adminToken }: Premises, deaf: WebSocket): Promise<void> {
  const client = actAs(url, adminToken)
  const { feed } = await client.tell('{ feed { head } }')
  const reader = client.watch('subscription ($after: String) { events(after: $after) { events { id } } }', {
    after: feed.head,
  })
  for (let n = 0; n < TRANSACTIONS; n++) {
    await database.transaction((tx) => insertEvents(tx, EVENTS))
    await database.together([{ text: `notify ${FEED_CHANNEL}` }])
    await reader.next(({ events }) => events.events.length > 0)
    // It does not read, but it lives: so it is not cut for silence.
    deaf.pong()
  }
  await reader.close()
}

async function memoryOf(server: ChildProcess): Promise<number> {
  server.send('how much')
  const [bytes] = (await once(server, 'message')) as [number]
  return bytes
}

/** Reads on, to the end where the server has made one. */
async function closing(deaf: WebSocket, isClosed: boolean): Promise<Closing> {
  if (isClosed) deaf.resume()
  else deaf.terminate()
  const [code, reason] = await once(deaf, 'close')
  return { code, reason: String(reason) }
}

async function end(server: ChildProcess): Promise<void> {
  server.kill('SIGKILL')
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
}
