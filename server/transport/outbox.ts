import type { Refusal } from '../domain/refusal.ts'
import type { Frame } from '../services/frame.ts'
import { exceeded, LIMITS } from './limits.ts'

/** With no more than this many bytes unsent a reader keeps up, and what is not urgent may follow. */
const CALM = 64 * 1024

/** Where the bytes go: says how many of them have not left yet, and `drain` when there are none any more. */
export type Channel = {
  readonly writableLength: number
  once(event: 'drain', done: () => void): unknown
}

/** How far an operation was told; kept here. */
export type Told = { place: number; cursor: string | null }

/**
 * What one connection has been handed and has not taken yet, in bytes and in events. What happens now is handed over at once and
 * counted; the past and answers to queries wait for `calm`, so that only a reader too slow for what happens is ever closed.
 */
export class Outbox {
  private readonly channel: Channel
  private handed = 0
  /** Handed over, and not yet written to the channel. */
  private held = 0
  private events = 0
  private isClosed = false
  private readonly unsent: { readonly from: number; readonly events: number }[] = []
  private readonly told = new Set<Told>()
  private calmed: PromiseWithResolvers<void> | null = null

  constructor(channel: Channel) {
    this.channel = channel
  }

  get unsentBytes(): number {
    return this.channel.writableLength + this.held
  }

  get takenBytes(): number {
    return this.handed - this.unsentBytes
  }

  /** Counts a message, which is written next or, with others, a little later. LIMIT_EXCEEDED when it is one too many. */
  hand(bytes: number, told: Told | null, frame: Frame | null): Refusal | null {
    const refusal = this.excess(bytes, frame?.events.length ?? 0)
    if (refusal) return refusal
    if (frame) this.note(frame, told)
    this.handed += bytes
    this.held += bytes
    return null
  }

  /** All that was handed over has been written. */
  written(): void {
    this.held = 0
    if (this.unsentBytes <= CALM) this.calmed?.resolve()
  }

  /** Resolves as soon as the reader keeps up, or is gone. */
  async calm(): Promise<void> {
    while (!this.isClosed && this.unsentBytes > CALM) {
      this.calmed = Promise.withResolvers()
      this.channel.once('drain', this.calmed.resolve)
      await this.calmed.promise
    }
  }

  /** Where all operations may go on from: the earliest of their last cursors. */
  cursor(): string | null {
    return [...this.told].sort((a, b) => a.place - b.place)[0]?.cursor ?? null
  }

  forget(told: Told): void {
    this.told.delete(told)
  }

  close(): void {
    this.isClosed = true
    this.calmed?.resolve()
  }

  private excess(bytes: number, events: number): Refusal | null {
    this.settle()
    const count = this.events + events
    if (this.events > 0 && count > LIMITS.unsentEvents) return exceeded('unsent events', LIMITS.unsentEvents, count)
    const unsent = this.unsentBytes
    if (unsent === 0 || unsent + bytes <= LIMITS.unsentBytes) return null
    return exceeded('unsent bytes', LIMITS.unsentBytes, unsent + bytes)
  }

  private note({ place, cursor, events }: Frame, told: Told | null): void {
    this.unsent.push({ from: this.handed, events: events.length })
    this.events += events.length
    if (!told) return
    told.place = place
    told.cursor = cursor
    this.told.add(told)
  }

  /** Forgets the events of messages that have begun to leave. */
  private settle(): void {
    if (this.unsentBytes === 0) {
      this.events = 0
      this.unsent.length = 0
    }
    const taken = this.takenBytes
    while (this.unsent[0] && this.unsent[0].from < taken) this.events -= this.unsent.shift()!.events
  }
}
