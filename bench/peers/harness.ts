import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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

/** The environment of everything that belongs to the comparison. */
export const environment = { ...process.env, PERF_HOME: HOME, NODE_ENV: 'production', GRAPHILE_ENV: 'production' }

/** Starts the cluster of the comparison; the first time it is made and filled, which takes half a minute. */
export function startCluster(): void {
  script('start')
}

export function stopCluster(): void {
  script('stop')
}

/** What it starts goes on and keeps its output open, so that goes nowhere. Throws with what it said where it fails. */
function script(command: 'start' | 'stop'): void {
  const said = join(HOME, 'cluster.log')
  const log = openSync(said, 'w')
  const { status } = spawnSync('bash', [join(HARNESS, 'db.sh'), command], {
    env: environment,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  if (status !== 0) throw new Error(`the cluster did not ${command}: ${readFileSync(said, 'utf8').trim()}`)
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
