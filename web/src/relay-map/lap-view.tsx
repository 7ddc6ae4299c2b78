import type { CSSProperties } from 'react'
import type { Leg } from '../documents/order-documents.ts'
import { type DrawnEdge, lapHeight, lapWidth, legBox, rowsHeight, type Sizes } from './geometry.ts'
import styles from './lap-view.module.css'
import type { Lane, PlacedLeg, RelayLayout } from './layout.ts'
import { LegFace } from './leg-face.tsx'
import { isCurrent, isOff, legInWords } from './leg-facts.ts'
import type { TravelPiece } from './travel-pieces.ts'
import { Traveller } from './traveller.tsx'
import { WayLines } from './way-lines.tsx'

export type LegChoice = {
  readonly legs: ReadonlyMap<string, Leg>
  readonly chosen: string | null
  readonly changed: ReadonlySet<string>
  /** Those to which the baton is on its way. */
  readonly arriving: ReadonlySet<string | undefined>
  readonly onChoose: (key: string) => void
}
type LapProps = LegChoice & {
  readonly layout: RelayLayout
  readonly lap: number
  readonly sizes: Sizes
  readonly drawn: readonly DrawnEdge[]
  readonly pieces: readonly TravelPiece[]
}

/** One stretch of the track: the lanes with their departments, the ways between the legs, the legs. */
export function LapView({ layout, lap: index, sizes, drawn, pieces, ...choice }: LapProps) {
  const lap = layout.laps[index]!
  const field = { width: lapWidth(lap, sizes), height: lapHeight(lap, sizes) }
  return (
    <div className={styles.lap}>
      {layout.laps.length > 1 && (
        <p className={styles.lapName}>
          Lap {index + 1} of {layout.laps.length}
        </p>
      )}
      <div className={styles.field} style={{ '--field': `${field.width}px` } as CSSProperties}>
        <div className={styles.lanes} style={{ height: field.height }}>
          {lap.lanes.map((lane) => (
            <LaneBand
              key={lane.department}
              lane={lane}
              sizes={sizes}
              legs={choice.legs}
              number={laneNumber(layout, lane)}
            />
          ))}
        </div>
        <div className={styles.legs} style={field}>
          <WayLines edges={drawn} legs={choice.legs} layout={layout} field={field} />
          {lap.legs.map((placed) => (
            <LegView key={placed.key} placed={placed} sizes={sizes} {...choice} />
          ))}
          {pieces.map(({ id, points, turn, of }) => (
            <Traveller key={id} points={points} turn={turn} of={of} />
          ))}
        </div>
      </div>
    </div>
  )
}

/** A department runs in the lane of the same number in every lap. */
function laneNumber(layout: RelayLayout, lane: Lane): number {
  const departments = [...new Set(layout.laps.flatMap((lap) => lap.lanes.map((one) => one.department)))]
  return departments.indexOf(lane.department) + 1
}

type LaneProps = {
  readonly lane: Lane
  readonly sizes: Sizes
  readonly legs: ReadonlyMap<string, Leg>
  readonly number: number
}

function LaneBand({ lane, sizes, legs, number }: LaneProps) {
  const department = [...legs.values()].find((leg) => leg.department.key === lane.department)?.department
  return (
    <div className={styles.lane} style={{ height: rowsHeight(lane.firstRow, lane.rows, sizes) }}>
      <span className={styles.numeral} aria-hidden="true">
        {number}
      </span>
      <span className={styles.department}>
        {department?.name}
        {department?.isExternal && <small> partner</small>}
      </span>
    </div>
  )
}

type LegProps = LegChoice & { readonly placed: PlacedLeg; readonly sizes: Sizes }

function LegView({ placed, sizes, legs, chosen, changed, arriving, onChoose }: LegProps) {
  const leg = legs.get(placed.key)!
  const { x, y, width, height } = legBox(placed, sizes)
  return (
    <button
      type="button"
      className={styles.leg}
      style={{ left: x, top: y, width, height }}
      data-state={leg.state}
      data-current={isCurrent(leg)}
      data-off={isOff(leg)}
      data-changed={changed.has(leg.key)}
      data-arriving={arriving.has(leg.key)}
      aria-pressed={chosen === leg.key}
      aria-label={legInWords(leg)}
      title={leg.name}
      onClick={() => onChoose(leg.key)}
    >
      <LegFace leg={leg} />
    </button>
  )
}
