import type { Viewer } from '../domain/visibility.ts'
import type { Baton } from './baton.ts'
import type { Loaders } from './loaders.ts'
import type { Request } from './request.ts'

/**
 * A request whose answer goes to all who see the same events, unless the answer turns out to depend on who asks: reading the
 * viewer is noticed, whoever does it.
 */
export class SharedRequest implements Request {
  readonly baton: Baton
  readonly head: number
  readonly seenOrders: ReadonlySet<number>
  loaders: Loaders
  private readonly asker: Viewer
  private isAsked = false

  /** `seenOrders` are those that everybody sees who gets the answer. */
  constructor(baton: Baton, asker: Viewer, seenOrders: ReadonlySet<number>, loaders: Loaders) {
    this.baton = baton
    this.asker = asker
    this.seenOrders = seenOrders
    this.head = baton.feed.tail.head
    this.loaders = loaders
  }

  get viewer(): Viewer {
    this.isAsked = true
    return this.asker
  }

  /** Whether the answer is for this viewer, and those of the same sight, alone. */
  get isPersonal(): boolean {
    return this.isAsked
  }
}
