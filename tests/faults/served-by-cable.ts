import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBaton } from '../../server/start.ts'
import { openPostgres } from '../../server/storage/database.ts'
import { actAs, type Client } from '../support/client.ts'
import { createPostgres } from '../support/database.ts'
import { prepare } from './premises.ts'
import { type Cable, type Overhear, openProxy } from './proxy.ts'

/** Baton in this process, with a cable to Postgres that can be cut; gone with the scope that opened it. */
export type ServedByCable = AsyncDisposable & { readonly url: string; readonly client: Client; readonly proxy: Cable }

const silent = { info: () => {}, warn: () => {}, error: () => {} }

export async function serveByCable(overhear: Overhear): Promise<ServedByCable> {
  await using opened = new AsyncDisposableStack()
  const { url, drop } = await createPostgres()
  opened.defer(drop)
  const folder = await mkdtemp(join(tmpdir(), 'baton-cable-'))
  opened.defer(() => rm(folder, { recursive: true }))
  const { config, adminToken } = await prepare(url, folder)
  const proxy = await openProxy(url, overhear)
  opened.defer(() => proxy.close())
  const running = await startBaton(config, { log: silent, empty: true, database: await openPostgres(proxy.url) })
  opened.defer(() => running.close())
  const own = opened.move()
  const client = actAs(running.url, adminToken)
  return { url: running.url, client, proxy, [Symbol.asyncDispose]: () => own.disposeAsync() }
}
