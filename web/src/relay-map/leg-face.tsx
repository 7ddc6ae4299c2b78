import { BatonGlyph } from '../components/baton-glyph.tsx'
import { formatShortDay } from '../components/format.ts'
import { STATE_WORDS, StateMark } from '../components/state-mark.tsx'
import { TroubleMark } from '../components/trouble-mark.tsx'
import type { Leg } from '../documents/order-documents.ts'
import styles from './leg-face.module.css'
import { holderLine, isCurrent, lies } from './leg-facts.ts'

/** What stands on a leg: the step, who holds it, its state, and what went wrong with it. */
export function LegFace({ leg }: { readonly leg: Leg }) {
  const holder = holderLine(leg)
  return (
    <>
      {isCurrent(leg) && <BatonGlyph lies={lies(leg)} className={styles.baton} />}
      <span className={styles.name}>{leg.name}</span>
      {holder && <span className={styles.holder}>{holder}</span>}
      <span className={styles.foot}>
        <StateMark state={leg.state}>{stateLine(leg)}</StateMark>
      </span>
      <LegMarks leg={leg} className={styles.badge} />
    </>
  )
}

/** The same for a leg as wide as the screen, with its department: there are no lanes to tell it. */
export function WideLegFace({ leg }: { readonly leg: Leg }) {
  const holder = holderLine(leg)
  return (
    <>
      {isCurrent(leg) && <BatonGlyph lies={lies(leg)} className={styles.baton} />}
      <span className={styles.foot}>
        <span className={styles.name}>{leg.name}</span>
        <StateMark state={leg.state}>{stateLine(leg)}</StateMark>
      </span>
      <span className={styles.foot}>
        <span className={styles.who}>
          <b>{leg.department.name}</b>
          {holder && ` · ${holder}`}
        </span>
        <LegMarks leg={leg} />
      </span>
      {leg.blockedReason && <span className={styles.reason}>{leg.blockedReason}</span>}
    </>
  )
}

function stateLine(leg: Leg): string {
  return leg.state === 'DONE' && leg.finishedAt ? formatShortDay(leg.finishedAt) : STATE_WORDS[leg.state]
}

function LegMarks({ leg, className = '' }: { readonly leg: Leg; readonly className?: string | undefined }) {
  const past = leg.holds.filter((hold) => hold.releasedAt).length
  if (leg.runs.length < 2 && leg.returns === 0 && past === 0) return null
  return (
    <span className={`${styles.marks} ${className}`}>
      {leg.runs.length > 1 && <TroubleMark kind="runs">{leg.runs.length}</TroubleMark>}
      {leg.returns > 0 && <TroubleMark kind="returns">{leg.returns}</TroubleMark>}
      {past > 0 && <TroubleMark kind="holds">{past}</TroubleMark>}
    </span>
  )
}
