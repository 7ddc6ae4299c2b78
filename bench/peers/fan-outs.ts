import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../tests/support/cluster.ts'
import type { Watching } from './crowd.ts'
import { type FannedOut, type FanOut, fanOut } from './fan-out.ts'
import { HARNESS, SERVER } from './harness.ts'
import type { Pace } from './reads.ts'
import { startBaton, startPeer } from './servers.ts'
import { makeTokens } from './tokens.ts'

/** A viewer may have so many sockets: more watchers are more viewers. */
const SOCKETS_A_VIEWER = 20
const FILTERS = 100
const WATCHED = 4
/** Workers of the comparison; each sees orders with a step in their department. */
const FIRST_WORKER = 41
/** Events a second. */
const SLOW = 10
const BRISK = 50
const BUSY = 200

export const SIZES = [1_000, 5_000] as const
export const FEED_PEERS = {
  mercurius: 'subs/mercurius',
  yoga: 'subs/yoga',
  'graphql-ws': 'subs/apollo',
  postgraphile: 'subs/postgraphile',
} as const

/** What Baton is asked to do: all watch one order; each with a filter that many share; each an order of their own. */

export type Kind = 'one' | 'filtered' | 'many'
/** One measurement of one server, started afresh for it. */
export type FeedRound = FannedOut & { readonly round: number; readonly target: string; readonly kind: Kind }

type Documents = Readonly<Record<'one' | 'filtered', { readonly query: string }>>
const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')

/** Every kind at every size for the limit and Baton, the peers at the smallest: in each round, one server at a time. */
export async function measureFeed(databaseUrl: string, { rounds, seconds }: Pace): Promise<FeedRound[]> {
  const measured: FeedRound[] = []
  for (let round = 0; round < rounds; round++)
    for (const { target, kind, measure } of plan(databaseUrl, seconds)) {
      const figures = await measure()
      console.log(`  ${inWords(target, kind, figures)}`)
      measured.push({ ...figures, round, target, kind })
    }
  return measured
}

function plan(databaseUrl: string, seconds: number) {
  const baton = (kind: Kind, size: number) => () => measureBaton(databaseUrl, kind, size, seconds)
  const peer = (name: string, file: string, size: number, rates: readonly number[]) => () =>
    measurePeer(name, file, { size, seconds, rates })
  const both = SIZES.flatMap((size) => [
    { target: 'limit', kind: 'one' as const, measure: peer('limit-feed', 'subs/limit', size, ratesAt(size)) },
    { target: 'baton', kind: 'one' as const, measure: baton('one', size) },
  ])
  const peers = Object.entries(FEED_PEERS).map(([name, file]) => {
    return { target: name, kind: 'one' as const, measure: peer(`${name}-feed`, file, SIZES[0], [SLOW]) }
  })
  const others = (['filtered', 'many'] as const).map((kind) => {
    return { target: 'baton', kind, measure: baton(kind, SIZES[0]) }
  })
  return [...both, ...others, ...peers]
}

/** The paces at which events come: 5,000 watchers of 50 events a second would be more than the bare broadcast can send here. */
function ratesAt(size: number): number[] {
  return size === SIZES[0] ? [SLOW, BRISK] : [(SLOW * SIZES[0]) / size]
}

async function measurePeer(
  name: string,
  file: string,
  { size, ...pace }: { size: number; seconds: number; rates: readonly number[] },
): Promise<FannedOut> {
  const served = await startPeer(name, file, await freePort())
  const subscription = JSON.parse(readFileSync(join(HARNESS, 'queries/subs.json'), 'utf8'))
  const watchings = Array.from({ length: size }, () => ({ init: null, ...subscription }))
  const whole = {
    ...pace,
    watchings,
    prepare: read('peers-table.sql'),
    publish: read('peers-publish.sql'),
    databaseUrl: `${SERVER}/perf`,
    orders: [numberOf(WATCHED)],
    isShared: true,
  }
  return fanOut({ ...whole, ...addressOf(served) }).finally(() => served.stop())
}

/** For a crowd that a developer wants to see alone, too. */
export async function measureBaton(databaseUrl: string, kind: Kind, size: number, seconds: number): Promise<FannedOut> {
  const served = await startBaton(databaseUrl, await freePort())
  const viewers = Math.ceil(size / SOCKETS_A_VIEWER)
  const isShared = kind !== 'many'
  const people = Array.from({ length: viewers }, (_, index) => FIRST_WORKER + index)
  const tokens = await makeTokens(databaseUrl, kind === 'filtered' ? people : 'integration', viewers)
  const order = {
    watchings: tokens.flatMap((token, viewer) => watchingsOf(kind, token, viewer)).slice(0, size),
    orders: isShared ? [numberOf(WATCHED)] : Array.from({ length: size }, (_, index) => ownOrder(index)),
    rates: isShared ? ratesAt(size) : [BUSY],
  }
  const whole = { ...order, isShared, seconds, databaseUrl, publish: read('publish.sql') }
  return fanOut({ ...whole, ...addressOf(served) }).finally(() => served.stop())
}

function watchingsOf(kind: Kind, token: string, viewer: number): Watching[] {
  const documents = JSON.parse(read('baton-watch.json')) as Documents
  const init = { authorization: `Bearer ${token}` }
  return Array.from({ length: SOCKETS_A_VIEWER }, (_, socket) => {
    const index = viewer * SOCKETS_A_VIEWER + socket
    if (kind === 'many') return { init, ...documents.one, variables: { number: ownOrder(index) } }
    if (kind === 'one') return { init, ...documents.one, variables: { number: numberOf(WATCHED) } }
    const other = numberOf(1_000 + ((viewer * 2 + (socket % 2)) % FILTERS))
    return { init, ...documents.filtered, variables: { filter: { orders: [numberOf(WATCHED), other] } } }
  })
}

/** An open order for each watcher. */
function ownOrder(index: number): string {
  return numberOf(4 * (index + 1))
}

function numberOf(id: number): string {
  return `SO-${String(id).padStart(7, '0')}`
}

function addressOf({ port, pid }: { port: number; pid: number }): Pick<FanOut, 'url' | 'pid'> {
  return { url: new URL(`http://127.0.0.1:${port}/graphql`), pid }
}

function inWords(target: string, kind: Kind, { watchers, memory, paced, ceiling }: FannedOut): string {
  const paces = paced.map(({ rate, p50, p99, cpu, missing }) => {
    const lost = missing > 0 ? `, ${missing} missing` : ''
    return `at ${rate}/s p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)}, ${cpu.toFixed(1)} µs a delivery${lost}`
  })
  const most = ceiling ? [`at most ${ceiling.rate.toFixed(0)} deliveries/s, ${ceiling.cpu.toFixed(1)} µs each`] : []
  return [`${target} ${kind} ${watchers}: ${memory.toFixed(1)} kB a watcher`, ...paces, ...most].join('; ')
}
