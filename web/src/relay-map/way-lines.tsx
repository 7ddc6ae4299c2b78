import type { Leg } from '../documents/order-documents.ts'
import { type DrawnEdge, roundedPath } from './geometry.ts'
import type { RelayLayout } from './layout.ts'
import styles from './way-lines.module.css'
import { wayKey, wayKinds } from './ways.ts'

type WayProps = {
  readonly edges: readonly DrawnEdge[]
  readonly legs: ReadonlyMap<string, Leg>
  readonly layout: RelayLayout
  readonly field: { readonly width: number; readonly height: number }
}

/** The ways the baton takes: solid where it has been carried, dashed where it is still to go, faint where it will not. */
export function WayLines({ edges, legs, layout, field }: WayProps) {
  const kinds = wayKinds(layout.edges, legs)
  return (
    <svg className={styles.ways} {...field} aria-hidden="true">
      {KINDS.flatMap((kind) =>
        edges
          .filter(({ edge }) => kinds.get(wayKey(edge)) === kind)
          .map(({ edge, points }) => (
            <path key={wayKey(edge)} d={roundedPath(points, 7)} className={styles.way} data-kind={kind} />
          )),
      )}
      {cuts(edges, layout).map(({ letters, side, y }) => (
        <CutMark key={`${side}${y}`} letters={letters} side={side} x={side === 'left' ? 1 : field.width - 1} y={y} />
      ))}
    </svg>
  )
}

/** Drawn in this order, so that the way that was run lies on top. */
const KINDS = ['off', 'open', 'done'] as const

type Cut = { readonly letters: readonly string[]; readonly side: 'left' | 'right'; readonly y: number }

/** A way that goes on in another lap ends at a letter and begins there at the same one. */
function cuts(edges: readonly DrawnEdge[], layout: RelayLayout): Cut[] {
  const letters = cutLetters(layout)
  const found = edges.flatMap(({ edge, points, crosses }) => {
    if (crosses === null) return []
    const end = crosses === 'left' ? points[0]! : points.at(-1)!
    return [{ letter: letters.get(edge.from) ?? '', side: crosses, y: end.y }]
  })
  const places = Map.groupBy(found, ({ side, y }) => `${side}${y}`).values()
  return [...places].map((same) => ({ ...same[0]!, letters: [...new Set(same.map((one) => one.letter))].sort() }))
}

/** Pixels between the border and the first legs: a mark that needs more of them stands out over the border. */
const ROOM = 20

function CutMark({ letters, side, x, y }: Cut & { readonly x: number }) {
  const width = 9 + letters.length * 7.5
  const left = side === 'left' ? Math.min(0, ROOM - width) : -width
  return (
    <g transform={`translate(${x + left} ${y})`} className={styles.cut}>
      <rect y="-9" width={width} height="18" rx="9" />
      <text x={width / 2} dy="0.36em">
        {letters.join(' ')}
      </text>
    </g>
  )
}

function cutLetters({ edges, lapOf }: RelayLayout): ReadonlyMap<string, string> {
  const cut = edges.filter(({ from, to }) => lapOf.get(from) !== lapOf.get(to)).map(({ from }) => from)
  return new Map([...new Set(cut)].map((key, index) => [key, letterOf(index)]))
}

const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
