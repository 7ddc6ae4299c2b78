import type { ReactNode } from 'react'
import styles from './state-mark.module.css'

type Trouble = 'runs' | 'returns' | 'holds'

const SHAPES: Readonly<Record<Trouble, ReactNode>> = {
  runs: <path d="M13 8a5 5 0 1 1-1.600-3.700M13 2v3h-3" fill="none" />,
  returns: <path d="M6 3 2.500 6.500 6 10M2.500 6.500h7a3.500 3.500 0 0 1 0 7H6" fill="none" />,
  holds: <path d="M5.500 3v10M10.500 3v10" fill="none" strokeWidth="2.400" />,
}

/** What did not go straight: gone through again, handed back, held up. */
export function TroubleMark({
  kind,
  children,
  title,
}: {
  readonly kind: Trouble
  readonly children: ReactNode
  readonly title?: string
}) {
  return (
    <span className={styles.mark} title={title}>
      <svg viewBox="0 0 16 16" className={styles.shape} aria-hidden="true">
        {SHAPES[kind]}
      </svg>
      {children}
    </span>
  )
}
