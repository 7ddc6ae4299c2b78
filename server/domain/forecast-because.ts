import type { WorkingTime } from './calendar.ts'
import { closedNote } from './calendar-notes.ts'
import { deliveryAt, type Simulated } from './forecast.ts'
import type { Chance } from './forecast-estimate.ts'
import type { EstimateSource, Leg } from './forecast-ground.ts'
import { type CriticalPath, criticalPath, startIn } from './forecast-path.ts'
import { splitNote } from './forecast-split.ts'
import type { Instant } from './vocabulary.ts'

/** Runs whose delivery lies this share of all around the median are asked for their critical path. */
const AROUND = 0.05

/**
 * Why the p85 is when it is: the legs of the most frequent critical path of the runs around the median, as in the one of them that comes closest to it,
 * then one MARGIN leg. Each begins where the one before ends; the first at the placing, the last ends on the p85. Legs of no length are left out,
 * the margin alone is always there.
 */
export function because(simulated: Simulated): Leg[] {
  const { run, path } = typicalRun(simulated)
  const [p50, p85] = [deliveryAt(simulated, 0.5), deliveryAt(simulated, 0.85)]
  const legs = new Legs(simulated.ground.placedAt, p50)
  if (path.leadIn) {
    const { kind, departmentId, time, note } = path.leadIn
    const place = path.places[0]!
    const to = simulated.leadInsEnd[place]!
    legs.add({ kind, place, departmentId, to, source: 'PUBLISHED', sampleSize: 0, notes: [note] }, closesOn(time))
  }
  for (const place of path.places) addStep(legs, simulated, place, run)
  legs.reach(p50)
  return [...legs.list, margin(simulated, path, p50, p85)]
}

/** The run nearest to the median of those that go the way most of them go there. */
function typicalRun(simulated: Simulated): { readonly run: number; readonly path: CriticalPath } {
  const { runs, delivery, ground } = simulated
  const middle = ground.correction?.(0.5) ?? 0.5
  const at = (share: number) => simulated.deliveries[Math.min(runs - 1, Math.max(0, Math.round(share * runs)))]!
  const [from, to, p50] = [at(middle - AROUND), at(middle + AROUND), deliveryAt(simulated, 0.5)]
  const ways = new Map<string, { count: number; run: number }>()
  for (let run = 0; run < runs; run++) {
    if (delivery[run]! < from || delivery[run]! > to) continue
    const way = wayOf(criticalPath(simulated, run))
    const known = ways.get(way)
    const isNearer = known && Math.abs(delivery[run]! - p50) < Math.abs(delivery[known.run]! - p50)
    ways.set(way, { count: (known?.count ?? 0) + 1, run: !known || isNearer ? run : known.run })
  }
  const [most] = [...ways.values()].sort((one, other) => other.count - one.count)
  return { run: most!.run, path: criticalPath(simulated, most!.run) }
}

function wayOf({ leadIn, places }: CriticalPath): string {
  return `${leadIn?.kind ?? ''} ${places.join(' ')}`
}

function addStep(legs: Legs, simulated: Simulated, place: number, run: number): void {
  const { departmentId, run: own, time, published } = simulated.ground.steps[place]!
  const { source, sampleSize, splits, queue, hold, again } = simulated.estimates[place]!
  const alike = splits.filter(({ value }) => value !== undefined && value !== 'no').map(splitNote)
  const closed = published?.clock === 'ELAPSED' ? null : closesOn(time)
  const hasStarted = own !== null && (own.startedAt ?? own.finishedAt) !== null
  const hasFinished = own !== null && own.finishedAt !== null
  const fact = { place, departmentId, source: null, sampleSize: null, notes: ['as it was'] }
  const estimate = { place, departmentId, source, sampleSize }
  const waiting = hasStarted ? fact : { ...estimate, notes: [...(queue > 0 ? [`queue of ${queue}`] : []), ...alike] }
  const chances = [...chanceNote(hold, 'held'), ...chanceNote(again, 'done again')]
  const working = hasFinished ? fact : { ...estimate, notes: [...alike, ...chances] }
  legs.add({ ...waiting, kind: 'WAIT', to: startIn(simulated, place, run) }, closed)
  legs.add({ ...working, kind: 'WORK', to: simulated.finish[place]![run]! }, closed)
}

function chanceNote(chance: Chance | null, what: string): string[] {
  const times = Math.round((chance?.share ?? 0) * 100)
  return times > 0 ? [`${what} ${times} times in 100`] : []
}

/** What is spared for the spread of all: as well known as the least known of the steps on the way. */
function margin({ estimates }: Simulated, { places }: CriticalPath, from: Instant, to: Instant): Leg {
  const [first = null, ...others] = new Set(places.map((place) => estimates[place]!.source))
  const source: EstimateSource | null = others.length > 0 ? 'BLENDED' : first
  const sampleSize = Math.min(...places.map((place) => estimates[place]!.sampleSize))
  const notes = ['from 50 to 85 of 100 cases']
  const known = Number.isFinite(sampleSize) ? sampleSize : 0
  return { kind: 'MARGIN', place: null, departmentId: null, from, to, source, sampleSize: known, notes }
}

type Noted = (from: Instant, to: Instant) => string | null

function closesOn(time: WorkingTime): Noted {
  return (from, to) => closedNote(time, from, to)
}

/** Legs that join: each from where the last one ended, never back and never beyond the end. */
class Legs {
  readonly list: Leg[] = []
  private at: Instant
  private readonly end: Instant

  constructor(from: Instant, end: Instant) {
    this.at = from
    this.end = end
  }

  add(leg: Omit<Leg, 'from'>, closed: Noted | null): void {
    const to = Math.min(this.end, leg.to)
    if (to <= this.at) return
    const note = closed?.(this.at, to)
    this.list.push({ ...leg, from: this.at, to, notes: [...(note ? [note] : []), ...leg.notes] })
    this.at = to
  }

  /** The last leg goes on until there: the run that was taken may be some minutes short of the median. */
  reach(at: Instant): void {
    const last = this.list.at(-1)
    if (last) this.list[this.list.length - 1] = { ...last, to: at }
  }
}
