import type { ReactNode } from 'react'
import styles from './change-sign.module.css'
import type { Change } from './difference.ts'

/** A sign and a word for each, so that no change is told by colour alone. */
const SIGNS: Readonly<Record<Exclude<Change, 'same'>, readonly [sign: ReactNode, word: string]>> = {
  added: ['+', 'added'],
  removed: ['−', 'removed'],
  moved: [<MovedSign key="moved" />, 'moved'],
  changed: ['≠', 'changed'],
}

/** Two lanes and the way between them. */
function MovedSign() {
  return (
    <svg viewBox="0 0 12 12" className={styles.moved} aria-hidden="true">
      <path d="M4 1v10M4 11l-2.500-3M4 11l2.500-3M9 11V1" fill="none" />
    </svg>
  )
}

type SignProps = { readonly change: Change; readonly withWord?: boolean; readonly className?: string | undefined }

export function ChangeSign({ change, withWord = false, className }: SignProps) {
  if (change === 'same') return null
  const [sign, word] = SIGNS[change]
  return (
    <span className={`${styles.sign} ${className ?? ''}`} data-change={change}>
      <span aria-hidden="true">{sign}</span>
      <span className={withWord ? undefined : 'visually-hidden'}>{word}</span>
    </span>
  )
}
