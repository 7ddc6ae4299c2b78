import { useEffect, useRef } from 'react'
import styles from './ask-dialog.module.css'
import { ACTION_KEYS, ACTION_WORDS, ACTIONS } from './step-actions.ts'

const MOVES = [
  ['J or ↓, K or ↑', 'the next row, the one before'],
  ['Home, End', 'the first row, the last'],
  ['X or Space', 'select the row, or not'],
  ['Shift A', 'select all that are shown'],
  ['N', 'show what is new'],
  ['Enter', 'open the order'],
  ['Esc', 'clear the selection'],
] as const

/** Which key does what in the queue. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">Keys of the queue</h2>
      <dl className={styles.keys}>
        {ACTIONS.map((action) => (
          <div key={action}>
            <dt>{ACTION_KEYS[action].toUpperCase()}</dt>
            <dd>{ACTION_WORDS[action].replace('…', '')}: the selected rows, or else the active one</dd>
          </div>
        ))}
        {MOVES.map(([key, meaning]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className={styles.buttons}>
        <button type="submit" className="button" data-kind="main">
          Close
        </button>
      </form>
    </dialog>
  )
}
