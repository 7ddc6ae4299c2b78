import type { Leg } from '../documents/order-documents.ts'
import { type DrawnEdge, roundedPath } from './geometry.ts'
import type { RelayLayout } from './layout.ts'
import { isOff } from './leg-facts.ts'
import styles from './way-lines.module.css'

type WayProps = {
  readonly edges: readonly DrawnEdge[]
  readonly legs: ReadonlyMap<string, Leg>
  readonly layout: RelayLayout
  readonly field: { readonly width: number; readonly height: number }
}

/** The ways the baton takes: solid where it has been carried, dashed where it is still to go, faint where it will not. */
export function WayLines({ edges, legs, layout, field }: WayProps) {
  const kinds = edges.map(({ edge }) => wayKind(legs.get(edge.from), legs.get(edge.to)))
  return (
    <svg className={styles.ways} {...field} aria-hidden="true">
      {KINDS.flatMap((kind) =>
        edges
          .filter((_, index) => kinds[index] === kind)
          .map(({ edge, points }) => (
            <path key={`${edge.from}>${edge.to}`} d={roundedPath(points, 7)} className={styles.way} data-kind={kind} />
          )),
      )}
      {cuts(edges, layout).map(({ letter, x, y }) => (
        <g key={`${letter}@${x},${y}`} transform={`translate(${x} ${y})`} className={styles.cut}>
          <circle r="8.5" />
          <text dy="0.36em">{letter}</text>
        </g>
      ))}
    </svg>
  )
}

/** Drawn in this order, so that the way that was run lies on top. */
const KINDS = ['off', 'open', 'done'] as const

export function wayKind(from: Leg | undefined, to: Leg | undefined): (typeof KINDS)[number] {
  if (!from || !to || isOff(from) || isOff(to)) return 'off'
  return from.state === 'DONE' ? 'done' : 'open'
}

/** A way that goes on in another lap ends at a letter and begins there at the same one. */
function cuts(edges: readonly DrawnEdge[], layout: RelayLayout) {
  const letters = cutLetters(layout)
  const found = edges
    .filter((one) => one.crosses !== null)
    .map(({ edge, points, crosses }) => {
      const end = crosses === 'left' ? points[0]! : points.at(-1)!
      return { letter: letters.get(edge.from) ?? '', x: end.x + (crosses === 'left' ? 11 : -11), y: end.y }
    })
  return [...new Map(found.map((cut) => [`${cut.letter}@${cut.x},${cut.y}`, cut])).values()]
}

function cutLetters({ edges, lapOf }: RelayLayout): ReadonlyMap<string, string> {
  const cut = edges.filter(({ from, to }) => lapOf.get(from) !== lapOf.get(to)).map(({ from }) => from)
  return new Map([...new Set(cut)].map((key, index) => [key, letterOf(index)]))
}

const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
