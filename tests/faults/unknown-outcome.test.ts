import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBaton } from '../../server/start.ts'
import { openPostgres } from '../../server/storage/database.ts'
import { actAs, type Client } from '../support/client.ts'
import { createPostgres, onDatabase } from '../support/database.ts'
import { prepare } from './premises.ts'
import { type Link, openProxy } from './proxy.ts'

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id number version } } }'
const silent = { info: () => {}, warn: () => {}, error: () => {} }

onDatabase('PostgreSQL', () => {
  test.each([
    { what: 'whose answer to COMMIT is lost', end: 'dropReply', isDone: 1 },
    { what: 'whose COMMIT is lost', end: 'cut', isDone: 0 },
    { what: 'whose COMMIT goes under in a reset', end: 'reset', isDone: 0 },
  ] as const)(
    'a mutation $what is unavailable, and sent again with its key it is done once',
    async ({ end, isDone }) => {
      await using server = await serveThroughProxy((link) => link[end]())
      const { client, cable } = server
      const input = { customer: 'acme', lines: [{ sku: 'gear', quantity: '1' }], idempotencyKey: 'order-1' }
      cable.isToBeCut = true
      const { errors } = await client.ask(PLACE, { input })
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE'])
      expect(await countOrders(client)).toBe(isDone)
      const first = await client.tell(PLACE, { input })
      expect(await client.tell(PLACE, { input })).toEqual(first)
      expect(first.placeOrder.order.version).toBe(1)
      expect(await countOrders(client)).toBe(1)
    },
  )
})

async function countOrders(client: Client): Promise<number> {
  return (await client.tell('{ orders(first: 1) { totalCount } }')).orders.totalCount
}

/** Baton with Postgres behind a proxy; once it is to be cut, the next transaction with events ends so when it says COMMIT. */
async function serveThroughProxy(end: (link: Link) => void) {
  await using opened = new AsyncDisposableStack()
  const { url, drop } = await createPostgres()
  opened.defer(drop)
  const folder = await mkdtemp(join(tmpdir(), 'baton-unknown-'))
  opened.defer(() => rm(folder, { recursive: true }))
  const { config, adminToken } = await prepare(url, folder)
  const cable = { isToBeCut: false }
  const writing = new WeakSet<Link>()
  const proxy = await openProxy(url, (statement, link) => {
    if (statement.startsWith('begin')) writing.delete(link)
    if (statement.startsWith('insert into "event"')) writing.add(link)
    if (statement !== 'commit' || !writing.has(link) || !cable.isToBeCut) return
    cable.isToBeCut = false
    end(link)
  })
  opened.defer(() => proxy.close())
  const running = await startBaton(config, { log: silent, empty: true, database: await openPostgres(proxy.url) })
  opened.defer(() => running.close())
  const own = opened.move()
  return { client: actAs(running.url, adminToken), cable, [Symbol.asyncDispose]: () => own.disposeAsync() }
}
