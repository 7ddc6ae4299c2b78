import type { FeedRound, Kind } from './fan-outs.ts'
import { COMPANIES, type GrowthRound } from './growth.ts'
import { BY_HAND, PEERS, READS, type ReadFigures } from './reads.ts'
import { type Measure, median, ratio, typical } from './rounds.ts'

/** A row of the table: `must` and `aim` are what Baton has to reach and aims at. */
export type Row = {
  readonly what: string
  /** What the limit does itself, with its unit; the other figures are times that, unless they have a unit of their own. */
  readonly limit: string
  readonly peer: string
  /** Not a number where it could not be measured. */
  readonly baton: number
  readonly unit: string
  readonly must: number
  readonly aim: number
  readonly isMoreBetter?: boolean
}

const NAMES = { trace: 'trace of an order', myOrders: 'my orders', queue: 'department queue' } as const
const AIMS = { trace: [0.75, 1], myOrders: [1, 1.5], queue: [1, 1.7] } as const

/** req/s, the server's processor and p50 of the three reads, each by the limit's in the same round. */
export function readRows({ all }: ReadFigures): Row[] {
  const of = (name: string, measure: Measure, query: string) => ratio(all, query, name, 'limit', measure)
  const peers = (measure: Measure, query: string) => PEERS.map((name) => of(name, measure, query))
  const throughput = READS.map((query): Row => {
    const [must, aim] = AIMS[query]
    const limit = `${typical(all, query, 'limit', 'rps').toFixed(0)} req/s`
    const peer = Math.max(...peers('rps', query)).toFixed(2)
    return {
      what: `${NAMES[query]}, req/s`,
      limit,
      peer,
      baton: of('baton', 'rps', query),
      unit: '',
      must,
      aim,
      isMoreBetter: true,
    }
  })
  const cost = (what: string, measure: Measure, unit: string, must: number, aim: number) =>
    READS.map((query): Row => {
      const limit = `${typical(all, query, 'limit', measure).toFixed(measure === 'p50' ? 1 : 0)} ${unit}`
      const peer = Math.min(...peers(measure, query)).toFixed(1)
      return { what: `${what}: ${NAMES[query]}`, limit, peer, baton: of('baton', measure, query), unit: '', must, aim }
    })
  return [...throughput, ...cost('server CPU a read', 'serverUs', 'µs', 2, 1.5), ...cost('p50', 'p50', 'ms', 1.3, 1)]
}

/** What else the reads were measured on: no part of the aims. */
export function readsBeside({ all, person }: ReadFigures): string {
  const line = (name: string, rounds: ReadFigures['all'], target: string) => {
    const cells = READS.map((query) => {
      const of = (measure: Measure) => ratio(rounds, query, target, 'limit', measure).toFixed(2)
      return `${of('rps')} / ${of('serverUs')} / ${of('p50')}`
    })
    return `| ${name} | ${cells.join(' | ')} |`
  }
  const names = ['baton', ...PEERS, BY_HAND]
  return [
    '| req/s / server CPU / p50, times the limit | trace | my orders | queue |',
    '|---|---|---|---|',
    ...names.map((name) => line(name, all, name)),
    line('baton, asked by a person', person, 'baton'),
  ].join('\n')
}

