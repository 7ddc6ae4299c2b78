import { useId } from 'react'
import type { Leg } from '../documents/order-documents.ts'
import type { LegChoice } from './lap-view.tsx'
import { LegFace } from './leg-face.tsx'
import { isCurrent, isOff, legInWords } from './leg-facts.ts'
import { LegSheet } from './leg-sheet.tsx'
import type { Rail, RailRow, TrackUse } from './rail.ts'
import styles from './rail-view.module.css'
import { wayKind } from './way-lines.tsx'

/** Pixels from one track to the next, and from the top of a row to its knot. */
const PITCH = 15
const KNOT = 34

/** The relay on a narrow screen: time runs downward, the department is named on each leg. */
export function RailView({ rail, ...choice }: LegChoice & { readonly rail: Rail }) {
  return (
    <ol className={styles.rail}>
      {rail.rows.map((row) => (
        <RailLeg key={row.key} row={row} tracks={rail.tracks} {...choice} />
      ))}
    </ol>
  )
}

type RailLegProps = LegChoice & { readonly row: RailRow; readonly tracks: number }

function RailLeg({ row, tracks, legs, chosen, changed, onChoose }: RailLegProps) {
  const leg = legs.get(row.key)!
  const id = useId()
  const isOpen = chosen === row.key
  return (
    <li className={styles.row}>
      <RailLines row={row} tracks={tracks} legs={legs} />
      <div className={styles.body}>
        <button
          type="button"
          className={styles.leg}
          data-state={leg.state}
          data-current={isCurrent(leg)}
          data-off={isOff(leg)}
          data-changed={changed.has(leg.key)}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-label={legInWords(leg)}
          onClick={() => onChoose(row.key)}
        >
          <LegFace leg={leg} withDepartment />
        </button>
        {isOpen && <LegSheet id={id} leg={leg} />}
      </div>
    </li>
  )
}

const trackX = (track: number) => PITCH / 2 + 2 + track * PITCH

type LinesProps = { readonly row: RailRow; readonly tracks: number; readonly legs: ReadonlyMap<string, Leg> }

/** The lines beside one leg. What passes or leaves below is stretched with the row; what comes in bends above the knot. */
function RailLines({ row, tracks, legs }: LinesProps) {
  const leg = legs.get(row.key)!
  const kindOf = (use: TrackUse) => wayKind(legs.get(use.by), leg)
  const passing = row.passing.map((use) => ({ ...use, kind: legs.get(use.by)?.state === 'DONE' ? 'done' : 'open' }))
  return (
    <div className={styles.lines} style={{ width: trackX(tracks) - PITCH / 2 + 4 }} aria-hidden="true">
      {passing.map(({ track, kind }) => (
        <span key={track} className={styles.pass} data-kind={kind} style={{ left: trackX(track) }} />
      ))}
      {row.leadsOn && (
        <span
          className={styles.pass}
          data-kind={leg.state === 'DONE' ? 'done' : isOff(leg) ? 'off' : 'open'}
          style={{ left: trackX(row.track), top: KNOT }}
        />
      )}
      <svg width={trackX(tracks)} height={KNOT} className={styles.bends} aria-hidden="true">
        {row.from.map((use) => (
          <path key={use.track} d={bend(trackX(use.track), trackX(row.track))} data-kind={kindOf(use)} />
        ))}
      </svg>
      <span className={styles.knot} data-state={leg.state} style={{ left: trackX(row.track), top: KNOT }} />
    </div>
  )
}

const bend = (from: number, to: number) =>
  from === to ? `M${from} 0V${KNOT}` : `M${from} 0C${from} ${KNOT * 0.6} ${to} ${KNOT * 0.3} ${to} ${KNOT}`
