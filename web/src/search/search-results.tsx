import { useEffect, useRef } from 'react'
import { Notice } from '../components/notice.tsx'
import type { Found, FoundGroup } from './found.ts'
import styles from './search-dialog.module.css'
import type { Search } from './use-search.ts'

type ResultsProps = {
  readonly search: Search
  readonly typed: string
  readonly current: Found | undefined
  readonly onVisit: (found: Found) => void
}

export function SearchResults({ search, typed, current, onVisit }: ResultsProps) {
  const { groups, isSearching, fault, text, again } = search
  const count = groups.reduce((sum, { found }) => sum + found.length, 0)
  return (
    <>
      {fault && (
        <Notice kind="error" title="The search did not work">
          <p>{fault}</p>
          <button type="button" className="button" onClick={again}>
            Search again
          </button>
        </Notice>
      )}
      <div id="search-results" role="listbox" aria-label="What was found" className={styles.results}>
        {groups.map((group) => (
          <Group key={group.name} group={group} text={text} current={current} onVisit={onVisit} />
        ))}
      </div>
      {typed === '' && <Hints />}
      {typed !== '' && count === 0 && !isSearching && !fault && (
        <p className={styles.none}>Nothing that you may see fits “{text}”. Try a part of the number or of the name.</p>
      )}
      <p className={styles.sum} role="status">
        {typed !== '' && (isSearching ? 'Searching…' : count > 0 && `${count} shown`)}
      </p>
    </>
  )
}

function Hints() {
  return (
    <ul className={styles.hints}>
      <li>An order by its number, by another system’s number, or by its customer</li>
      <li>A customer, a person, a department or a product by name or key</li>
      <li>
        <kbd>↓</kbd> <kbd>↑</kbd> choose, <kbd>Enter</kbd> goes there, <kbd>Esc</kbd> leaves
      </li>
    </ul>
  )
}

type GroupProps = Omit<ResultsProps, 'search' | 'typed'> & { readonly group: FoundGroup; readonly text: string }

function Group({ group: { name, found, more }, text, current, onVisit }: GroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options by role; a fieldset would not do
    <div role="group" aria-label={name} className={styles.group}>
      <p className={styles.name} aria-hidden="true">
        {name}
        {more > 0 && <span> and {more} more</span>}
      </p>
      {found.map((one) => (
        <Option key={one.id} found={one} text={text} isChosen={one.id === current?.id} onVisit={onVisit} />
      ))}
    </div>
  )
}

type OptionProps = {
  readonly found: Found
  readonly text: string
  readonly isChosen: boolean
  readonly onVisit: (found: Found) => void
}

/** Chosen by the arrows of the field, which keeps the focus. */
function Option({ found, text, isChosen, onVisit }: OptionProps) {
  const option = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) option.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option by its id
    <div
      ref={option}
      id={`found-${found.id}`}
      role="option"
      aria-selected={isChosen}
      className={styles.option}
      onClick={() => onVisit(found)}
    >
      <strong>
        <Marked name={found.name} text={text} />
      </strong>
      <span>
        <Marked name={found.about} text={text} />
      </span>
    </div>
  )
}

/** Why it was found, where the text stands in it as it was typed. */
function Marked({ name, text }: { readonly name: string; readonly text: string }) {
  const at = name.toLocaleLowerCase().indexOf(text.toLocaleLowerCase())
  if (text === '' || at < 0) return name
  return (
    <>
      {name.slice(0, at)}
      <mark>{name.slice(at, at + text.length)}</mark>
      {name.slice(at + text.length)}
    </>
  )
}
