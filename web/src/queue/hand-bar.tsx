import type { ReactNode } from 'react'
import styles from './hand-bar.module.css'
import { ACTION_KEYS, ACTION_WORDS, ACTIONS, type Action } from './step-actions.ts'

type BarProps = {
  /** How many rows are selected; 0: the actions are the active row's. */
  readonly selected: number
  readonly possible: ReadonlySet<Action>
  readonly name: string | null
  readonly onChoose: (action: Action) => void
  readonly onClear: () => void
  readonly onHelp: () => void
  /** More about the active row. */
  readonly children: ReactNode
}

/** What can be done with what is in hand, each with its key. */
export function HandBar({ selected, possible, name, onChoose, onClear, onHelp, children }: BarProps) {
  const isIdle = selected === 0 && name === null
  return (
    <div className={styles.bar} data-idle={isIdle} role="toolbar" aria-label="In hand">
      <div className={styles.what}>
        <p>{selected > 0 ? <strong>{selected} selected</strong> : (name ?? 'Go to a row with J and K')}</p>
        {selected === 0 && children}
      </div>
      {!isIdle && (
        <div className={styles.actions}>
          {ACTIONS.filter((action) => possible.has(action)).map((action) => (
            <button key={action} type="button" className={styles.action} onClick={() => onChoose(action)}>
              {ACTION_WORDS[action]} <kbd>{ACTION_KEYS[action].toUpperCase()}</kbd>
            </button>
          ))}
          {selected > 0 && (
            <button type="button" className={styles.action} onClick={onClear}>
              Clear <kbd>Esc</kbd>
            </button>
          )}
        </div>
      )}
      <button type="button" className={styles.help} onClick={onHelp}>
        Keys <kbd>?</kbd>
      </button>
    </div>
  )
}
