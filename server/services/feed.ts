import { formatCursor, parseCursor } from '../domain/cursor.ts'
import type { Viewer } from '../domain/visibility.ts'
import type { Database } from '../storage/database.ts'
import { readEpoch } from '../storage/feed-log.ts'
import { Audience } from './audience.ts'
import type { Logger } from './baton.ts'
import type { Directory } from './directory.ts'
import { FeedTail } from './feed-tail.ts'
import { LiveFrames } from './frame.ts'
import type { LiveCredentials } from './live-credentials.ts'
import { Replay } from './replay.ts'
import { type Live, WatchGroup } from './watch-group.ts'
import type { Answers, Watch, Watcher } from './watcher.ts'
import { Watching } from './watching.ts'

/** Milliseconds after which whoever was told nothing is told how far the feed has come. The contract says 30 s at most. */
const HEARTBEAT = 25_000

/** The feed of this process: cursors, and frames for any number of watchers, each at its own place in one log. */
export class Feed {
  readonly tail: FeedTail
  readonly audience: Audience
  private readonly epoch: string
  private readonly live: Live
  private readonly groups = new Map<Answers<unknown>, Map<string, WatchGroup>>()
  private readonly timer: NodeJS.Timeout

  constructor(tail: FeedTail, epoch: string, database: Database, directory: Directory) {
    this.tail = tail
    this.epoch = epoch
    this.audience = new Audience(database, directory)
    const frames = new LiveFrames((seq) => this.cursorAt(seq))
    this.live = { tail, directory, audience: this.audience, frames }
    tail.onAdvance(() => this.eachGroup((group) => group.advance()))
    this.timer = setInterval(() => this.eachGroup((group) => group.beat()), HEARTBEAT)
    this.timer.unref()
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

  /** Frames from `watch.after` on, first the past, then live. */
  watch(viewer: Viewer, watch: Watch): Watching {
    return new Watching(this, viewer, watch)
  }

  /** Has the watcher told everything from `watch.after` on, in order, until it leaves or Baton closes. */
  follow(watch: Watch, watcher: Watcher): void {
    watcher.place = watch.after
    const join = (place: number) => this.join(watch, watcher, place)
    if (watch.after === this.tail.head) return void join(watch.after)
    const replay = new Replay(this.live, watch, watcher, (seq) => this.cursorAt(seq))
    watcher.seat = replay
    void replay.run(join)
  }

  leave(watcher: Watcher): void {
    const { seat, answers } = watcher
    watcher.seat = null
    seat?.remove(watcher)
    if (!(seat instanceof WatchGroup) || !seat.isEmpty) return
    const groups = this.groups.get(answers)
    groups?.delete(seat.key)
    if (groups?.size === 0) this.groups.delete(answers)
  }

  async close(): Promise<void> {
    clearInterval(this.timer)
    await this.tail.close()
    this.eachGroup((group) => group.end(null))
  }

  private parse(field: string, cursor: string): number {
    return parseCursor(field, cursor, { epoch: this.epoch, seq: this.tail.head })
  }

  /** False while the group is not yet where the watcher has come to. */
  private join(watch: Watch, watcher: Watcher, place: number): boolean {
    const groups = this.groups.get(watcher.answers) ?? new Map<string, WatchGroup>()
    const group = groups.get(watch.key) ?? new WatchGroup(this.live, watch, watcher.answers)
    if (group.place > place) return false
    this.groups.set(watcher.answers, groups.set(watch.key, group))
    watcher.place = place
    watcher.seat = group
    group.add(watcher)
    return true
  }

  private eachGroup(work: (group: WatchGroup) => void): void {
    for (const groups of this.groups.values()) for (const group of groups.values()) work(group)
  }
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
