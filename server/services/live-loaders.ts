import type { Baton } from './baton.ts'
import { type Loaders, makeLoaders } from './loaders.ts'

/**
 * Loaders for the answers to live frames, whoever gets them. They are shared while the feed has not gone on: what is read then is
 * at least as new as every event that has been handed on.
 */
export class LiveLoaders {
  private readonly baton: Baton
  private head = -1
  private loaders: Loaders | null = null

  constructor(baton: Baton) {
    this.baton = baton
  }

  now(): Loaders {
    const { tail } = this.baton.feed
    if (this.loaders === null || tail.head !== this.head) {
      const want = () => {
        tail.areOrdersWanted = true
      }
      this.loaders = makeLoaders(this.baton, { orders: tail.orders, want })
    }
    this.head = tail.head
    return this.loaders
  }
}
