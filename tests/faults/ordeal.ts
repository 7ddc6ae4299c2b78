import { isDeepStrictEqual } from 'node:util'
import type { Verification } from '../../server/services/verify.ts'
import { actAs, type Data } from '../support/client.ts'
import { FaithfulWatcher } from './faithful-watcher.ts'
import { type Deed, Load, MUTATIONS_OF_ORDER } from './load.ts'
import { type Premises, readLog } from './premises.ts'
import { Service } from './service.ts'

/** Starts a server, which is under load at once, and does something to it. It serves when this is over. Answers with how tables and log compared in between. */
export type Trouble = (at: {
  readonly premises: Premises
  readonly service: Service
  readonly load: Load
}) => Promise<Verification[]>

export type Endured = {
  readonly deeds: readonly Deed[]
  readonly retries: number
  readonly verifications: readonly Verification[]
  /** Milliseconds from each start until it was ready. */
  readonly startTimes: readonly number[]
  /** What a client is answered in the end that sends a deed once more. */
  readonly repeated: readonly unknown[]
  /** Of all orders that there are: the number and how many mutations it has been through. */
  readonly versions: ReadonlyMap<string, number>
  /** The ids of the log's events in its order, and those that the watcher was given. */
  readonly log: readonly number[]
  readonly watched: readonly number[]
  readonly cuts: number
}

/** Has a server go through trouble under load, and gathers what clients, a watcher and the tables have to say in the end. */
export async function endure(premises: Premises, trouble: Trouble): Promise<Endured> {
  const service = new Service(premises)
  const load = new Load(service, premises)
  try {
    const ask = async (query: string) => actAs(await service.url, premises.adminToken).tell(query)
    const watcher = new FaithfulWatcher(service, premises.adminToken, premises.oldest)
    const clients = load.run(CLIENTS)
    const watching = watcher.run()
    const failing = Promise.all([clients, watching]).then(neverFirst)
    const verifications = await Promise.race([trouble({ premises, service, load }), failing])
    failing.catch(() => {})
    load.stop()
    await clients
    const told = await tellAgain(load, ask)
    await watcher.finishAt((await ask('{ feed { head } }')).feed.head)
    await watching
    await service.kill('SIGTERM')
    const { startTimes } = service
    const { deeds, retries } = load
    const { eventIds: watched, cuts } = watcher
    return { deeds, retries, verifications, startTimes, ...told, log: await readLog(premises), watched, cuts }
  } finally {
    load.stop()
    await service.close()
  }
}

const CLIENTS = 4

type Ask = (query: string) => Promise<Data>

function neverFirst(): never {
  throw new Error('the load ended before the trouble')
}

/** Once every client is done. */
async function tellAgain(load: Load, ask: Ask): Promise<Pick<Endured, 'repeated' | 'versions'>> {
  const repeated: unknown[] = []
  for (const deed of load.deeds) repeated.push(await load.repeat(deed))
  const versions = new Map<string, number>()
  for (let after = 'null'; ; ) {
    const { orders } = await ask(
      `{ orders(first: 100, after: ${after}) { edges { node { number version } } pageInfo { hasNextPage endCursor } } }`,
    )
    for (const { node } of orders.edges) versions.set(node.number, node.version)
    if (!orders.pageInfo.hasNextPage) return { repeated, versions }
    after = JSON.stringify(orders.pageInfo.endCursor)
  }
}

/** The figures, for who reads along. */
export function inWords({ deeds, retries, startTimes, cuts, log }: Endured): string {
  const slowest = (Math.max(...startTimes) / 1000).toFixed(1)
  return `${deeds.length} mutations, ${retries} sent again, ${log.length} events, a watcher cut off ${cuts} times, ready within ${slowest} s`
}

/** What should not have come about, counted; every figure is 0 for a server that keeps its word. */
export function faultsOf({ verifications, deeds, repeated, versions, watched, log }: Endured) {
  const orders = new Set(deeds.map((deed) => deed.order))
  return {
    differences: verifications.filter(({ difference }) => difference !== null).length,
    answeredOtherwise: deeds.filter(({ answer }, place) => !isDeepStrictEqual(answer, repeated[place])).length,
    ordersNobodyPlaced: [...versions.keys()].filter((order) => !orders.has(order)).length,
    ordersNotDoneOnce: [...orders].filter((order) => versions.get(order) !== MUTATIONS_OF_ORDER).length,
    misplacedForWatcher:
      log.filter((id, place) => watched[place] !== id).length + Math.max(0, watched.length - log.length),
  }
}
