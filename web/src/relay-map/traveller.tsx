import type { CSSProperties } from 'react'
import { BatonGlyph } from '../components/baton-glyph.tsx'
import { type Point, roundedPath } from './geometry.ts'
import styles from './traveller.module.css'

type TravellerProps = { readonly points: readonly Point[]; readonly turn?: number; readonly of?: number }

/** The baton on its way. It is over with the animation, and not there where motion is not wanted. */
export function Traveller({ points, turn = 0, of = 1 }: TravellerProps) {
  const way = { offsetPath: `path("${roundedPath(points, 7)}")`, '--turn': turn, '--of': of } as CSSProperties
  return (
    <span className={styles.traveller} style={way} data-travels aria-hidden="true">
      <BatonGlyph lies className={styles.baton} />
    </span>
  )
}
