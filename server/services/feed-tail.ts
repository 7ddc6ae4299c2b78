import type { StoredEvent } from '../domain/event.ts'
import type { EventType } from '../domain/vocabulary.ts'
import type { Database } from '../storage/database.ts'
import { readEvents, readHead } from '../storage/feed-log.ts'
import { FEED_CHANNEL, numberAndRead, numberEvents } from '../storage/numberer.ts'
import type { WholeRows } from '../storage/order-load.ts'
import type { Logger } from './baton.ts'
import type { Directory } from './directory.ts'
import type { LiveCredentials } from './live-credentials.ts'
import { RecentEvents } from './recent-events.ts'

/** A lost wake-up costs this many milliseconds at most. */
const POLL = 1_000
const PAGE = 1_000
const CHANGES_DIRECTORY: ReadonlySet<EventType> = new Set([
  'DIRECTORY_CHANGED',
  'WORKFLOW_PUBLISHED',
  'ORDERS_IMPORTED',
])

type Parts = {
  readonly database: Database
  readonly directory: Directory
  readonly credentials: LiveCredentials
  readonly log: Logger
}

/** A stretch of the feed: its events, and the number up to which there is nothing else in it. */
export type Stretch = { readonly events: readonly StoredEvent[]; readonly through: number }

/**
 * The end of the log as this process knows it. Woken after each commit, by other processes and each second, it has committed
 * events numbered, reads them once for all watchers and moves its head on. Every event it reads is the last one's successor.
 */
export class FeedTail {
  head: number
  /** Orders that the last events tell of, where any were wanted for the events before them; as new as those events at least. */
  orders: WholeRows = new Map()
  /** Set by whoever answers events as they happen, where an order is asked for. */
  areOrdersWanted = false
  private readonly recent = new RecentEvents()
  private turning: Promise<void> | null = null
  private again = false
  /** Up to here there are events, as was heard. */
  private heard = 0
  private failing = false
  /** The last transaction that the directory has been read after. */
  private refreshedFor: string | null = null
  private closed = false
  private readonly watchers = new Set<() => void>()
  private readonly timer: NodeJS.Timeout
  private unlisten: () => Promise<void> = async () => {}
  private readonly parts: Parts

  private constructor(parts: Parts, head: number) {
    this.parts = parts
    this.head = head
    this.timer = setInterval(() => this.wake(), POLL)
    this.timer.unref()
  }

  static async open(parts: Parts): Promise<FeedTail> {
    await numberEvents(parts.database)
    const head = await readHead(parts.database.pool)
    // Not before: a change whose event comes up to this head is told by none after it.
    await parts.directory.refresh()
    const tail = new FeedTail(parts, head)
    tail.unlisten = await parts.database.listen(FEED_CHANNEL, (said) => tail.hear(said))
    return tail
  }

  /** Says that there may be something new. Returns at once; calls while a turn is under way are one more turn. */
  wake(): void {
    void this.turn()
  }

  /** True while the log can be read. */
  get isHealthy(): boolean {
    return !this.failing && !this.closed
  }

  /** Has `wake` called each time the head has moved, and when the tail closes. Returns how to end that. */
  onAdvance(wake: () => void): () => void {
    this.watchers.add(wake)
    return () => void this.watchers.delete(wake)
  }

  /** Has everything that is committed by now numbered and read. */
  async catchUp(): Promise<void> {
    await this.turn()
    if (this.turning) await this.turning
  }

  /** At most `limit` events after `after`, ending with a whole transaction unless one alone is longer. */
  async read(after: number, limit: number, imported: boolean): Promise<Stretch> {
    return this.recall(after, limit, imported) ?? this.readTable(after, this.head, limit, imported)
  }

  /** As `read`, from memory; null where that does not reach back so far. */
  recall(after: number, limit: number, imported: boolean): Stretch | null {
    const offset = after + 1 - (this.recent.first ?? this.head + 1)
    if (offset < 0) return null
    const close = wholeTransactions(this.recent.slice(offset, offset + limit), limit)
    const events = imported ? close : close.filter((event) => !event.imported)
    return { events, through: close.at(-1)?.seq ?? after }
  }

