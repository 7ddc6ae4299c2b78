import type { Instant } from '../domain/vocabulary.ts'

/** How much is written between two lines of progress. */
const LINE_EVERY = 10_000

/** Chunks on their way, with how much of them has gone by so far. */
export type Counted<T> = AsyncIterable<readonly T[]> & { readonly count: number }
type SizeOf<T> = (item: T) => number

/** Tells how many of something have gone by, of how many (null: not known before), and how many a second. */
export class Counting {
  private readonly clock: () => Instant
  private readonly progress: (line: string) => void

  constructor(clock: () => Instant, progress: (line: string) => void) {
    this.clock = clock
    this.progress = progress
  }

  of<T>(
    what: string,
    all: number | null,
    chunks: AsyncIterable<readonly T[]>,
    sizeOf: SizeOf<T> = () => 1,
  ): Counted<T> {
    const counted = { count: 0, [Symbol.asyncIterator]: () => this.pass(counted, what, all, chunks, sizeOf) }
    return counted
  }

  private async *pass<T>(
    counted: { count: number },
    what: string,
    all: number | null,
    chunks: AsyncIterable<readonly T[]>,
    sizeOf: SizeOf<T>,
  ): AsyncGenerator<readonly T[]> {
    const began = this.clock()
    let told = 0
    for await (const chunk of chunks) {
      yield chunk
      counted.count += chunk.reduce((sum, item) => sum + sizeOf(item), 0)
      if (counted.count < told + LINE_EVERY) continue
      told = counted.count
      const seconds = Math.max(this.clock() - began, 1) / 1_000
      const of = all === null ? '' : ` of ${all}`
      this.progress(`${counted.count}${of} ${what}, ${Math.round(counted.count / seconds)} a second`)
    }
  }
}
