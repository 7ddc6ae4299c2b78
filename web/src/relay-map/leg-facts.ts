import { STATE_WORDS } from '../components/state-mark.tsx'
import type { Leg, StepState } from '../documents/order-documents.ts'
import type { MapStep } from './step-graph.ts'

const CURRENT: ReadonlySet<StepState> = new Set(['READY', 'IN_PROGRESS', 'BLOCKED'])

/** Somebody has it, or should take it up, now. */
export const isCurrent = (leg: Pick<Leg, 'state'>) => CURRENT.has(leg.state)
/** Not part of this order's way. */
export const isOff = (leg: Pick<Leg, 'state'>) => leg.state === 'SKIPPED' || leg.state === 'CANCELLED'
/** The baton lies between two hands: it is ready and nobody has taken it up. */
export const lies = (leg: Pick<Leg, 'state' | 'holder'>) => isCurrent(leg) && !leg.holder

/** Who holds it, or that nobody does although somebody should; nothing where nobody needs to yet. */
export function holderLine(leg: Leg): string {
  if (leg.holder) return leg.holder.name
  return isCurrent(leg) ? 'Nobody holds it' : ''
}

export function mapStep(leg: Leg): MapStep {
  return { key: leg.key, department: leg.department.key, dependsOn: leg.dependsOn.map((before) => before.key) }
}

type Released = { readonly releasedAt: string | null }
export function openHolds<Hold extends Released>({ holds }: { readonly holds: readonly Hold[] }): Hold[] {
  return holds.filter((hold) => !hold.releasedAt)
}

type Run = Pick<Leg['runs'][number], 'readyAt' | 'startedAt' | 'finishedAt'>
type Standing = {
  readonly state: StepState
  readonly runs: readonly Run[]
  readonly holds: readonly (Released & { readonly since: string })[]
}

/** When it came into the state that it is in, as far as its runs and holds tell. */
export function since(leg: Standing): string | null {
  const run = leg.runs.at(-1)
  if (leg.state === 'BLOCKED') return openHolds(leg)[0]?.since ?? null
  if (leg.state === 'IN_PROGRESS') return run?.startedAt ?? null
  if (leg.state === 'DONE') return run?.finishedAt ?? null
  return leg.state === 'READY' ? (run?.readyAt ?? null) : null
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`)

/** The leg in a sentence: what the map shows of it, for those who do not see it. */
export function legInWords(leg: Leg): string {
  const holder = leg.holder ? `held by ${leg.holder.name}` : isCurrent(leg) ? 'nobody holds it' : null
  const parts = [
    leg.name,
    leg.department.name,
    STATE_WORDS[leg.state],
    holder,
    leg.blockedReason && `because: ${leg.blockedReason}`,
    leg.runs.length > 1 && `run ${leg.runs.length}`,
    leg.returns > 0 && `handed back ${times(leg.returns)}`,
  ]
  return parts.filter(Boolean).join(', ')
}
