import type { ReactNode } from 'react'
import type { StepState } from '../documents/order-documents.ts'
import styles from './state-mark.module.css'

export const STATE_WORDS: Readonly<Record<StepState, string>> = {
  WAITING: 'Waiting',
  READY: 'Ready',
  IN_PROGRESS: 'In progress',
  BLOCKED: 'On hold',
  DONE: 'Done',
  SKIPPED: 'Skipped',
  CANCELLED: 'Cancelled',
}

/** A shape of its own for each state, so that no state is told by colour alone. */
const SHAPES: Readonly<Record<StepState, ReactNode>> = {
  WAITING: <circle cx="8" cy="8" r="5.5" fill="none" />,
  READY: <path d="M4.5 3v10l8.5-5z" fill="none" />,
  IN_PROGRESS: <path d="M4.5 3v10l8.5-5z" fill="currentColor" />,
  BLOCKED: <path d="M5.5 1.5h5l4 4v5l-4 4h-5l-4-4v-5zM6.2 5.2v5.6M9.8 5.2v5.6" fill="none" />,
  DONE: <path d="m2.5 8.5 3.6 3.7 7.4-8" fill="none" strokeWidth="2.4" />,
  SKIPPED: <path d="M2 4.5 6.5 8 2 11.5zM8.5 4.5 13 8l-4.500 3.500z" fill="none" />,
  CANCELLED: <path d="m3.500 3.500 9 9m0-9-9 9" fill="none" strokeWidth="2.2" />,
}

export function StateMark({ state, children }: { readonly state: StepState; readonly children?: ReactNode }) {
  return (
    <span className={styles.mark} data-state={state}>
      <svg viewBox="0 0 16 16" className={styles.shape} aria-hidden="true">
        {SHAPES[state]}
      </svg>
      <span>{children ?? STATE_WORDS[state]}</span>
    </span>
  )
}
