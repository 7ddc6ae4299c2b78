import type { FeedTail } from './feed-tail.ts'

/**
 * Wakes one watcher: when the head moves, when it has been told nothing for the time of a heartbeat, and when it is to stop. A
 * ring between two waits is kept, so none is lost.
 */
export class Bell {
  isStopped = false
  private ring = Promise.withResolvers<void>()
  private isOverdue = false
  private readonly timer: NodeJS.Timeout
  private readonly unsubscribe: () => void

  constructor(tail: FeedTail, heartbeat: number) {
    this.unsubscribe = tail.onAdvance(() => this.ring.resolve())
    this.timer = setInterval(() => {
      this.isOverdue = true
      this.ring.resolve()
    }, heartbeat)
    this.timer.unref()
  }

  /** Waits for a ring; true when a heartbeat is due. */
  async rung(): Promise<boolean> {
    await this.ring.promise
    this.ring = Promise.withResolvers<void>()
    const isOverdue = this.isOverdue
    this.isOverdue = false
    return isOverdue
  }

  /** The watcher has just been told something: the next heartbeat is a whole period away. */
  rest(): void {
    this.isOverdue = false
    this.timer.refresh()
  }

  stop(): void {
    this.isStopped = true
    clearInterval(this.timer)
    this.unsubscribe()
    this.ring.resolve()
  }
}