export function feedRows(rounds: readonly FeedRound[]): Row[] {
  const feed = new FeedFigures(rounds)
  const cost = (what: string, kind: Kind, size: number, must: number, aim: number): Row => {
    const limit = `${feed.limitOf(size, cpu).toFixed(1)} µs`
    const peer = kind === 'one' && size === 1_000 ? feed.bestPeer(cpu).toFixed(1) : '–'
    return { what, limit, peer, baton: feed.ratio('baton', kind, size, cpu), unit: '', must, aim }
  }
  const memory = (size: number): Row => {
    const limit = `${feed.limitOf(size, (one) => one.memory).toFixed(1)} kB`
    const peer = size === 1_000 ? `${feed.leastMemory().toFixed(0)} kB` : '–'
    const baton = feed.typical('baton', 'one', size, (one) => one.memory)
    return { what: `memory a watcher, ${size} of them`, limit, peer, baton, unit: 'kB', must: 30, aim: 15 }
  }
  const p50 = `${feed.limitOf(1_000, pacedAt(50, 'p50')).toFixed(1)} ms`
  return [
    cost('fan-out to 1,000 watchers of one order, server CPU a delivery', 'one', 1_000, 1.3, 1.1),
    cost('fan-out to 5,000 watchers of one order, server CPU a delivery', 'one', 5_000, 1.3, 1.1),
    cost('the same, 1,000 watchers with 100 filters and 50 viewers', 'filtered', 1_000, 2, 1.5),
    memory(1_000),
    memory(5_000),
    {
      what: 'commit to socket p50, 1,000 watchers of one feed, 50 events/s',
      limit: p50,
      peer: `${feed.bestPeer(pacedAt(10, 'p50')).toFixed(1)} (10/s)`,
      baton: feed.ratio('baton', 'one', 1_000, pacedAt(50, 'p50')),
      unit: '',
      must: 1.5,
      aim: 1.2,
    },
    {
      what: 'commit to socket p99, 200 events/s over 1,000 watchers of 1,000 orders',
      limit: '–',
      peer: '–',
      baton: feed.typical('baton', 'many', 1_000, pacedAt(200, 'p99')),
      unit: 'ms',
      must: 250,
      aim: 60,
    },
  ]
}

export function growthRows(rounds: readonly GrowthRound[]): Row[] {
  const what = `trace p50 at ${COMPANIES.large} orders over ${COMPANIES.small}`
  const baton = median(rounds.map(({ small, large }) => large / small))
  return [{ what, limit: '–', peer: '–', baton, unit: '', must: 1.2, aim: 1.05 }]
}

/** The table of the aims, and whether each is met. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, limit, peer, baton, unit, must, aim, isMoreBetter = false }) => {
    const reached = (figure: number) => Number.isFinite(baton) && (isMoreBetter ? baton >= figure : baton <= figure)
    const verdict = reached(aim) ? 'aim' : reached(must) ? 'ok' : 'NOT YET'
    const with_ = (figure: number) => `${figure}${unit && ` ${unit}`}`
    const measured = Number.isFinite(baton) ? with_(Number(baton.toPrecision(3))) : '–'
    return `| ${what} | ${limit} | ${peer} | ${measured} | ${with_(must)} | ${with_(aim)} | ${verdict} |`
  })
  return ['| what | limit | best peer | Baton | must | aim | |', '|---|---|---|---|---|---|---|', ...lines].join('\n')
}

const cpu = (one: FeedRound): number => one.ceiling?.cpu ?? Number.NaN
const pacedAt =
  (rate: number, measure: 'p50' | 'p99') =>
  (one: FeedRound): number =>
    one.paced.find((paced) => paced.rate === rate)?.[measure] ?? Number.NaN

class FeedFigures {
  private readonly rounds: readonly FeedRound[]

  constructor(rounds: readonly FeedRound[]) {
    this.rounds = rounds
  }

  typical(target: string, kind: Kind, size: number, of: (one: FeedRound) => number): number {
    return median(this.of(target, kind, size).map(of))
  }

  limitOf(size: number, of: (one: FeedRound) => number): number {
    return this.typical('limit', 'one', size, of)
  }

  /** By the bare broadcast of the same round to as many watchers. */
  ratio(target: string, kind: Kind, size: number, of: (one: FeedRound) => number): number {
    const bare = new Map(this.of('limit', 'one', size).map((one) => [one.round, of(one)]))
    return median(this.of(target, kind, size).map((one) => of(one) / bare.get(one.round)!))
  }

  bestPeer(of: (one: FeedRound) => number): number {
    return Math.min(...this.peers().map((name) => this.ratio(name, 'one', 1_000, of)))
  }

  leastMemory(): number {
    return Math.min(...this.peers().map((name) => this.typical(name, 'one', 1_000, (one) => one.memory)))
  }

  private peers(): string[] {
    return [...new Set(this.rounds.map((one) => one.target))].filter((name) => name !== 'limit' && name !== 'baton')
  }

  private of(target: string, kind: Kind, size: number): FeedRound[] {
    return this.rounds.filter((one) => one.target === target && one.kind === kind && one.watchers === size)
  }
}
