/** What is written to in a turn of the event loop. */
export type Written = { flush(): void }

/** Has everything that a turn hands to one connection written at once, at the turn's end. */
export class WriteTurn {
  private waiting: Written[] = []

  add(written: Written): void {
    if (this.waiting.push(written) === 1) setImmediate(() => this.flush())
  }

  private flush(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const one of waiting) one.flush()
  }
}
