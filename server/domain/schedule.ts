import type { Instant } from './vocabulary.ts'

/**
 * One activity of a plan. `before` are the places of those that must be finished first; they stand anywhere in the list. Known instants
 * are facts, and hold whatever the plan would say.
 */
export type Activity = {
  readonly before: readonly number[]
  /** With it finished the goods are the customer's. */
  readonly delivers: boolean
  /** What must be over beside the earlier ones; -Infinity: nothing. */
  readonly notBefore: Instant
  readonly readyAt: Instant | null
  readonly finishedAt: Instant | null
  /** When it is finished if it is ready then; never before. */
  readonly finish: (ready: Instant) => Instant
  /** The last instant at which it must be ready to be finished by then. */
  readonly latestReady: (finish: Instant) => Instant
}

export type Planned = {
  readonly ready: Instant
  readonly finish: Instant
  /** By when it must be ready and finished to deliver by the deadline; null off the path to delivery, or where it is finished. */
  readonly latestReady: Instant | null
  readonly latestFinish: Instant | null
}

/** The plan has no order: an activity waits for itself. */
export class Circle extends Error {}

/** The places of `activities`, each after those before it. */
export function topological(activities: readonly Pick<Activity, 'before'>[]): number[] {
  const sorted: number[] = []
  const seen = new Map<number, 'open' | 'done'>()
  const visit = (place: number): void => {
    if (seen.get(place) === 'done') return
    if (seen.get(place) === 'open') throw new Circle(`activity ${place} waits for itself`)
    seen.set(place, 'open')
    for (const before of activities[place]!.before) visit(before)
    seen.set(place, 'done')
    sorted.push(place)
  }
  for (const place of activities.keys()) visit(place)
  return sorted
}

/**
 * The forward and backward pass of the critical path method (Kelley and Walker 1959), on calendars: every activity as early as those
 * before it let it be, and as late as the deadline allows. What is not finished is never finished before `now`.
 */
export function schedule(
  activities: readonly Activity[],
  begin: Instant,
  now: Instant,
  deadline: Instant | null,
): Planned[] {
  const order = topological(activities)
  const early = forward(activities, order, begin, now)
  const late = deadline === null ? [] : backward(activities, order, deadline)
  return activities.map((_, place) => ({
    ...early[place]!,
    ...(late[place] ?? { latestReady: null, latestFinish: null }),
  }))
}

/** When the last of the delivering activities is finished; null where none delivers. */
export function deliveryOf(activities: readonly Activity[], planned: readonly Planned[]): Instant | null {
  const finishes = planned.filter((_, place) => activities[place]!.delivers).map(({ finish }) => finish)
  return finishes.length > 0 ? Math.max(...finishes) : null
}

type Span = { readonly ready: Instant; readonly finish: Instant }

function forward(activities: readonly Activity[], order: readonly number[], begin: Instant, now: Instant): Span[] {
  const spans: Span[] = []
  for (const place of order) {
    const { before, notBefore, readyAt, finishedAt, finish } = activities[place]!
    const ready = readyAt ?? Math.max(begin, notBefore, ...before.map((earlier) => spans[earlier]!.finish))
    spans[place] = { ready, finish: finishedAt ?? Math.max(now, finish(ready)) }
  }
  return spans
}

type Late = Pick<Planned, 'latestReady' | 'latestFinish'>

function backward(activities: readonly Activity[], order: readonly number[], deadline: Instant): Late[] {
  const latest = activities.map(({ delivers }) => (delivers ? deadline : Number.POSITIVE_INFINITY))
  const late: Late[] = []
  for (const place of order.toReversed()) {
    const { before, finishedAt, latestReady } = activities[place]!
    const finish = latest[place]!
    if (finishedAt !== null || finish === Number.POSITIVE_INFINITY) continue
    const ready = latestReady(finish)
    late[place] = { latestReady: ready, latestFinish: finish }
    for (const earlier of before) latest[earlier] = Math.min(latest[earlier]!, ready)
  }
  return late
}
