import type { StoredEvent } from '../domain/event.ts'
import { deliver } from './delivery.ts'
import { byTransaction, type Frame } from './frame.ts'
import { BATCH, type Live } from './watch-group.ts'
import { Party, type Seat, type Watch, type Watcher } from './watcher.ts'

/** One watcher on the way from its cursor to now, at its own pace. */
export class Replay implements Seat {
  private readonly live: Live
  private readonly watch: Watch
  private readonly watcher: Watcher
  private readonly party: Party
  private readonly liveFrom: number
  private readonly cursorAt: (seq: number) => string

  constructor(live: Live, watch: Watch, watcher: Watcher, cursorAt: (seq: number) => string) {
    this.live = live
    this.watch = watch
    this.watcher = watcher
    this.liveFrom = live.tail.head
    this.cursorAt = cursorAt
    this.party = new Party(watcher.viewer, live.directory)
    this.party.watchers.add(watcher)
  }

  /** Ends it where it is. */
  remove(watcher: Watcher): void {
    this.party.watchers.delete(watcher)
  }

  /**
   * Hands over the past until `join`, asked at each place from now on, takes the watcher in: between that and the answer nothing
   * else happens, so there is no gap and no repeat.
   */
  async run(join: (place: number) => boolean): Promise<void> {
    try {
      let place = this.watch.after
      while (this.isOn && !(place >= this.liveFrom && join(place))) place = await this.readOn(place)
    } catch (error) {
      this.party.end(error)
    }
  }

  private get isOn(): boolean {
    return this.party.watchers.size > 0
  }

  private async readOn(place: number): Promise<number> {
    const { events, through } = await this.live.tail.read(place, BATCH, this.watch.imported)
    // Asked one by one, those who join in the midst of many events would fall back further than they come forward.
    await this.live.audience.of(events.map((event) => event.orderId))
    for (const transaction of byTransaction(events)) {
      if (transaction.at(-1)!.seq <= this.liveFrom) await this.watcher.calm()
      const orders = await this.live.audience.of(transaction.map((event) => event.orderId))
      const told = { events: transaction, orders }
      await deliver(this.watch, this.watcher.answers, [this.party], told, (chosen) => this.frame(chosen))
      if (!this.isOn) break
    }
    return through
  }

  private frame(events: readonly StoredEvent[]): Frame {
    const place = events.at(-1)!.seq
    return { place, cursor: this.cursorAt(place), isLive: place > this.liveFrom, events }
  }
}
