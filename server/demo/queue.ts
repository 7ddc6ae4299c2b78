import type { Instant } from '../domain/vocabulary.ts'

/** What is to happen, the soonest first; of two at one instant the one that was added first. */
export class Queue<T extends { readonly at: Instant }> {
  /** The latest first, so that the soonest is taken off the end. */
  private readonly items: T[] = []

  add(item: T): void {
    let [low, high] = [0, this.items.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.items[middle]!.at > item.at) low = middle + 1
      else high = middle
    }
    this.items.splice(low, 0, item)
  }

  take(): T | null {
    return this.items.pop() ?? null
  }
}