  async close(): Promise<void> {
    this.closed = true
    clearInterval(this.timer)
    await this.unlisten().catch(() => {})
    await this.turning
    for (const wake of this.watchers) wake()
  }

  /** What this process numbered itself it has read, or is about to: only what it has not come to is looked for. */
  private hear(said = ''): void {
    const through = said === '' ? Number.NaN : Number(said)
    if (Number.isNaN(through)) return this.wake()
    this.heard = Math.max(this.heard, through)
    if (!this.turning && this.isBehind()) this.wake()
  }

  /** Whether more was heard of than has been read; asked once, since anybody could say anything on the channel. */
  private isBehind(): boolean {
    const { heard } = this
    this.heard = 0
    return heard > this.head
  }

  private turn(): Promise<void> {
    this.again = true
    this.turning ??= this.turns().finally(() => {
      this.turning = null
    })
    return this.turning
  }

  private async turns(): Promise<void> {
    while ((this.again || this.isBehind()) && !this.closed) {
      this.again = false
      await this.advance().then(
        () => this.setFailing(false),
        (error) => this.setFailing(true, error),
      )
    }
  }

  private async advance(): Promise<void> {
    while (!this.closed && !(await this.takePage()));
  }

  private async readTable(after: number, until: number, limit: number, imported: boolean): Promise<Stretch> {
    const found = await readEvents(this.parts.database.pool, { after, until, limit, imported })
    const events = wholeTransactions(found, limit)
    return { events, through: found.length < limit ? until : events.at(-1)!.seq }
  }

  /**
   * Has what is committed numbered and takes a page of what is new; true when that was all. The page ends with a whole transaction, since
   * the head is how far watchers read: a frame must not be torn by where a page ends.
   */
  private async takePage(): Promise<boolean> {
    const { database, credentials } = this.parts
    const roll = credentials.call()
    const range = { after: this.head, limit: PAGE }
    const { events, good, orders, isAll } = await numberAndRead(database, range, roll.question, this.areOrdersWanted)
    if (events.length > 0) await this.take(wholeTransactions(events, PAGE), orders, () => roll.settle(good))
    return isAll
  }

  private async take(page: StoredEvent[], orders: WholeRows, settle: () => Promise<void>): Promise<void> {
    assertGapless(this.head, page)
    await this.refreshDirectory(page)
    await settle()
    this.recent.add(page)
    this.orders = orders
    this.areOrdersWanted = false
    this.head = page.at(-1)!.seq
    for (const wake of this.watchers) wake()
  }

  /** A transaction that is longer than a page says at its end that it changes the directory; its first events are of those it added. */
  private async refreshDirectory(page: readonly StoredEvent[]): Promise<void> {
    const { transactionId } = page.at(-1)!
    const isLong = page.length === PAGE && page[0]!.transactionId === transactionId
    if (page.some((event) => CHANGES_DIRECTORY.has(event.type)) || (isLong && transactionId !== this.refreshedFor))
      await this.parts.directory.refresh()
    this.refreshedFor = transactionId
  }

  private setFailing(failing: boolean, error?: unknown): void {
    if (failing && !this.failing && !this.closed)
      this.parts.log.error({ err: error }, 'the feed cannot be read; trying again each second')
    this.failing = failing
  }
}

/** Watchers rely on it: a number that is missing would be an event that nobody sees. */
function assertGapless(head: number, page: readonly StoredEvent[]): void {
  page.forEach((event, place) => {
    if (event.seq !== head + 1 + place) throw new Error(`the feed goes from ${head + place} to ${event.seq}`)
  })
}

function wholeTransactions(events: StoredEvent[], limit: number): StoredEvent[] {
  if (events.length < limit) return events
  const last = events.at(-1)!.transactionId
  const end = events.findIndex((event) => event.transactionId === last)
  return end > 0 ? events.slice(0, end) : events
}
