import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Viewer } from '../domain/visibility.ts'
import type { Baton } from '../services/baton.ts'
import { viewerNow } from '../services/credential.ts'
import { type Frame, isFrame } from '../services/frame.ts'
import { makeRequest } from '../services/request.ts'
import type { Seat, Watcher } from '../services/watcher.ts'
import { Watching } from '../services/watching.ts'
import type { Answer } from './answer.ts'
import type { Outbox } from './outbox.ts'
import type { AnswerBook, SharedAnswers } from './shared-answers.ts'

/** What takes the answers of one operation to the other end. */
export type Reader = {
  readonly outbox: Outbox
  /** Resolves when the first answer may come; at once where it is left out. */
  readonly opened?: Promise<void>
  take(answer: Answer, frame: Frame | null): void
  /** Nothing follows. */
  close?(): void
}

/** A subscription that may be carried out for this viewer. */
export type Subscribing = ExecutionArgs & { readonly viewer: Viewer; readonly reader: Reader }

type Parts = { readonly baton: Baton; readonly answers: AnswerBook }

/**
 * Carries a subscription out. Its answers go straight to the reader; what is returned for the library of the protocol to iterate
 * gives nothing, and ends when the subscription does, with the error that ended it.
 */
export async function subscribeOne(
  { baton, answers }: Parts,
  { viewer, reader, ...args }: Subscribing,
): Promise<Subscription | ExecutionResult> {
  const source = await createSourceEventStream({ ...args, contextValue: makeRequest(baton, viewer) })
  if (!(Symbol.asyncIterator in source)) return source
  return new Subscription({ baton, answers }, answers.take(args), source, viewer, reader)
}

class Subscription implements AsyncGenerator<never, void, void>, Watcher<Answer> {
  readonly viewer: Viewer
  readonly answers: SharedAnswers
  place = 0
  seat: Seat | null = null
  private readonly parts: Parts
  private readonly reader: Reader
  /** Null once it is being read. */
  private source: AsyncIterable<unknown> | null
  private isEnded = false
  private readonly ended = Promise.withResolvers<IteratorReturnResult<void>>()

  constructor(parts: Parts, answers: SharedAnswers, source: AsyncIterable<unknown>, viewer: Viewer, reader: Reader) {
    this.parts = parts
    this.answers = answers
    this.source = source
    this.viewer = viewer
    this.reader = reader
    this.ended.promise.catch(() => {})
  }

  /** Called first it begins. */
  next(): Promise<IteratorReturnResult<void>> {
    const { source } = this
    this.source = null
    if (source) void this.begin(source)
    return this.ended.promise
  }

  calm(): Promise<void> {
    return this.reader.outbox.calm()
  }

  take(frame: Frame | null, answer: Answer): void {
    this.reader.take(answer, frame)
  }

  end(error: unknown): void {
    if (error) this.finish(() => this.ended.reject(error))
    else void this.return()
  }

  return(): Promise<IteratorReturnResult<void>> {
    this.finish(() => this.ended.resolve({ value: undefined, done: true }))
    return Promise.resolve({ value: undefined, done: true })
  }

  async throw(error: unknown): Promise<never> {
    this.end(error)
    throw error
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  private finish(settle: () => void): void {
    if (this.isEnded) return
    this.isEnded = true
    this.parts.baton.feed.leave(this)
    this.parts.answers.release(this.answers)
    this.reader.close?.()
    settle()
  }

  private async begin(source: AsyncIterable<unknown>): Promise<void> {
    if (this.reader.opened) await this.reader.opened
    if (this.isEnded) return
    if (source instanceof Watching) source.follow(this)
    else await new OwnSource(source, this.parts.baton).follow(this)
  }
}

/** A source of events that is not the feed: each is answered for its one reader. */
class OwnSource implements Seat {
  private readonly source: AsyncIterator<unknown>
  private readonly baton: Baton

  constructor(source: AsyncIterable<unknown>, baton: Baton) {
    this.source = source[Symbol.asyncIterator]()
    this.baton = baton
  }

  remove(): void {
    void this.source.return?.().catch(() => {})
  }

  async follow(watcher: Subscription): Promise<void> {
    watcher.seat = this
    try {
      while (watcher.seat === this) await this.pass(watcher)
    } catch (error) {
      watcher.end(error)
    }
  }

  private async pass(watcher: Subscription): Promise<void> {
    const { value: event, done } = await this.source.next()
    if (done) return watcher.end(null)
    const frame = isFrame(event) ? event : null
    if (frame && !frame.isLive) await watcher.calm()
    const answer = await watcher.answers.answer(event, viewerNow(this.baton, watcher.viewer))
    if (watcher.seat === this) watcher.take(frame, answer)
  }
}
