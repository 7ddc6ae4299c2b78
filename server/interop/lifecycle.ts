import type { Instant } from '../domain/vocabulary.ts'
import type { LoggedActivity, Origin } from './activity-log.ts'

/** One event of an order, before it is known with which others it makes a run. */
export type Happening = {
  readonly step: string
  readonly at: Instant
  /** As the standard for XES names them (start, complete, …); null where the log says none. */
  readonly transition: string | null
  /** Tells runs of a step apart that go on at a time; null where the log has no such thing. */
  readonly instance: string | null
  readonly holder: string | null
  readonly department: string | null
  readonly origin: Origin
}

type Meaning = 'whole' | 'start' | 'finish' | 'pause' | 'goOn' | 'abort' | 'assign' | 'aside'
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ...{ start: 'start', complete: 'finish', suspend: 'pause', resume: 'goOn', unknown: 'whole' },
  ...{ assign: 'assign', reassign: 'assign', schedule: 'aside', withdraw: 'aside' },
  ...{ autoskip: 'aside', manualskip: 'aside', ate_abort: 'abort', pi_abort: 'abort' },
}
type Run = { -readonly [field in keyof LoggedActivity]: LoggedActivity[field] }
type Open = { readonly run: Run; readonly instance: string | null }

/**
 * Makes runs of the events of orders. A run goes from its start to its completion, whatever pauses there are; a completion that no start
 * precedes is a run by itself, as is an event that says nothing of a lifecycle. Keeps count of what did not pair.
 */
export class Lifecycle {
  private runs = 0
  private pairs = 0
  private unstarted = 0
  private unfinished = 0
  private aborted = 0
  private readonly aside = new Map<string, number>()
  private readonly unknown = new Map<string, number>()

  /** The runs of one order, in order of time; of events at one instant, as they came. */
  pair(happenings: readonly Happening[]): LoggedActivity[] {
    const runs: Run[] = []
    const open = new Map<string, Open[]>()
    const assigned = new Map<string, string>()
    for (const happening of happenings.toSorted((a, b) => a.at - b.at)) {
      const going = open.get(happening.step) ?? []
      open.set(happening.step, going)
      this.take(
        { ...happening, holder: happening.holder ?? assigned.get(happening.step) ?? null },
        going,
        runs,
        assigned,
      )
    }
    this.runs += runs.length
    this.unfinished += runs.filter((run) => run.finishedAt === null).length
    return runs
  }

  /** What the user should know of the pairing; nothing where every event was a run. */
  notes(): string[] {
    const { pairs, unstarted, unfinished, aborted } = this
    const counts: [number, string][] = [
      [pairs + unfinished > 0 ? unstarted : 0, 'completions without a start: each is a run of no length'],
      [unfinished, 'starts without a completion: their runs are unfinished'],
      [aborted, 'runs were aborted: each is finished then'],
    ]
    const notes = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
    if (pairs > 0) notes.unshift(`${pairs} of ${this.runs} runs have a start and a completion of their own`)
    for (const [transition, count] of this.aside)
      notes.push(`${count} events of ${transition} are no runs and are left out`)
    for (const [transition, count] of this.unknown)
      notes.push(`${count} events have a lifecycle of their own, ${transition}: each is a run of no length`)
    return notes
  }

  private take(happening: Happening, going: Open[], runs: Run[], assigned: Map<string, string>): void {
    const { at, step, holder } = happening
    const meaning = this.meaningOf(happening.transition)
    if (meaning === 'aside') return count(this.aside, happening.transition!)
    if (meaning === 'assign') {
      if (holder !== null) assigned.set(step, holder)
      return count(this.aside, happening.transition!)
    }
    if (meaning === 'pause') return
    if (meaning === 'goOn' && going.length > 0) return
    if (meaning === 'start' || meaning === 'goOn') {
      const run: Run = {
        step,
        startedAt: at,
        finishedAt: null,
        holder,
        department: happening.department,
        origin: happening.origin,
      }
      runs.push(run)
      going.push({ run, instance: happening.instance })
      return
    }
    if (meaning !== 'whole' && this.finish(happening, going)) {
      if (meaning === 'abort') this.aborted += 1
      return
    }
    if (meaning === 'abort') return count(this.aside, happening.transition!)
    if (meaning === 'finish') this.unstarted += 1
    runs.push(whole(happening))
  }

  private meaningOf(transition: string | null): Meaning {
    if (transition === null) return 'whole'
    const meaning = MEANINGS[transition.toLowerCase()]
    if (!meaning) count(this.unknown, transition)
    return meaning ?? 'whole'
  }

  private finish({ at, instance, holder, department }: Happening, going: Open[]): boolean {
    const [open] = going.splice(openIndex(going, instance, holder), 1)
    if (!open) return false
    open.run.finishedAt = at
    open.run.holder = holder ?? open.run.holder
    open.run.department ??= department
    this.pairs += 1
    return true
  }
}

/** Of the runs that are open: the one of that instance; else the first of that holder; else the first. */
function openIndex(going: readonly Open[], instance: string | null, holder: string | null): number {
  const same = going.findIndex((open) => instance !== null && open.instance === instance)
  if (same >= 0) return same
  const free = (open: Open) => instance === null || open.instance === null
  const own = going.findIndex((open) => free(open) && open.run.holder === holder)
  if (own >= 0) return own
  const first = going.findIndex(free)
  return first >= 0 ? first : going.length
}

function whole({ step, at, holder, department, origin }: Happening): Run {
  return { step, startedAt: at, finishedAt: at, holder, department, origin }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
