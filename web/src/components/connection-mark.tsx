import { type Connection, useConnection } from '../live/connection.ts'
import styles from './connection-mark.module.css'

const WORDS: Readonly<Record<Connection['state'], readonly [word: string, meaning: string]>> = {
  connecting: ['Connecting', 'The page is about to be live.'],
  live: ['Live', 'What you see changes by itself.'],
  'catching-up': ['Catching up', 'The connection is back; what happened meanwhile is being read.'],
  offline: ['Offline', 'What you see may be old. The connection is tried again by itself.'],
}

export function ConnectionMark() {
  const { state } = useConnection()
  const [word, meaning] = WORDS[state]
  return (
    <p className={styles.mark} data-state={state} title={meaning} role="status">
      <span className={styles.light} aria-hidden="true" />
      <span className="visually-hidden">Connection: </span>
      {word}
    </p>
  )
}
