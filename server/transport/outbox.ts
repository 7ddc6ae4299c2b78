import type { Refusal } from '../domain/refusal.ts'
import type { Frame } from '../services/feed.ts'
import { exceeded, LIMITS } from './limits.ts'

/** With no more than this many bytes unsent a reader keeps up, and what is not urgent may follow. */
const CALM = 64 * 1024

type Kept = { readonly latest: Frame; readonly before: Frame | null }

/**
 * What one connection has been handed and has not taken yet, in bytes and in events. What happens now is handed over at once and
 * counted; the past and answers to queries wait for `calm`, so that only a reader too slow for what happens is ever closed.
 */
export class Outbox {
  private handed = 0
  private taken = 0
  private events = 0
  private isClosed = false
  private readonly unsent: { readonly from: number; readonly events: number }[] = []
  private readonly frames = new Map<string, Kept>()
  private calmed = Promise.withResolvers<void>()

  get takenBytes(): number {
    return this.taken
  }

  get unsentBytes(): number {
    return this.handed - this.taken
  }

  /** Notes that a frame of this operation is handed over next. LIMIT_EXCEEDED when there are too many events before it. */
  announce(operation: string, frame: Frame): Refusal | null {
    const count = this.events + frame.events.length
    if (this.events > 0 && count > LIMITS.unsentEvents) return exceeded('unsent events', LIMITS.unsentEvents, count)
    this.unsent.push({ from: this.handed, events: frame.events.length })
    this.events = count
    this.frames.set(operation, { latest: frame, before: this.frames.get(operation)?.latest ?? null })
    return null
  }

  /** LIMIT_EXCEEDED when this many bytes more would be too many. */
  excess(bytes: number): Refusal | null {
    const unsent = this.unsentBytes + bytes
    if (this.unsentBytes === 0 || unsent <= LIMITS.unsentBytes) return null
    return exceeded('unsent bytes', LIMITS.unsentBytes, unsent)
  }

  /** Counts bytes that are handed over now; what it returns is to be called once they have left. */
  hand(bytes: number): () => void {
    this.handed += bytes
    return () => this.take(bytes)
  }

  /** Resolves as soon as the reader keeps up, or is gone. */
  async calm(): Promise<void> {
    while (!this.isClosed && this.unsentBytes > CALM) await this.calmed.promise
  }

  /** Where all operations may go on from: the earliest of their last cursors, `but` the frame of this operation that was not sent. */
  cursor(but: string | null): string | null {
    const frames = [...this.frames].map(([operation, kept]) => (operation === but ? kept.before : kept.latest))
    const first = frames.filter((frame) => frame !== null).sort((a, b) => a.place - b.place)[0]
    return first?.cursor ?? null
  }

  forget(operation: string): void {
    this.frames.delete(operation)
  }

  close(): void {
    this.isClosed = true
    this.calmed.resolve()
  }

  private take(bytes: number): void {
    this.taken += bytes
    while (this.unsent[0] && this.unsent[0].from < this.taken) this.events -= this.unsent.shift()!.events
    if (this.unsentBytes > CALM) return
    this.calmed.resolve()
    this.calmed = Promise.withResolvers()
  }
}
