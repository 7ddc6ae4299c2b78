import type { StoredEvent } from '../domain/event.ts'
import type { Audience } from './audience.ts'
import { deliver } from './delivery.ts'
import type { Directory } from './directory.ts'
import type { FeedTail } from './feed-tail.ts'
import { byTransaction, type LiveFrames } from './frame.ts'
import { type Answers, Party, type Seat, type Watch, type Watcher } from './watcher.ts'

/** Events read at once; an import's single facts, which are one transaction, come in frames of this size. */
export const BATCH = 500

export type Live = {
  readonly tail: FeedTail
  readonly audience: Audience
  readonly directory: Directory
  readonly frames: LiveFrames
}

/**
 * All who watch the same in the same way, live: one reading of the log, one answer to each frame. Each has been told all up to
 * the group's place at least; whoever is further on when joining is not told it again.
 */
export class WatchGroup implements Seat {
  private readonly parties = new Map<string, Party>()
  private readonly live: Live
  private readonly watch: Watch
  private readonly answers: Answers<unknown>
  private reached: number
  private people: Directory['people']
  private isBusy = false
  private isBeatDue = false

  constructor(live: Live, watch: Watch, answers: Answers<unknown>) {
    this.live = live
    this.watch = watch
    this.answers = answers
    this.reached = live.tail.head
    this.people = live.directory.people
  }

  get key(): string {
    return this.watch.key
  }

  /** All up to this number has been handed to everybody in it, or is about to be: whoever comes now is too late for that. */
  get place(): number {
    return this.reached
  }

  get isEmpty(): boolean {
    return this.parties.size === 0
  }

  /** Takes in a watcher whose place is that of the group or beyond. */
  add(watcher: Watcher): void {
    const { credential } = watcher.viewer
    const party = this.parties.get(credential) ?? new Party(watcher.viewer, this.live.directory)
    this.parties.set(credential, party)
    party.watchers.add(watcher)
  }

  remove(watcher: Watcher): void {
    const { credential } = watcher.viewer
    const party = this.parties.get(credential)
    party?.watchers.delete(watcher)
    if (party?.watchers.size === 0) this.parties.delete(credential)
  }

  /** The head has moved. What nobody here wants is passed over at once, with nothing to wait for. */
  advance(): void {
    if (this.isBusy) return
    this.recheck()
    const stretch = this.live.tail.recall(this.reached, BATCH, this.watch.imported)
    if (stretch && !stretch.events.some((event) => this.mayWant(event))) this.reached = stretch.through
    if (this.reached < this.live.tail.head) void this.run()
  }

  /** Has everybody told how far the feed has come, who has not been told anyway. */
  beat(): void {
    this.isBeatDue = true
    if (!this.isBusy) void this.run()
  }

  end(error: unknown): void {
    for (const party of this.parties.values()) party.end(error)
    this.parties.clear()
  }

  private async run(): Promise<void> {
    this.isBusy = true
    try {
      while (!this.isEmpty && this.reached < this.live.tail.head) await this.readOn()
      if (this.isBeatDue) await this.tellPlace()
    } catch (error) {
      this.end(error)
    }
    this.isBusy = false
    if (!this.isEmpty && this.reached < this.live.tail.head) this.advance()
  }

  private async readOn(): Promise<void> {
    const { tail, audience, frames } = this.live
    const { events, through } = await tail.read(this.reached, BATCH, this.watch.imported)
    await audience.of(events.map((event) => event.orderId))
    this.recheck()
    for (const transaction of byTransaction(events)) {
      const orders = await audience.of(transaction.map((event) => event.orderId))
      const told = { events: transaction, orders }
      this.reached = transaction.at(-1)!.seq
      await deliver(this.watch, this.answers, this.parties.values(), told, (chosen) => frames.of(chosen))
    }
    this.reached = through
  }

  private async tellPlace(): Promise<void> {
    this.isBeatDue = false
    const beat = this.live.frames.beat(this.reached)
    await deliver(this.watch, this.answers, this.parties.values(), null, () => beat)
  }

  /** Ends the watch of those who may go on no more, as soon as the directory says so. */
  private recheck(): void {
    if (this.people === this.live.directory.people) return
    this.people = this.live.directory.people
    for (const party of this.parties.values()) {
      try {
        this.watch.check?.(party.now())
      } catch (error) {
        party.end(error)
      }
    }
  }

  /** False only where it is certain. */
  private mayWant(event: StoredEvent): boolean {
    const order = event.orderId === null ? null : this.live.audience.known(event.orderId)
    return order === undefined || this.watch.wants(event, order)
  }
}
