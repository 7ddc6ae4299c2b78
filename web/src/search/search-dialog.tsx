import { type ComponentProps, useEffect, useRef, useState } from 'react'
import { go } from '../router.tsx'
import type { Found } from './found.ts'
import styles from './search-dialog.module.css'
import { SearchResults } from './search-results.tsx'
import { useChoice } from './use-choice.ts'
import { useSearch } from './use-search.ts'

/** As long as an order's number and a customer's name can be. */
const LONGEST = 120

/** One field for all that has a name; arrows choose, Enter goes there, Escape leaves. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const search = useSearch(typed)
  const all = search.groups.flatMap((group) => group.found)
  const close = () => dialog.current?.close()
  const visit = ({ to }: Found) => {
    close()
    go(to)
  }
  const { current, onKeyDown, reset } = useChoice(all, search.isSearching, visit)
  useEffect(() => dialog.current?.showModal(), [])
  const type = (text: string) => {
    setTyped(text)
    reset()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; Escape does from the keyboard
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Search everywhere"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className={styles.box}>
        <div className={styles.head}>
          <Field
            aria-expanded={all.length > 0}
            aria-activedescendant={current && `found-${current.id}`}
            value={typed}
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <button type="button" className="button" data-kind="quiet" onClick={close}>
            Close
          </button>
        </div>
        <SearchResults search={search} typed={typed.trim()} current={current} onVisit={visit} />
      </div>
    </dialog>
  )
}

function Field({ 'aria-expanded': isExpanded, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      type="text"
      role="combobox"
      className={styles.field}
      aria-label="Search for an order, customer, person, department or product"
      aria-controls="search-results"
      aria-expanded={isExpanded ?? false}
      aria-autocomplete="list"
      placeholder="Order, customer, person, product…"
      autoComplete="off"
      spellCheck={false}
      maxLength={LONGEST}
      {...rest}
    />
  )
}
