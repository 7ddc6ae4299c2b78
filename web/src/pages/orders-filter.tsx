import { useEffect, useEffectEvent, useState } from 'react'
import { go, useAddress, withParams } from '../router.tsx'
import { ORDER_STATES, type OrderView } from './order-view.ts'
import styles from './orders-page.module.css'

const STATE_NAMES = { OPEN: 'Open', DELIVERED: 'Delivered', CANCELLED: 'Cancelled' } as const
const FIRST_PAGE = { after: null, before: null }

export function OrdersFilter({ view, mayNarrow }: { readonly view: OrderView; readonly mayNarrow: boolean }) {
  const address = useAddress()
  const set = (name: string, value: string | null) =>
    go(withParams(address, { ...FIRST_PAGE, [name]: value }), 'replace')
  return (
    <search className={styles.filter}>
      <SearchField search={view.search} onSearch={(text) => set('q', text === '' ? null : text)} />
      <label>
        <span>State</span>
        <select value={view.state ?? 'any'} onChange={(event) => set('state', event.target.value)}>
          {ORDER_STATES.map((state) => (
            <option key={state} value={state}>
              {STATE_NAMES[state]}
            </option>
          ))}
          <option value="any">Any</option>
        </select>
      </label>
      {mayNarrow && (
        <label>
          <span>Whose</span>
          <select value={view.isOwn ? 'own' : 'all'} onChange={(event) => set('scope', event.target.value)}>
            <option value="own">Mine</option>
            <option value="all">All I may see</option>
          </select>
        </label>
      )}
    </search>
  )
}

/** Milliseconds without a key before the search is made. */
const PAUSE = 250

function SearchField({ search, onSearch }: { readonly search: string; readonly onSearch: (text: string) => void }) {
  const [text, setText] = useState(search)
  const submit = useEffectEvent((wanted: string) => {
    if (wanted !== search) onSearch(wanted)
  })
  useEffect(() => {
    const timer = setTimeout(() => submit(text.trim()), PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <label className={styles.search}>
      <span>Search</span>
      <input
        type="search"
        value={text}
        placeholder="Order number or customer"
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  )
}
