import type { Viewer } from '../domain/visibility.ts'
import type { Feed } from './feed.ts'
import type { Frame } from './frame.ts'
import type { Answers, Seat, Watch, Watcher } from './watcher.ts'

const asTheyAre: Answers<Frame> = { of: async (frame) => frame }

/**
 * What a subscription is about, before anybody follows it. Whoever carries the frames on hands itself to `follow`; iterated it
 * gives the frames as they are.
 */
export class Watching implements AsyncIterableIterator<Frame> {
  private readonly feed: Feed
  private readonly viewer: Viewer
  private readonly watch: Watch
  private queue: FrameQueue | null = null

  constructor(feed: Feed, viewer: Viewer, watch: Watch) {
    this.feed = feed
    this.viewer = viewer
    this.watch = watch
  }

  /** Has the watcher told everything from the watch's place on, in order, until it leaves. */
  follow(watcher: Watcher): void {
    this.feed.follow(this.watch, watcher)
  }

  async next(): Promise<IteratorResult<Frame>> {
    if (!this.queue) {
      this.queue = new FrameQueue(this.viewer)
      this.follow(this.queue)
    }
    const { queue } = this
    return queue.pull().catch((error: unknown) => {
      this.feed.leave(queue)
      throw error
    })
  }

  async return(): Promise<IteratorResult<Frame>> {
    if (this.queue) this.feed.leave(this.queue)
    this.queue?.end(null)
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

/** Frames for one who takes them one at a time. */
class FrameQueue implements Watcher<Frame> {
  readonly viewer: Viewer
  readonly answers = asTheyAre
  place = 0
  seat: Seat | null = null
  private readonly frames: Frame[] = []
  private ended: { readonly error: unknown } | null = null
  private changed = Promise.withResolvers<void>()

  constructor(viewer: Viewer) {
    this.viewer = viewer
  }

  async pull(): Promise<IteratorResult<Frame>> {
    while (this.frames.length === 0 && !this.ended) await this.changed.promise
    const value = this.frames.shift()
    this.change()
    if (value) return { value, done: false }
    if (this.ended?.error) throw this.ended.error
    return { value: undefined, done: true }
  }

  async calm(): Promise<void> {
    while (this.frames.length > 0 && !this.ended) await this.changed.promise
  }

  take(frame: Frame): void {
    this.frames.push(frame)
    this.change()
  }

  end(error: unknown): void {
    this.ended = { error }
    this.change()
  }

  private change(): void {
    this.changed.resolve()
    this.changed = Promise.withResolvers()
  }
}
