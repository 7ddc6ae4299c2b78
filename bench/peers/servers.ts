import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { environment, HARNESS, HOME } from './harness.ts'

/** A server that was started and runs. */
export type Served = { readonly name: string; readonly port: number; readonly pid: number; stop(): Promise<void> }

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
/** Milliseconds that a server has until it listens. */
const PATIENCE = 60_000

/** A server of the comparison: `file` without its ending, e.g. `servers/limit`; `env` chooses its variant. */
export async function startPeer(name: string, file: string, port: number, env: object = {}): Promise<Served> {
  const note = join(HOME, 'run', `${name}.json`)
  rmSync(note, { force: true })
  const variables = { ...environment, ...env, PORT: String(port), NAME: name }
  const child = start(name, [join(HARNESS, `${file}.mjs`)], variables)
  await until(name, child, () => existsSync(note) && readFileSync(note, 'utf8').includes(`"pid":${child.pid}`))
  return served(name, port, child)
}

/** Baton as in production: its own main, authorisation, limits and logging on. */
export async function startBaton(databaseUrl: string, port: number, env: object = {}): Promise<Served> {
  const data = join(HOME, 'data')
  mkdirSync(data, { recursive: true })
  const variables = { ...environment, ...env, DATABASE_URL: databaseUrl, PORT: String(port), BATON_DATA: data }
  const child = start('baton', [MAIN, '--empty'], variables)
  await until('baton', child, () => isUp(port))
  return served('baton', port, child)
}

function start(name: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  mkdirSync(join(HOME, 'run'), { recursive: true })
  mkdirSync(join(HOME, 'log'), { recursive: true })
  const log = openSync(join(HOME, 'log', `${name}.log`), 'w')
  const child = spawn(process.execPath, args, { cwd: HARNESS, env, stdio: ['ignore', log, log] })
  const end = () => child.kill()
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  return child
}

function served(name: string, port: number, child: ChildProcess): Served {
  const ended = once(child, 'exit')
  return {
    name,
    port,
    pid: child.pid!,
    stop: async () => {
      child.kill()
      await ended
    },
  }
}

async function until(name: string, child: ChildProcess, isReady: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > end) {
      child.kill()
      throw new Error(`${name} did not start: see ${join(HOME, 'log', `${name}.log`)}`)
    }
    await sleep(100)
  }
}

async function isUp(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )
}
