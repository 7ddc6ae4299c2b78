import { type EventOrder, seesEvent } from '../domain/audience.ts'
import type { StoredEvent } from '../domain/event.ts'
import type { Viewer } from '../domain/visibility.ts'
import type { Frame } from './frame.ts'
import type { Answers, Party, Watch } from './watcher.ts'

/** Events of one transaction, with the orders they speak of. */
export type Transaction = {
  readonly events: readonly StoredEvent[]
  readonly orders: ReadonlyMap<number, EventOrder>
}

/** Those of one sight: they are shown the same. */
type Alike = { readonly sight: string; readonly viewer: Viewer; readonly parties: readonly Party[] }
type Made = { readonly alike: Alike; readonly frame: Frame | null; readonly answer: unknown }

/**
 * Hands each party the events that it may see and wants. Visibility is decided here, for each delivery, by who everybody is now;
 * and once more for those who have become somebody else while the answer was made, so that nothing goes out under a visibility
 * that has ended. `frameOf` is asked for at least one event; no transaction: for none.
 */
export async function deliver(
  watch: Watch,
  answers: Answers<unknown>,
  parties: Iterable<Party>,
  transaction: Transaction | null,
  frameOf: (events: readonly StoredEvent[]) => Frame,
): Promise<void> {
  let waiting = [...parties]
  while (waiting.length > 0) {
    const groups = alike(waiting)
    const made = await Promise.all(groups.map((one) => answerTo(watch, answers, one, transaction, frameOf)))
    waiting = made.flatMap(handOver)
  }
}

function alike(parties: readonly Party[]): Alike[] {
  const groups = new Map<string, { sight: string; viewer: Viewer; parties: Party[] }>()
  for (const party of parties) {
    const sight = sightIn(party)
    if (sight === null) continue
    const group = groups.get(sight)
    if (group) group.parties.push(party)
    else groups.set(sight, { sight, viewer: party.now(), parties: [party] })
  }
  return [...groups.values()]
}

/** Null when there is nobody any more: then the watch has ended. */
function sightIn(party: Party): string | null {
  try {
    return party.sight()
  } catch (error) {
    party.end(error)
    return null
  }
}

async function answerTo(
  watch: Watch,
  answers: Answers<unknown>,
  alike: Alike,
  transaction: Transaction | null,
  frameOf: (events: readonly StoredEvent[]) => Frame,
): Promise<Made> {
  const none = { alike, frame: null, answer: null }
  try {
    watch.check?.(alike.viewer)
    const events = transaction ? chosen(watch, alike.viewer, transaction) : []
    if (transaction && events.length === 0) return none
    const frame = frameOf(events)
    return { alike, frame, answer: await answers.of(frame, alike.viewer) }
  } catch (error) {
    for (const party of alike.parties) party.end(error)
    return none
  }
}

function chosen(watch: Watch, viewer: Viewer, { events, orders }: Transaction): readonly StoredEvent[] {
  const left = events.filter((event) => {
    const order = event.orderId === null ? null : (orders.get(event.orderId) ?? null)
    return watch.wants(event, order) && seesEvent(viewer, order) && (watch.concerns?.(viewer, order) ?? true)
  })
  return left.length === events.length ? events : left
}

/** Returns those who are somebody else by now. */
function handOver({ alike: { sight, parties }, frame, answer }: Made): Party[] {
  return parties.filter((party) => {
    const isSame = sightIn(party) === sight
    if (isSame && frame) party.take(frame, answer)
    return !isSame
  })
}
