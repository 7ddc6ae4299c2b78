import type { ReactNode } from 'react'
import styles from './need-mark.module.css'
import type { Need } from './needs.ts'

/** A shape of its own for each need, so that none is told by colour alone. */
const SHAPES: Readonly<Record<Need, ReactNode>> = {
  late: <path d="M8 4.500V8l2.500 2M8 1.800a6.200 6.200 0 1 1 0 12.400A6.200 6.200 0 0 1 8 1.800z" />,
  hold: <path d="M5.500 1.500h5l4 4v5l-4 4h-5l-4-4v-5zM6.200 5.200v5.600M9.800 5.200v5.600" />,
  owed: <path d="M3.500 1.800h9v12.400h-9zM6 5.500h4M6 8.500h4" />,
  returned: <path d="M6 3 2.500 6.500 6 10M2.500 6.500h7a3.500 3.500 0 0 1 0 7H6" />,
  nobody: (
    <path d="M1.500 8a2.500 2.500 0 0 1 2.500-2.500h8a2.500 2.500 0 0 1 0 5H4A2.500 2.500 0 0 1 1.500 8zM6 5.500v5M10 5.500v5" />
  ),
}

export function NeedMark({ need, children }: { readonly need: Need; readonly children: ReactNode }) {
  return (
    <span className={styles.mark} data-need={need}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[need]}
      </svg>
      <span>{children}</span>
    </span>
  )
}
