import type { Frame } from '../services/frame.ts'

/** What is written to in a turn of the event loop. */
export type Written = { flush(): void }

/** Has everything that a turn hands to one connection written at once, at the turn's end. */
export class WriteTurn {
  private waiting: Written[] = []
  private readonly head: () => number

  /** `head`: the number of the last event that is known. */
  constructor(head: () => number) {
    this.head = head
  }

  /** Whether nothing that is known yet follows the frame. */
  isNewest(frame: Frame): boolean {
    return frame.place >= this.head()
  }

  add(written: Written): void {
    if (this.waiting.push(written) === 1) setImmediate(() => this.flush())
  }

  private flush(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const one of waiting) one.flush()
  }
}
