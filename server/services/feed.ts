import { type EventMatch, type EventOrder, matches, seesEvent } from '../domain/audience.ts'
import { formatCursor, parseCursor } from '../domain/cursor.ts'
import type { StoredEvent } from '../domain/event.ts'
import { personViewer, type Viewer } from '../domain/visibility.ts'
import type { Database } from '../storage/database.ts'
import { readEpoch } from '../storage/feed-log.ts'
import { Audience } from './audience.ts'
import type { Logger } from './baton.ts'
import type { Directory } from './directory.ts'
import { Bell } from './feed-bell.ts'
import { FeedTail } from './feed-tail.ts'
import type { LiveCredentials } from './live-credentials.ts'

/** The matching events of one transaction, in order; `cursor` is where to go on from. */
export type Frame = {
  /** The number of the event at the cursor. */
  readonly place: number
  readonly cursor: string
  readonly isLive: boolean
  readonly events: readonly StoredEvent[]
}

/** Events read at once for one watcher; an import's single facts, which are one transaction, come in frames of this size. */
const BATCH = 500
/** Milliseconds after which a watcher that matched nothing is told how far it has come. The contract says 30 s at most. */
const HEARTBEAT = 25_000

type Choose = (viewer: Viewer, event: StoredEvent, order: EventOrder | null) => boolean
/** What a watcher wants: `choose` decides on each event, `check` refuses when the whole watch must end. */
export type Watch = {
  readonly after: number
  readonly imported: boolean
  readonly choose: Choose
  readonly check?: (viewer: Viewer) => void
}

/** The feed of this process: cursors, and frames for any number of watchers, each at its own place in one log. */
export class Feed {
  readonly tail: FeedTail
  readonly audience: Audience
  private readonly epoch: string
  private readonly directory: Directory
  private readonly bells = new Set<Bell>()

  constructor(tail: FeedTail, epoch: string, database: Database, directory: Directory) {
    this.tail = tail
    this.epoch = epoch
    this.directory = directory
    this.audience = new Audience(database, directory)
  }

  /** Says that a transaction with events has been committed. */
  wake(): void {
    this.tail.wake()
  }

  cursorAt(seq: number): string {
    return formatCursor({ epoch: this.epoch, seq })
  }

  /** The place a cursor names. Refuses it as `domain/cursor` says; one that seems ahead is checked against the table first. */
  async placeOf(field: string, cursor: string): Promise<number> {
    try {
      return this.parse(field, cursor)
    } catch {
      await this.tail.catchUp()
      return this.parse(field, cursor)
    }
  }

  /** Frames from `after` on, first the past, then live, until the iterator is returned or Baton closes. */
  watch(viewer: Viewer, watch: Watch): AsyncIterableIterator<Frame> {
    const bell = new Bell(this.tail, HEARTBEAT)
    this.bells.add(bell)
    const frames = this.frames(viewer, watch, bell)
    const end = () => {
      this.bells.delete(bell)
      bell.stop()
    }
    return {
      next: () => frames.next(),
      return: () => {
        end()
        return frames.return(undefined)
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  async close(): Promise<void> {
    for (const bell of this.bells) bell.stop()
    await this.tail.close()
  }

  private parse(field: string, cursor: string): number {
    return parseCursor(field, cursor, { epoch: this.epoch, seq: this.tail.head })
  }

  private async *frames(viewer: Viewer, watch: Watch, bell: Bell): AsyncGenerator<Frame, undefined> {
    const liveFrom = this.tail.head
    let place = watch.after
    let told = place
    while (!bell.isStopped) {
      const { events, through } = await this.tail.read(place, BATCH, watch.imported)
      for (const transaction of byTransaction(events)) {
        const chosen = await this.chosen(viewer, watch, transaction)
        if (bell.isStopped) return
        if (chosen.length === 0) continue
        told = transaction.at(-1)!.seq
        bell.rest()
        yield this.frame(told, liveFrom, chosen)
      }
      place = through
      const isOverdue = this.tail.head <= place && (await bell.rung())
      if (!isOverdue || place === told || bell.isStopped) continue
      told = place
      yield this.frame(told, liveFrom, [])
    }
  }

  /** Visibility is decided here, for each delivery, by who the viewer is now. */
  private async chosen(viewer: Viewer, watch: Watch, events: readonly StoredEvent[]): Promise<StoredEvent[]> {
    const orders = await this.audience.of(events.map((event) => event.orderId))
    const now = this.viewerNow(viewer)
    watch.check?.(now)
    return events.filter((event) => {
      const order = orderOf(event, orders)
      return seesEvent(now, order) && watch.choose(now, event, order)
    })
  }

  /** The frame with those events left that the viewer may see by now; null when it had some and has none. */
  async seenNow(viewer: Viewer, frame: Frame): Promise<Frame | null> {
    const orders = await this.audience.of(frame.events.map((event) => event.orderId))
    const now = this.viewerNow(viewer)
    const events = frame.events.filter((event) => seesEvent(now, orderOf(event, orders)))
    if (events.length === frame.events.length) return frame
    return events.length === 0 ? null : { ...frame, events }
  }

  private viewerNow(viewer: Viewer): Viewer {
    if (!viewer.person) return viewer
    const person = this.directory.people.byId(viewer.person.id)
    return person ? personViewer(person, viewer.credential) : { ...viewer, person: null, roles: new Set() }
  }

  private frame(place: number, liveFrom: number, events: readonly StoredEvent[]): Frame {
    return { place, cursor: this.cursorAt(place), isLive: place > liveFrom, events }
  }
}

export function chooseMatching(match: EventMatch): Choose {
  return (_viewer, event, order) => matches(match, event, order)
}

export function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && 'cursor' in value && 'place' in value
}

export async function openFeed(parts: {
  database: Database
  directory: Directory
  credentials: LiveCredentials
  log: Logger
}): Promise<Feed> {
  const epoch = await readEpoch(parts.database.pool)
  return new Feed(await FeedTail.open(parts), epoch, parts.database, parts.directory)
}

function orderOf({ orderId }: StoredEvent, orders: ReadonlyMap<number, EventOrder>): EventOrder | null {
  return orderId === null ? null : (orders.get(orderId) ?? null)
}

function byTransaction(events: readonly StoredEvent[]): StoredEvent[][] {
  return [...Map.groupBy(events, (event) => event.transactionId).values()]
}
