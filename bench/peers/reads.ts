import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../tests/support/cluster.ts'
import { environment, HARNESS } from './harness.ts'
import type { Stretch } from './rounds.ts'
import { requireSameFacts } from './same-facts.ts'
import { type Served, startBaton, startPeer } from './servers.ts'
import { makeTokens } from './tokens.ts'

export const READS = ['trace', 'myOrders', 'queue'] as const
/** What a user would pick instead. */
export const PEERS = ['postgraphile', 'mercurius', 'yoga', 'apollo'] as const
/** SQL written by hand under Apollo: shown beside them, no peer. */
export const BY_HAND = 'apollo-fastify-sql-jit'
/** A member of a department that has a step in every order, and is no rep. */
const PERSON = 43
const DOCUMENTS = fileURLToPath(new URL('baton.json', import.meta.url))

/** Seconds that each read of each server is asked for before the first round: code that runs seldom is not compiled. */
const WARMING = 5

type Server = { readonly file: string; readonly queries: string; readonly path: string; readonly env?: object }

const SERVERS: Readonly<Record<string, Server>> = {
  limit: { file: 'servers/limit', queries: 'limit', path: '' },
  postgraphile: { file: 'servers/postgraphile', queries: 'postgraphile', path: 'graphql' },
  mercurius: { file: 'servers/mercurius', queries: 'hand', path: 'graphql' },
  yoga: { file: 'servers/yoga', queries: 'hand', path: 'graphql' },
  apollo: { file: 'servers/apollo', queries: 'hand', path: '' },
  [BY_HAND]: { file: 'servers/apollo-sql', queries: 'hand', path: 'graphql', env: { JIT: '1', HTTP: 'fastify' } },
}

export type Pace = { readonly rounds: number; readonly seconds: number }
export type ReadFigures = {
  /** Baton asked by an integration that reads orders, the limit and the peers. */
  readonly all: readonly Stretch[]
  /** Baton asked by a person, and the limit. */
  readonly person: readonly Stretch[]
}

/** The three reads at 16 connections: the limit, Baton and the peers, all up, one after the other in each round. */
export async function measureReads(databaseUrl: string, pace: Pace): Promise<ReadFigures> {
  await using servers = new AsyncDisposableStack()
  const start = async (served: Promise<Served>) => servers.adopt(await served, (one) => one.stop())
  const baton = await start(startBaton(databaseUrl, await freePort()))
  const [integration] = await makeTokens(databaseUrl, 'integration')
  const [person] = await makeTokens(databaseUrl, [PERSON])
  const targets: string[] = []
  for (const [name, { file, env }] of Object.entries(SERVERS)) {
    const served = await start(startPeer(name, file, await freePort(), env))
    targets.push(targetOf(served, SERVERS[name]!))
    if (name !== 'limit') continue
    await requireSameFacts(urlOf(served, ''), urlOf(baton, 'graphql'), [integration!, person!])
    targets.push(`baton=${urlOf(baton, 'graphql')},${DOCUMENTS},${baton.pid}`)
  }
  const all = await bench(targets, integration!, pace)
  return { all, person: await bench(targets.slice(0, 2), person!, pace) }
}

function targetOf(served: Served, { queries, path }: Server): string {
  return `${served.name}=${urlOf(served, path)},${join(HARNESS, 'queries', `${queries}.json`)},${served.pid}`
}

function urlOf({ port }: Served, path: string): string {
  return `http://127.0.0.1:${port}/${path}`
}

/** Runs the comparison's own bench.mjs; what it prints is shown. */
async function bench(targets: readonly string[], token: string, { rounds, seconds }: Pace): Promise<Stretch[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-reads-'))
  const out = join(folder, 'reads.json')
  const options = { connections: 16, rounds, seconds, warm: WARMING, header: `Bearer ${token}`, out }
  const args = [
    ...targets.flatMap((target) => ['--target', target]),
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ]
  const child = spawn(process.execPath, ['bench.mjs', ...args], { cwd: HARNESS, env: environment, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`bench.mjs ended with ${code}`)
  const stretches = JSON.parse(readFileSync(out, 'utf8')) as Stretch[]
  rmSync(folder, { recursive: true })
  for (const { target, query, errors, rps } of stretches)
    if (errors > 0 || rps === 0) throw new Error(`${target}, ${query}: ${errors} requests failed at ${rps} a second`)
  return stretches
}
