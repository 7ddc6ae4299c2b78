import { type CSSProperties, useMemo, useState } from 'react'
import type { Leg } from '../documents/order-documents.ts'
import type { Sizes } from './geometry.ts'
import { LapView, type LegChoice } from './lap-view.tsx'
import { layoutRelay, type RelayLayout } from './layout.ts'
import { isCurrent, mapStep } from './leg-facts.ts'
import { LegSheet } from './leg-sheet.tsx'
import { layoutRail } from './rail.ts'
import { RailView } from './rail-view.tsx'
import { countLines } from './text-size.ts'
import { useChanged } from './use-changed.ts'
import { useWidth } from './use-width.ts'

/** In rem: below this the map is turned and runs downward. */
const NARROW = 44
const LANE_LABEL = 7.5
const GUTTER = 2.25
const ROW_GAP = 1.5
const LEAST_LEG = 6.75
const MOST_LEG = 12

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
  const layout = layoutRelay(legs.map(mapStep), Math.floor((width / rem - GUTTER) / (LEAST_LEG + GUTTER)))
  const sizes = sizesFor(legs, layout, width, rem)
  const sheet = choice.legs.get(choice.chosen ?? '')
  return (
    <>
      {layout.laps.map((lap, index) => (
        <LapView key={lap.legs[0]?.key} layout={layout} lap={index} sizes={sizes} {...choice} />
      ))}
      {sheet && <LegSheet leg={sheet} />}
    </>
  )
}

/** Legs as wide as there is room for, and all as high as the longest name needs. */
function sizesFor(legs: readonly Leg[], layout: RelayLayout, width: number, rem: number): Sizes {
  const columns = Math.max(1, ...layout.laps.map((lap) => lap.columns))
  const legWidth = Math.min(MOST_LEG * rem, Math.floor((width - GUTTER * rem) / columns - GUTTER * rem))
  const nameWidth = (legWidth / rem - 1.45) / 0.8125
  const lines = Math.min(4, Math.max(1, ...legs.map((leg) => countLines(leg.name, nameWidth))))
  return { legWidth, legHeight: (3.2 + lines * 1.0625) * rem, gutter: GUTTER * rem, rowGap: ROW_GAP * rem }
}
