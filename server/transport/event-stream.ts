import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Refusal } from '../domain/refusal.ts'
import type { Frame } from '../services/frame.ts'
import type { Answer } from './answer.ts'
import { refusalForm } from './errors.ts'
import { Outbox } from './outbox.ts'
import type { Reader } from './subscription.ts'

/** One HTTP answer as server-sent events; those that carry a frame get its cursor as their id. */
export class EventStream implements Reader {
  readonly outbox: Outbox
  place = 0
  cursor: string | null = null
  private readonly response: ServerResponse
  private readonly opening = Promise.withResolvers<void>()
  private readonly works: (() => void)[] = []
  private isEnded = false

  constructor(response: ServerResponse) {
    this.response = response
    this.outbox = new Outbox(response)
    response.once('close', () => this.end())
    response.on('error', () => {})
  }

  /** Resolves when the answer has begun. */
  get opened(): Promise<void> {
    return this.opening.promise
  }

  open(status: number, headers: OutgoingHttpHeaders): void {
    this.response.writeHead(status, headers)
    this.opening.resolve()
  }

  take(answer: Answer, frame: Frame | null): void {
    const id = frame ? `id: ${frame.cursor}\n` : ''
    this.hand(`${id}event: next\ndata: ${answer.payload}\n\n`, frame)
  }

  /** Hands a message of the protocol over. */
  write(message: string): void {
    this.hand(message, null)
  }

  /** One too many for a reader that does not read ends the stream. */
  private hand(data: string, frame: Frame | null): void {
    if (this.isEnded) return
    const refusal = this.outbox.hand(Buffer.byteLength(data), this, frame)
    if (refusal) return this.dismiss(refusal)
    this.response.write(data)
    this.outbox.written()
  }

  /** Ends the stream with the refusal; it is no result, so that a browser asks again by itself from its last event on. */
  dismiss(refusal: Refusal): void {
    if (this.isEnded) return
    const { cursor } = this
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
