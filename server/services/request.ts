import type { Viewer } from '../domain/visibility.ts'
import type { Baton } from './baton.ts'
import { type Loaders, makeLoaders } from './loaders.ts'

/** One request of one viewer: what every service of the API is handed first. One is made for each HTTP request and for each frame of a watch. */
export type Request = {
  readonly baton: Baton
  readonly viewer: Viewer
  /** The head of the feed when the request came: whatever is read in it is at least as new. */
  readonly head: number
  /** Orders of which it is known that the viewer sees them. */
  readonly seenOrders?: ReadonlySet<number>
  loaders: Loaders
}

export function makeRequest(baton: Baton, viewer: Viewer): Request {
  return { baton, viewer, head: baton.feed.tail.head, loaders: makeLoaders(baton) }
}

/** Forgets what was read, after a mutation. */
export function readAnew(request: Request): void {
  request.loaders = makeLoaders(request.baton)
}
