import type { StoredEvent } from '../domain/event.ts'

/** Events kept in memory for watchers that follow closely; those further behind read the table. */
const KEPT = 5_000
/** However few they are: so much of them, in characters of JSON. */
const KEPT_SIZE = 8 * 1024 * 1024

/** The end of the log, in memory: bounded in number and in size, since a single event may be as large as a request. */
export class RecentEvents {
  private events: StoredEvent[] = []
  private sizes: number[] = []
  private size = 0

  /** The number of the first one; null when there is none. */
  get first(): number | null {
    return this.events[0]?.seq ?? null
  }

  /** Those that follow on the last one. */
  add(page: readonly StoredEvent[]): void {
    for (const event of page) {
      const size = JSON.stringify(event).length
      this.events.push(event)
      this.sizes.push(size)
      this.size += size
    }
    this.forget(this.excess())
  }

  slice(start: number, end: number): StoredEvent[] {
    return this.events.slice(start, end)
  }

  /** How many of the oldest are too many. */
  private excess(): number {
    let count = 0
    for (let left = this.size; count < this.events.length; count++) {
      if (this.events.length - count <= KEPT && left <= KEPT_SIZE) break
      left -= this.sizes[count]!
    }
    return count
  }

  private forget(count: number): void {
    if (count === 0) return
    for (const size of this.sizes.slice(0, count)) this.size -= size
    this.events = this.events.slice(count)
    this.sizes = this.sizes.slice(count)
  }
}
