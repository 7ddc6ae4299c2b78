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
    const { head } = this.baton.feed.tail
    if (this.loaders === null || head !== this.head) this.loaders = makeLoaders(this.baton)
    this.head = head
    return this.loaders
  }
}
