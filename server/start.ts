import { type AddressInfo, isIP } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { schema } from '../schema/schema.ts'
import type { Config } from './config.ts'
import { type CompanySize, SMALL_COMPANY } from './demo/company-size.ts'
import { badInput } from './domain/refusal.ts'
import { openDatabase } from './open-database.ts'
import { type Baton, type Logger, openBaton } from './services/baton.ts'
import { demoPersonas, ensureDemoCompany, isDemo } from './services/demo.ts'
import { createDemoTokens } from './services/demo-tokens.ts'
import { PaceMaker, type Timer } from './services/pace-maker.ts'
import type { Database } from './storage/database.ts'
import { migrate } from './storage/migrate.ts'
import { controlPath, serveControl } from './transport/control.ts'
import { createHttpServer } from './transport/http.ts'
import { isLoopback } from './transport/origin.ts'

export type StartOptions = {
  readonly log: Logger
  /** Gets what a person who starts Baton wants to read, a line at a time. */
  readonly progress?: (line: string) => void
  /** Without the demo company. */
  readonly empty?: boolean
  /** How large a demo company an empty database is filled with; small unless said. */
  readonly demo?: CompanySize
  /** Times the work of the demo company's people, which goes on by itself; without it the company stays as it is. */
  readonly pace?: Timer
  /** An open database in place of the configured one; it is closed with Baton. No folder is locked, no command taken. */
  readonly database?: Database
  readonly clock?: () => number
  readonly random?: () => number
}

export type Running = { readonly url: string; readonly baton: Baton; close(): Promise<void> }

const WEB_ROOT = fileURLToPath(new URL('../web/dist', import.meta.url))
/** Milliseconds that a request under way has when Baton closes. */
const FINISH = 8_000

/**
 * Opens everything in order (the database, the demo, the feed, the control socket, the port) and closes it in the reverse one.
 * What fails half-way closes what is open by then.
 */
export async function startBaton(config: Config, options: StartOptions): Promise<Running> {
  refuseOpenHouse(config)
  const { log, progress = () => {}, clock = Date.now, random = Math.random } = options
  const opened = new AsyncDisposableStack()
  try {
    const database = await openStore(config, options, opened)
    if (!options.empty) await ensureDemoCompany({ database, clock }, { size: options.demo ?? SMALL_COMPANY, progress })
    const baton = await openBaton({ database, clock, random, log })
    opened.defer(() => baton.close())
    if (isDemo(baton)) progress(`The demo's API tokens are in ${await createDemoTokens(baton, config.dataDir)}`)
    if (options.database === undefined) await openControl(config, baton, opened)
    const url = await listen(config, baton, opened)
    if (options.pace && isDemo(baton)) setPace(baton, options.pace, progress, opened)
    if (config.adminToken === null) progress("No authentication but the demo's: Baton listens on this machine alone")
    progress(`Baton is at ${url}`)
    return { url, baton, close: () => opened.disposeAsync() }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

/** Whoever reaches the port could sign in as anybody of the demo: so only this machine may reach it. */
function refuseOpenHouse({ host, adminToken }: Config): void {
  if (isLoopback(host) || adminToken !== null) return
  const problem = `with no BATON_ADMIN_TOKEN set Baton listens on loopback alone (127.0.0.1), not on ${host}`
  throw badInput('HOST', problem, host, '127.0.0.1')
}

async function openStore(config: Config, options: StartOptions, opened: AsyncDisposableStack): Promise<Database> {
  const database = options.database ?? (await openDatabase(config, controlPath(config.dataDir)))
  opened.defer(() => database.close())
  await migrate(database)
  return database
}

function setPace(baton: Baton, timer: Timer, progress: (line: string) => void, opened: AsyncDisposableStack): void {
  const paceMaker = new PaceMaker(baton, timer)
  opened.defer(() => paceMaker.stop())
  progress("The demo company's people are at work; npm start -- --still leaves everything as it is")
}

/** Where the embedded database is locked, commands of other processes are taken. */
async function openControl({ dataDir }: Config, baton: Baton, opened: AsyncDisposableStack): Promise<void> {
  if (baton.database.kind !== 'pglite') return
  const control = await serveControl(baton, controlPath(dataDir))
  opened.defer(() => control.close())
}

async function listen(config: Config, baton: Baton, opened: AsyncDisposableStack): Promise<string> {
  const personas = () => (isDemo(baton) ? demoPersonas(baton) : [])
  const app = await createHttpServer({ baton, schema, config, webRoot: WEB_ROOT, personas })
  opened.defer(() => finish(app))
  const { host, port } = config
  await app.listen({ host, port }).catch((error) => {
    throw inWords(error, config)
  })
  const shown = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (isIP(host) === 6 ? `[${host}]` : host)
  return `http://${shown}:${(app.server.address() as AddressInfo).port}`
}

/** Takes no more requests, finishes those under way, closes the sockets. */
async function finish(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), FINISH)
  await app.close()
  clearTimeout(timer)
}

function inWords(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  if (error.code === 'EADDRINUSE') return badInput('PORT', `another program listens on ${host}:${port}`, port)
  if (error.code === 'EACCES') return badInput('PORT', `this user may not listen on ${host}:${port}`, port)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return badInput('HOST', `this machine has no address ${host}`, host)
  return error
}
