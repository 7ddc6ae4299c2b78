import { type CSSProperties, useMemo, useState } from 'react'
import type { Leg } from '../documents/order-documents.ts'
import { LapView, type LegChoice } from './lap-view.tsx'
import { layoutRelay } from './layout.ts'
import { isCurrent, mapStep } from './leg-facts.ts'
import { LegSheet } from './leg-sheet.tsx'
import { columnsIn, sizesFor } from './leg-sizes.ts'
import { layoutRail } from './rail.ts'
import { RailView } from './rail-view.tsx'
import { useChanged } from './use-changed.ts'
import { useWidth } from './use-width.ts'

/** In rem: below this the map is turned and runs downward. */
const NARROW = 44
const LANE_LABEL = 6.5

/** The order's way through its departments, with the baton where it lies. */
export function RelayMap({ legs }: { readonly legs: readonly Leg[] }) {
  const { ref, width, rem } = useWidth()
  const [picked, setPicked] = useState<string | null>(null)
  const changed = useChanged(legs)
  const byKey = useMemo(() => new Map(legs.map((leg) => [leg.key, leg])), [legs])
  const isNarrow = width < NARROW * rem
  const chosen = picked ?? (isNarrow ? null : (legs.find(isCurrent)?.key ?? null))
  const onChoose = (key: string) => setPicked(isNarrow && chosen === key ? null : key)
  const choice = { chosen, changed, onChoose, legs: byKey }
  return (
    <div ref={ref} style={{ '--lane-label': `${LANE_LABEL}rem` } as CSSProperties}>
      {width > 0 && isNarrow && <RailView rail={layoutRail(legs.map(mapStep))} {...choice} />}
      {width > 0 && !isNarrow && <Laps width={width - LANE_LABEL * rem} rem={rem} {...choice} />}
    </div>
  )
}

type LapsProps = LegChoice & { readonly width: number; readonly rem: number }

function Laps({ width, rem, ...choice }: LapsProps) {
  const legs = [...choice.legs.values()]
  const layout = layoutRelay(legs.map(mapStep), columnsIn(legs, width, rem))
  const sheet = choice.legs.get(choice.chosen ?? '')
  return (
    <>
      {layout.laps.map((lap, index) => (
        <LapView
          key={lap.legs[0]?.key}
          layout={layout}
          lap={index}
          sizes={sizesFor(layout, index, choice.legs, width, rem)}
          {...choice}
        />
      ))}
      {sheet && <LegSheet leg={sheet} />}
    </>
  )
}
