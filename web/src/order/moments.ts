import type { HistoryEvent } from '../documents/order-documents.ts'

/** An instant at which something happened to the order, and what did. */
export type Happened = { readonly at: string; readonly events: readonly HistoryEvent[] }

/** The instants at which something happened, by when it did, whenever it was told; those of one instant are one. */
export function momentsOf(events: readonly HistoryEvent[]): Happened[] {
  const oldestFirst = events.toReversed()
  const byInstant = Map.groupBy(oldestFirst, (event) => Date.parse(event.at))
  return [...byInstant].sort(([a], [b]) => a - b).map(([, same]) => ({ at: same[0]!.at, events: same }))
}

/** The place of the last moment that is not after the instant; 0 where all are. */
export function momentAt(moments: readonly Happened[], at: string): number {
  const wanted = Date.parse(at)
  return Math.max(
    0,
    moments.findLastIndex((moment) => Date.parse(moment.at) <= wanted),
  )
}

const TROUBLE: ReadonlySet<HistoryEvent['__typename']> = new Set(['HoldPlaced', 'StepReturned', 'OrderCancelled'])
const GOALS: ReadonlySet<HistoryEvent['__typename']> = new Set(['OrderDelivered', 'OrderClosed'])

/** What a moment is marked as, where it is worth finding again. */
export function markOf({ events }: Happened): 'trouble' | 'goal' | null {
  if (events.some((event) => TROUBLE.has(event.__typename))) return 'trouble'
  return events.some((event) => GOALS.has(event.__typename)) ? 'goal' : null
}

export type DayMark = { readonly index: number; readonly at: string }

/** The first moment of each day, as far as `most` of the moments lie between two that are marked. */
export function dayMarks(moments: readonly Happened[], dayOf: (at: string) => string, least: number): DayMark[] {
  const marks: DayMark[] = []
  for (const [index, { at }] of moments.entries()) {
    const isNewDay = index === 0 || dayOf(at) !== dayOf(moments[index - 1]!.at)
    const last = marks.at(-1)
    if (isNewDay && (!last || index - last.index >= least)) marks.push({ index, at })
  }
  return marks
}
