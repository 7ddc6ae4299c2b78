import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { go } from '../router.tsx'
import type { Found } from './found.ts'
import styles from './search-dialog.module.css'
import { SearchResults } from './search-results.tsx'
import { useSearch } from './use-search.ts'

/** As long as an order's number and a customer's name can be. */
const LONGEST = 120

/** One field for all that has a name; arrows choose, Enter goes there, Escape leaves. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const [isEntered, setEntered] = useState(false)
  const search = useSearch(typed)
  const all = search.groups.flatMap((group) => group.found)
  const current = all[Math.min(chosen, all.length - 1)]
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const visit = ({ to }: Found) => {
    dialog.current?.close()
    go(to)
  }
  // Who types and presses Enter at once goes where the answer says, once it is there.
  const arrive = useEffectEvent(() => {
    if (current) visit(current)
    setEntered(false)
  })
  useEffect(() => {
    if (isEntered && !search.isSearching) arrive()
  }, [isEntered, search.isSearching])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.nativeEvent.isComposing) return
    if (step && all.length > 0) {
      event.preventDefault()
      setChosen((Math.min(chosen, all.length - 1) + step + all.length) % all.length)
    }
    if (event.key === 'Enter') setEntered(true)
  }
  const type = (text: string) => {
    setTyped(text)
    setChosen(0)
    setEntered(false)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; Escape does from the keyboard
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Search everywhere"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.box}>
        <div className={styles.head}>
          <input
            type="text"
            role="combobox"
            className={styles.field}
            aria-label="Search for an order, customer, person, department or product"
            aria-expanded={all.length > 0}
            aria-controls="search-results"
            aria-autocomplete="list"
            aria-activedescendant={current && `found-${current.id}`}
            placeholder="Order, customer, person, product…"
            autoComplete="off"
            spellCheck={false}
            maxLength={LONGEST}
            value={typed}
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <button type="button" className="button" data-kind="quiet" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <SearchResults search={search} typed={typed.trim()} current={current} onVisit={visit} />
      </div>
    </dialog>
  )
}
