import type { StoredEvent } from '../../server/domain/event.ts'
import { adminViewer } from '../../server/domain/visibility.ts'
import type { Baton } from '../../server/services/baton.ts'
import type { Frame } from '../../server/services/frame.ts'
import { watchEvents } from '../../server/services/watch.ts'

/** What one watcher was given, in the order in which it came. */
export type Recorded = Pick<StoredEvent, 'id' | 'seq' | 'transactionId' | 'orderId'> & {
  readonly version: number
  readonly part: number
  readonly name: number
}

/**
 * Watches from a place in the feed to the event that `isLast` knows. `isTired` is asked after each frame: a tired watcher
 * goes away and comes back with the last cursor, to the next node.
 */
export async function record(
  nodes: readonly Baton[],
  from: number,
  isLast: (event: StoredEvent) => boolean,
  isTired: () => boolean,
): Promise<Recorded[]> {
  const recorded: Recorded[] = []
  let cursor = nodes[0]!.feed.cursorAt(from)
  for (let visit = 0; ; visit++) {
    const frames = await watchEvents({ baton: nodes[visit % nodes.length]!, viewer: adminViewer }, null, cursor)
    for await (const frame of frames) {
      cursor = frame.cursor
      if (take(frame, recorded, isLast)) return recorded
      if (isTired()) break
    }
  }
}

function take({ events }: Frame, recorded: Recorded[], isLast: (event: StoredEvent) => boolean): boolean {
  for (const event of events) {
    if (isLast(event)) return true
    const { version, part, name } = event.payload as { version: number; part: number; name: number }
    const { id, seq, transactionId, orderId } = event
    recorded.push({ id, seq, transactionId, orderId, version, part, name })
  }
  return false
}

/** How a record differs from what it should be; every figure is 0 for a feed that keeps its word. */
export type Faults = {
  /** Events that were committed and did not come. */
  readonly lost: number
  readonly repeated: number
  /** Events that nobody was told are committed. */
  readonly invented: number
  /** Places where a number is not the last one's successor. */
  readonly gaps: number
  /** Events that came before an earlier one of the same order. */
  readonly inverted: number
  /** Transactions whose events stood apart from each other. */
  readonly torn: number
}

export function faultsOf(recorded: readonly Recorded[], committed: ReadonlySet<number>): Faults {
  const met = new Set(recorded.map((event) => event.name))
  const begun = recorded.filter((event, place) => event.transactionId !== recorded[place - 1]?.transactionId)
  return {
    lost: [...committed].filter((name) => !met.has(name)).length,
    repeated: recorded.length - met.size,
    invented: recorded.filter((event) => !committed.has(event.name)).length,
    gaps: recorded.filter((event, place) => place > 0 && event.seq !== recorded[place - 1]!.seq + 1).length,
    inverted: inversions(recorded),
    torn: begun.length - new Set(begun.map((event) => event.transactionId)).size,
  }
}

/** Versions of an order follow each other by one, and the parts of a version too. */
function inversions(recorded: readonly Recorded[]): number {
  const last = new Map<number | null, Recorded>()
  let inverted = 0
  for (const event of recorded) {
    const before = last.get(event.orderId)
    const isNext = before && before.version === event.version && before.part + 1 === event.part
    const isFirst = event.part === 0 && (!before || before.version + 1 === event.version)
    if (!isNext && !isFirst) inverted += 1
    last.set(event.orderId, event)
  }
  return inverted
}
