import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { Crowd, now, type Watching } from './crowd.ts'
import { cpuOf, memoryOf } from './process-stat.ts'

/** A server under watch, and how an event gets to it. */
export type FanOut = {
  readonly url: URL
  readonly pid: number
  readonly watchings: readonly Watching[]
  /** Where `publish` runs: SQL with $1, the event as JSON (`number`, and `note`, which must come back in the message). */
  readonly databaseUrl: string
  readonly publish: string
  /** SQL that `publish` needs to have been run. */
  readonly prepare?: string
  /** Orders that events are about, in turn. */
  readonly orders: readonly string[]
  /** Whether each event goes to every watcher, or to one. */
  readonly isShared: boolean
  /** Events a second, one stretch of `seconds` after the other. */
  readonly rates: readonly number[]
  readonly seconds: number
}

export type Paced = {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  readonly missing: number
  readonly cpu: number
}
export type FannedOut = {
  readonly watchers: number
  /** Kilobytes of the server's memory a watcher. */
  readonly memory: number
  readonly paced: readonly Paced[]
  /** Microseconds of the server's processor a delivery, and deliveries a second, with `WINDOW` events under way; null where not measured. */
  readonly ceiling: { readonly cpu: number; readonly rate: number } | null
}

/** Events under way while the ceiling is measured. */
const WINDOW = 10
/** Milliseconds that what was published may take to arrive once the last is sent. */
const PATIENCE = 10_000
const SETTLE = 1_500
/** The crowd that comes before the crowd, and the events that it is sent. */
const FEW = 100
const WARMING = 200

/** Opens the crowd, waits until each has heard something, then measures: memory, latency at each pace, the ceiling. */
export async function fanOut(order: FanOut): Promise<FannedOut> {
  const publisher = new Publisher(order)
  await publisher.connect()
  await warm(publisher, order)
  const before = memoryOf(order.pid)
  const crowd = await Crowd.open(order.url, order.watchings, order.isShared ? 10 : 1)
  try {
    await hearAll(crowd, publisher, order)
    await sleep(SETTLE)
    const memory = (memoryOf(order.pid) - before) / crowd.size
    const paced: Paced[] = []
    for (const rate of order.rates) paced.push(await pace(crowd, publisher, order, rate))
    const ceiling = order.isShared ? await reach(crowd, publisher, order) : null
    if (crowd.failure) throw new Error(crowd.failure)
    return { watchers: crowd.size, memory, paced, ceiling }
  } finally {
    crowd.close()
    await publisher.close()
  }
}

/** What a server has once it has served a few, it does not have because of the many. */
async function warm(publisher: Publisher, order: FanOut): Promise<void> {
  const few = await Crowd.open(order.url, order.watchings.slice(0, FEW), 1)
  await hearAll(few, publisher, order)
  for (let count = 0; count < WARMING; count++) await publisher.publish()
  await sleep(SETTLE)
  few.close()
  await sleep(SETTLE)
}

class Publisher {
  private readonly sql: postgres.Sql
  private readonly order: FanOut
  private published = 0

  constructor(order: FanOut) {
    this.order = order
    this.sql = postgres(order.databaseUrl, { max: 1, onnotice: () => {} })
  }

  async connect(): Promise<void> {
    await this.sql.unsafe(this.order.prepare ?? 'select 1').simple()
  }

  /** Sends it off; the promise is of its commit. */
  publish(): PromiseLike<unknown> {
    const { orders, publish } = this.order
    const count = this.published++
    const event = {
      number: orders[count % orders.length]!,
      step: (count % 12) + 1,
      state: 'active',
      department: 'Assembly',
      holder: `Person ${count % 300}`,
      at: new Date().toISOString(),
      note: `t=${now().toFixed(3)}`,
    }
    return this.sql.unsafe(publish, [JSON.stringify(event)], { prepare: true }).execute()
  }

  close(): Promise<void> {
    return this.sql.end()
  }
}

async function hearAll(crowd: Crowd, publisher: Publisher, order: FanOut): Promise<void> {
  const rounds = order.isShared ? 1 : order.orders.length
  for (let tries = 0; tries < 20 && crowd.heard < crowd.size; tries++) {
    for (let count = 0; count < rounds; count++) await publisher.publish()
    await sleep(500)
  }
  if (crowd.heard < crowd.size)
    throw new Error(`${crowd.heard} of ${crowd.size} watchers heard anything: ${crowd.failure}`)
}

async function pace(crowd: Crowd, publisher: Publisher, { pid, ...order }: FanOut, rate: number): Promise<Paced> {
  const count = rate * order.seconds
  const due = count * (order.isShared ? crowd.size : 1)
  crowd.delivered = 0
  crowd.latencies = []
  const cpu = cpuOf(pid)
  const started = now()
  for (let sent = 0; sent < count; sent++) {
    const wait = started + (sent * 1_000) / rate - now()
    if (wait > 0) await sleep(wait)
    publisher.publish()
  }
  await arrived(crowd, due)
  const sorted = crowd.latencies.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  const missing = due - crowd.delivered
  return { rate, p50: at(0.5), p99: at(0.99), missing, cpu: (cpuOf(pid) - cpu) / due }
}

/** As many events as the server takes, `WINDOW` of them under way. */
async function reach(crowd: Crowd, publisher: Publisher, { pid, seconds }: FanOut) {
  crowd.delivered = 0
  let published = 0
  let isOver = false
  const fill = () => {
    while (!isOver && published - Math.floor(crowd.delivered / crowd.size) < WINDOW) {
      published++
      publisher.publish()
    }
  }
  const cpu = cpuOf(pid)
  const started = now()
  crowd.onDelivery = () => {
    if (crowd.delivered % crowd.size === 0) fill()
  }
  fill()
  await sleep(seconds * 1_000)
  const { delivered } = crowd
  const reached = { cpu: (cpuOf(pid) - cpu) / delivered, rate: (delivered * 1_000) / (now() - started) }
  isOver = true
  await arrived(crowd, published * crowd.size)
  crowd.onDelivery = () => {}
  return reached
}

async function arrived(crowd: Crowd, due: number): Promise<void> {
  const until = now() + PATIENCE
  while (crowd.delivered < due && now() < until) await sleep(50)
}
