import { type CSSProperties, Fragment, useMemo, useState } from 'react'
import { drawEdges } from './geometry.ts'
import { LapView, type LegChoice } from './lap-view.tsx'
import { layoutRelay } from './layout.ts'
import { isCurrent, mapStep } from './leg-facts.ts'
import { LegSheet } from './leg-sheet.tsx'
import { columnsIn, sizesFor } from './leg-sizes.ts'
import { layoutRail } from './rail.ts'
import { RailView } from './rail-view.tsx'
import { arrivalOf, travelPieces } from './travel-pieces.ts'
import type { Travel } from './travels.ts'
import { type Shown, useChanges } from './use-changes.ts'
import { useWidth } from './use-width.ts'

/** In rem: below this the map is turned and runs downward. */
const NARROW = 44
const LANE_LABEL = 7.5

/** The order's way through its departments, with the baton where it lies. */
export function RelayMap({ legs, stop, isNow }: Shown) {
  const { ref, width, rem } = useWidth()
  const [picked, setPicked] = useState<string | null>(null)
  const { changed, travels } = useChanges({ legs, stop, isNow })
  const byKey = useMemo(() => new Map(legs.map((leg) => [leg.key, leg])), [legs])
  const isNarrow = width < NARROW * rem
  const chosen = picked ?? (isNarrow ? null : (legs.find(isCurrent)?.key ?? null))
  const onChoose = (key: string) => setPicked(isNarrow && chosen === key ? null : key)
  const arriving = new Set(travels.map(arrivalOf))
  const choice = { chosen, changed, arriving, onChoose, legs: byKey }
  return (
    <div ref={ref} style={{ '--lane-label': `${LANE_LABEL}rem` } as CSSProperties}>
      {width > 0 && isNarrow && <RailView rail={layoutRail(legs.map(mapStep))} travels={travels} {...choice} />}
      {width > 0 && !isNarrow && <Laps width={width - LANE_LABEL * rem} rem={rem} travels={travels} {...choice} />}
    </div>
  )
}

type LapsProps = LegChoice & { readonly width: number; readonly rem: number; readonly travels: readonly Travel[] }

/** The leg that is looked at is told right under its lap. */
function Laps({ width, rem, travels, ...choice }: LapsProps) {
  const legs = [...choice.legs.values()]
  const layout = layoutRelay(legs.map(mapStep), columnsIn(legs, width, rem))
  const laps = layout.laps.map((lap, index) => {
    const sizes = sizesFor(layout, index, choice.legs, width, rem)
    return { lap, sizes, drawn: drawEdges(layout, index, sizes) }
  })
  const pieces = travelPieces(
    travels,
    laps.map(({ drawn }) => drawn),
  )
  const sheet = choice.legs.get(choice.chosen ?? '')
  return laps.map(({ lap, sizes, drawn }, index) => (
    <Fragment key={lap.legs[0]?.key}>
      <LapView
        layout={layout}
        lap={index}
        sizes={sizes}
        drawn={drawn}
        pieces={pieces.filter((piece) => piece.lap === index)}
        {...choice}
      />
      {sheet && layout.lapOf.get(sheet.key) === index && <LegSheet leg={sheet} />}
    </Fragment>
  ))
}
