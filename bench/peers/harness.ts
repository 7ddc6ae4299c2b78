import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SHARED = fileURLToPath(new URL('../../../shared/peers', import.meta.url))
/** Where the comparison keeps its copy, its database and its logs; the name is the one that its own scripts take. */
export const HOME = join(tmpdir(), 'baton-peers')
export const HARNESS = join(HOME, 'harness')
export const SERVER = 'postgres://postgres@127.0.0.1:54329'
const MARKER = join(HARNESS, '.installed')

/** In one line why there is nothing to compare with; null where there is. */
export function absent(): string | null {
  return existsSync(SHARED) ? null : 'the comparison lies in ../shared/peers, which is not there'
}

/** Copies the comparison and installs what it needs; what an earlier run made of the same files is taken as it is. */
export function install(): void {
  const version = digestOf(SHARED)
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === version) return
  console.log(`copying ../shared/peers to ${HARNESS} and installing it`)
  rmSync(HARNESS, { recursive: true, force: true })
  mkdirSync(HOME, { recursive: true })
  cpSync(SHARED, HARNESS, { recursive: true })
  makeWritable(HARNESS)
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: HARNESS, stdio: 'inherit' })
  writeFileSync(MARKER, version)
}

/** Starts the cluster of the comparison; the first time it is made and filled, which takes half a minute. */
export async function startCluster(): Promise<void> {
  await script('db.sh', 'start')
}

export async function stopCluster(): Promise<void> {
  await script('db.sh', 'stop')
}

/** The environment of everything that belongs to the comparison. */
export const environment = { ...process.env, PERF_HOME: HOME, NODE_ENV: 'production', GRAPHILE_ENV: 'production' }

/** A script of the comparison; throws with what it said where it fails. What it starts may go on, and keep its output open. */
function script(name: string, argument: string): Promise<void> {
  const child = spawn('bash', [join(HARNESS, name), argument], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      child.stderr.destroy()
      if (code === 0) resolve()
      else reject(new Error(`${name} ${argument}: ${said.trim()}`))
    })
  })
}

function digestOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()))
    hash.update(name.name).update(readFileSync(join(name.parentPath, name.name)))
  return hash.digest('hex')
}

function makeWritable(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o744)
  chmodSync(folder, 0o755)
}
