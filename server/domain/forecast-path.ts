import type { Simulated } from './forecast.ts'
import type { ForecastStep } from './forecast-ground.ts'
import { type LeadIn, leadInEnd } from './lead-in.ts'
import type { Instant } from './vocabulary.ts'

/** The way that decided when a run was delivered: its steps, first to last, and what was waited for before the first of them, if anything. */
export type CriticalPath = { readonly leadIn: LeadIn | null; readonly places: readonly number[] }

/** The critical path of one simulated run. */
export function criticalPath(simulated: Simulated, run: number): CriticalPath {
  const places: number[] = []
  walkBack(simulated, run, (place) => places.push(place))
  places.reverse()
  const first = places[0]
  return { places, leadIn: first === undefined ? null : leadInBefore(simulated, first, run) }
}

/** The share of runs in which each step lies on the critical path, by place. */
export function criticalities(simulated: Simulated): Float64Array {
  const counts = new Float64Array(simulated.finish.length)
  for (let run = 0; run < simulated.runs; run++)
    walkBack(simulated, run, (place) => {
      counts[place]!++
    })
  return counts.map((count) => count / simulated.runs)
}

/** When a step was ready in a run: a fact where it is known. */
function readyIn({ ground, finish, earliest }: Simulated, place: number, run: number): Instant {
  const step = ground.steps[place]!
  if (step.run) return isStarted(step) ? step.run.readyAt : earliest[place]!
  return step.before.reduce((latest, before) => Math.max(latest, finish[before]![run]!), earliest[place]!)
}

/** When a step was started in a run: a fact where it is known. */
export function startIn(simulated: Simulated, place: number, run: number): Instant {
  const step = simulated.ground.steps[place]!
  const known = step.run && (step.run.startedAt ?? step.run.finishedAt)
  if (known != null) return known
  const ready = readyIn(simulated, place, run)
  const waited = simulated.wait[place]![run]!
  return step.published?.clock === 'ELAPSED' ? ready + waited : step.time.add(ready, waited)
}

function isStarted({ run }: ForecastStep): boolean {
  return run !== null && (run.startedAt ?? run.finishedAt) !== null
}

function walkBack(simulated: Simulated, run: number, visit: (place: number) => void): void {
  const { ground, finish, leadInsEnd } = simulated
  let place = lastOf(finish, simulated.delivering, run)
  while (place >= 0) {
    visit(place)
    const before = lastOf(finish, ground.steps[place]!.before, run)
    const isHeldBack = before >= 0 && leadInsEnd[place]! > finish[before]![run]!
    place = isHeldBack ? -1 : before
  }
}

/** Of these places the one that is finished last in a run; -1 where there are none. */
function lastOf(finish: readonly Float64Array[], places: readonly number[], run: number): number {
  let last = -1
  for (const place of places) if (last < 0 || finish[place]![run]! > finish[last]![run]!) last = place
  return last
}

/** What the first step of a path waited for the longest, beside the earlier steps. */
function leadInBefore({ ground, leadInsEnd, finish }: Simulated, place: number, run: number): LeadIn | null {
  const step = ground.steps[place]!
  const end = leadInsEnd[place]!
  if (end === Number.NEGATIVE_INFINITY || step.before.some((before) => finish[before]![run]! >= end)) return null
  return step.leadIns.find((leadIn) => leadInEnd(leadIn) === end) ?? null
}
