import { BatonGlyph } from '../components/baton-glyph.tsx'
import { formatShortDay } from '../components/format.ts'
import { STATE_WORDS, StateMark } from '../components/state-mark.tsx'
import type { Leg } from '../documents/order-documents.ts'
import styles from './leg-face.module.css'
import { isCurrent, lies } from './leg-facts.ts'

/** What stands on a leg: the step, who holds it, its state, and what went wrong with it. */
export function LegFace({ leg, withDepartment = false }: { readonly leg: Leg; readonly withDepartment?: boolean }) {
  return (
    <>
      {isCurrent(leg) && <BatonGlyph lies={lies(leg)} className={styles.baton} />}
      {withDepartment && <span className={styles.department}>{leg.department.name}</span>}
      <span className={styles.name}>{leg.name}</span>
      <span className={styles.holder}>{holderLine(leg)}</span>
      <span className={styles.foot}>
        <StateMark state={leg.state}>{stateLine(leg)}</StateMark>
        <LegMarks leg={leg} />
      </span>
    </>
  )
}

function holderLine(leg: Leg): string {
  if (leg.holder) return leg.holder.name
  return isCurrent(leg) ? 'Nobody holds it' : ''
}

function stateLine(leg: Leg): string {
  return leg.state === 'DONE' && leg.finishedAt ? formatShortDay(leg.finishedAt) : STATE_WORDS[leg.state]
}

function LegMarks({ leg }: { readonly leg: Leg }) {
  const past = leg.holds.filter((hold) => hold.releasedAt).length
  return (
    <span className={styles.marks}>
      {leg.runs.length > 1 && <span title={`Gone through ${leg.runs.length} times`}>↻{leg.runs.length}</span>}
      {leg.returns > 0 && <span title={`Handed back ${leg.returns} times`}>↩{leg.returns}</span>}
      {past > 0 && <span title={`${past} past holds`}>‖{past}</span>}
    </span>
  )
}
