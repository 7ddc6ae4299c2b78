import type { ServerResponse } from 'node:http'
import { Refusal } from '../domain/refusal.ts'
import type { Frame } from '../services/feed.ts'
import { refusalForm } from './errors.ts'
import { Outbox } from './outbox.ts'

/** The operation of a stream, which has but one. */
const ONE = 'stream'

/** One answer as server-sent events: messages go in, those that carry a frame get its cursor as their id. */
export class EventStream {
  readonly outbox = new Outbox()
  private readonly response: ServerResponse
  /** Of messages that are on their way here, the frames they carry. */
  private readonly coming: (Frame | null)[] = []
  private readonly works: (() => void)[] = []
  private isEnded = false

  constructor(response: ServerResponse) {
    this.response = response
    response.once('close', () => this.end())
    response.on('error', () => {})
  }

  /** Says what the next `next` message is. */
  announce(frame: Frame | null): void {
    this.coming.push(frame)
  }

  /** Hands a message over; one too many for a reader that does not read ends the stream. */
  write(message: string): void {
    if (this.isEnded) return
    const frame = message.startsWith('event: next') ? (this.coming.shift() ?? null) : null
    const data = frame ? `id: ${frame.cursor}\n${message}` : message
    const bytes = Buffer.byteLength(data)
    const refusal = this.outbox.excess(bytes) ?? (frame && this.outbox.announce(ONE, frame))
    if (refusal) return this.dismiss(refusal)
    this.response.write(data, this.outbox.hand(bytes))
  }

  /** Ends the stream with the refusal; it is no result, so that a browser asks again by itself from its last event on. */
  dismiss(refusal: Refusal): void {
    if (this.isEnded) return
    const cursor = this.outbox.cursor(null)
    const { code, message, details } = refusal
    const told = cursor === null ? refusal : new Refusal(code, `${message}; go on after ${cursor}`, details)
    this.response.write(`event: next\ndata: ${JSON.stringify({ errors: [refusalForm(told)] })}\n\n`)
    this.finish()
  }

  /** Ends the stream after what it was handed. */
  finish(): void {
    this.response.end()
    this.end()
  }

  /** Has the work done when the stream ends; at once when it has. */
  atEnd(work: () => void): void {
    if (this.isEnded) work()
    else this.works.push(work)
  }

  /** Cuts it when of what was unsent at the last call nothing has left since. Returns how to stop looking. */
  watchOver(interval: number): void {
    let before = 0
    const timer = setInterval(() => {
      const { unsentBytes, takenBytes } = this.outbox
      if ((unsentBytes > 0 || this.isEnded) && takenBytes === before) this.response.destroy()
      before = takenBytes
    }, interval)
    this.response.once('close', () => clearInterval(timer))
  }

  private end(): void {
    this.isEnded = true
    this.outbox.close()
    for (const work of this.works.splice(0)) work()
  }
}
