import { lazy, Suspense, useEffect, useState } from 'react'
import styles from './search-everywhere.module.css'

const load = () => import('./search-dialog.tsx')
const SearchDialog = lazy(async () => ({ default: (await load()).SearchDialog }))

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The button, and ⌘K or Ctrl-K anywhere. What searches is loaded when somebody is about to. */
export function SearchEverywhere() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(isMac ? event.metaKey : event.ctrlKey) || event.altKey) return
      event.preventDefault()
      setOpen(true)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
        onPointerEnter={load}
        onClick={() => setOpen(true)}
      >
        <svg viewBox="0 0 16 16" className={styles.glass} aria-hidden="true">
          <path d="M7 12.500a5.500 5.500 0 1 1 0-11 5.500 5.500 0 0 1 0 11zM11 11l4 4" fill="none" />
        </svg>
        <span className={styles.word}>Search</span>
        <span className={styles.keys} aria-hidden="true">
          {isMac ? '⌘K' : 'Ctrl K'}
        </span>
      </button>
      {isOpen && (
        <Suspense>
          <SearchDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
