import type { StoredEvent } from '../domain/event.ts'

/** The matching events of one transaction, in order; `cursor` is where to go on from. */
export type Frame = {
  /** The number of the event at the cursor. */
  readonly place: number
  readonly cursor: string
  readonly isLive: boolean
  readonly events: readonly StoredEvent[]
}

export function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && 'cursor' in value && 'place' in value
}

/**
 * The live frames of one feed. Who is handed the same events is handed one and the same object, so that what is made of a frame
 * is made once for all.
 */
export class LiveFrames {
  private readonly known = new WeakMap<StoredEvent, Frame[]>()
  private latestBeat: Frame | null = null
  private readonly cursorAt: (seq: number) => string

  constructor(cursorAt: (seq: number) => string) {
    this.cursorAt = cursorAt
  }

  /** Of these events of one transaction; there is at least one. */
  of(events: readonly StoredEvent[]): Frame {
    const last = events.at(-1)!
    const known = this.known.get(last) ?? []
    const found = known.find((frame) => isSame(frame.events, events))
    if (found) return found
    const fresh = this.frame(last.seq, events)
    this.known.set(last, [...known, fresh])
    return fresh
  }

  /** Without events: how far the feed has come. */
  beat(place: number): Frame {
    if (this.latestBeat?.place !== place) this.latestBeat = this.frame(place, [])
    return this.latestBeat
  }

  private frame(place: number, events: readonly StoredEvent[]): Frame {
    return { place, cursor: this.cursorAt(place), isLive: true, events }
  }
}

export function byTransaction(events: readonly StoredEvent[]): StoredEvent[][] {
  return [...Map.groupBy(events, (event) => event.transactionId).values()]
}

function isSame(some: readonly StoredEvent[], others: readonly StoredEvent[]): boolean {
  return some.length === others.length && some.every((event, place) => event === others[place])
}
