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
  private isClosed = false
  private isDraining = false
  private readonly unsent = new Unsent()
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

  /** Whether no other operation has been told anything. */
  hasOnly(told: Told): boolean {
    return told.cursor !== null && this.told.size === 1
  }

  /** Whether all that was handed over has left. */
  get isEmpty(): boolean {
    return this.held === 0 && this.channel.writableLength === 0
  }

  /** Counts a message, which is written next or, with others, a little later. LIMIT_EXCEEDED when it is one too many. */
  hand(bytes: number, told: Told | null, frame: Frame | null): Refusal | null {
    const { unsentBytes } = this
    this.unsent.settle(unsentBytes === 0 ? Number.POSITIVE_INFINITY : this.handed - unsentBytes)
    const refusal = this.excess(bytes, frame?.events.length ?? 0, unsentBytes)
    if (refusal) return refusal
    if (frame) this.note(frame, told)
    this.handed += bytes
    this.held += bytes
    return null
  }

  /**
   * Counts a message that was written to an empty channel, which is never one too many. One that has left by now, as nearly all have, needs
   * no counting: of a thousand readers each costs less than to look at what is kept of it.
   */
  passed(bytes: number, told: Told, frame: Frame): void {
    if (this.channel.writableLength === 0) this.tell(frame, told)
    else {
      this.unsent.settle(Number.POSITIVE_INFINITY)
      this.note(frame, told)
    }
    this.handed += bytes
    if (this.calmed) this.wakeAll()
  }

  /** All that was handed over has been written. */
  written(): void {
    this.held = 0
    if (this.unsentBytes <= CALM) this.wakeAll()
  }

  /** Resolves as soon as the reader keeps up, or is gone. */
  async calm(): Promise<void> {
    while (!this.isClosed && this.unsentBytes > CALM) {
      this.awaitDrain()
      this.calmed ??= Promise.withResolvers()
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
    this.wakeAll()
  }

  /** Once at a time: a channel that calms down by other means may not say `drain` for long. */
  private awaitDrain(): void {
    if (this.isDraining) return
    this.isDraining = true
    this.channel.once('drain', () => {
      this.isDraining = false
      this.wakeAll()
    })
  }

  /** Has all who wait for calm look for themselves whether it has come. */
  private wakeAll(): void {
    this.calmed?.resolve()
    this.calmed = null
  }

  private excess(bytes: number, events: number, unsentBytes: number): Refusal | null {
    const unsent = this.unsent.events
    const count = unsent + events
    if (unsent > 0 && count > LIMITS.unsentEvents) return exceeded('unsent events', LIMITS.unsentEvents, count)
    if (unsentBytes === 0 || unsentBytes + bytes <= LIMITS.unsentBytes) return null
    return exceeded('unsent bytes', LIMITS.unsentBytes, unsentBytes + bytes)
  }

  private note(frame: Frame, told: Told | null): void {
    this.unsent.add(this.handed, frame.events.length)
    if (told) this.tell(frame, told)
  }

  private tell({ place, cursor }: Frame, told: Told): void {
    if (told.cursor === null) this.told.add(told)
    told.place = place
    told.cursor = cursor
  }
}

/** The events of messages that have not begun to leave. What it has room for it keeps: it is filled and emptied with each event. */
class Unsent {
  events = 0
  private readonly starts: number[] = []
  private readonly counts: number[] = []
  private first = 0
  private end = 0

  /** Of a message that begins after so many bytes. */
  add(start: number, events: number): void {
    this.starts[this.end] = start
    this.counts[this.end] = events
    this.end += 1
    this.events += events
  }

  /** Forgets those that begin before so many bytes, which have been taken. */
  settle(taken: number): void {
    while (this.first < this.end && this.starts[this.first]! < taken) this.events -= this.counts[this.first++]!
    if (this.first === this.end) this.first = this.end = 0
  }
}
