import { useId, useRef } from 'react'
import type { Leg, StepState } from '../documents/order-documents.ts'
import type { LegChoice } from './lap-view.tsx'
import { WideLegFace } from './leg-face.tsx'
import { isCurrent, isOff, legInWords } from './leg-facts.ts'
import { LegSheet } from './leg-sheet.tsx'
import type { Rail, RailRow } from './rail.ts'
import { bend, KNOT, PITCH, trackX } from './rail-geometry.ts'
import { RailTravels } from './rail-travels.tsx'
import styles from './rail-view.module.css'
import type { Travel } from './travels.ts'
import { type WayKind, wayKey, wayKinds } from './ways.ts'

type RailProps = LegChoice & { readonly rail: Rail; readonly travels: readonly Travel[] }

/** The relay on a narrow screen: time runs downward, the department is named on each leg. */
export function RailView({ rail, travels, ...choice }: RailProps) {
  const list = useRef<HTMLOListElement>(null)
  const ways = readWays(rail, choice.legs)
  return (
    <div className={styles.field}>
      <ol ref={list} className={styles.rail}>
        {rail.rows.map((row) => (
          <RailLeg key={row.key} row={row} tracks={rail.tracks} ways={ways} {...choice} />
        ))}
      </ol>
      <RailTravels rail={rail} travels={travels} list={list} />
    </div>
  )
}

type RailLegProps = LegChoice & { readonly row: RailRow; readonly tracks: number; readonly ways: Ways }

function RailLeg({ row, tracks, ways, legs, chosen, changed, arriving, onChoose }: RailLegProps) {
  const leg = legs.get(row.key)!
  const id = useId()
  const isOpen = chosen === row.key
  return (
    <li className={styles.row}>
      <RailLines row={row} tracks={tracks} state={leg.state} ways={ways} />
      <div className={styles.body}>
        <button
          type="button"
          className={styles.leg}
          data-state={leg.state}
          data-current={isCurrent(leg)}
          data-off={isOff(leg)}
          data-changed={changed.has(leg.key)}
          data-arriving={arriving.has(leg.key)}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-label={legInWords(leg)}
          onClick={() => onChoose(row.key)}
        >
          <WideLegFace leg={leg} />
        </button>
        {isOpen && <LegSheet id={id} leg={leg} />}
      </div>
    </li>
  )
}

type LinesProps = { readonly row: RailRow; readonly tracks: number; readonly state: StepState; readonly ways: Ways }

/** The lines beside one leg. What passes or leaves below is stretched with the row; what comes in bends above the knot. */
function RailLines({ row, tracks, state, ways }: LinesProps) {
  return (
    <div className={styles.lines} style={{ width: trackX(tracks) - PITCH / 2 + 4 }} aria-hidden="true">
      {row.passing.map(({ track, by }) => (
        <span key={track} className={styles.pass} data-kind={ways.onTrackOf(by)} style={{ left: trackX(track) }} />
      ))}
      {row.leadsOn && (
        <span
          className={styles.pass}
          data-kind={ways.onTrackOf(row.key)}
          style={{ left: trackX(row.track), top: KNOT }}
        />
      )}
      <svg width={trackX(tracks)} height={KNOT} className={styles.bends} aria-hidden="true">
        {row.from.map((use) => (
          <path
            key={use.track}
            d={bend(trackX(use.track), trackX(row.track))}
            data-kind={ways.kinds.get(wayKey({ from: use.by, to: row.key }))}
          />
        ))}
      </svg>
      <span className={styles.knot} data-state={state} style={{ left: trackX(row.track), top: KNOT }} />
    </div>
  )
}

type Ways = { readonly kinds: ReadonlyMap<string, WayKind>; readonly onTrackOf: (key: string) => WayKind }

/** One track carries all the ways from a step: it is drawn as the furthest of them. */
function readWays({ edges }: Rail, legs: ReadonlyMap<string, Leg>): Ways {
  const kinds = wayKinds(edges, legs)
  const onTrackOf = (key: string): WayKind => {
    const own = new Set(edges.filter((edge) => edge.from === key).map((edge) => kinds.get(wayKey(edge))))
    return own.has('done') ? 'done' : own.has('open') ? 'open' : 'off'
  }
  return { kinds, onTrackOf }
}
