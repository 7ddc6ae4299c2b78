import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useQuery } from 'urql'
import { OrderChoicesQuery, type OrderRow } from '../documents/orders-documents.ts'
import { ORDER_STATES, type OrderView } from '../pages/order-view.ts'
import { go, useAddress, withParams } from '../router.tsx'
import styles from './orders-filter.module.css'

const STATE_NAMES = { OPEN: 'Open', DELIVERED: 'Delivered', CANCELLED: 'Cancelled' } as const

type FilterProps = {
  readonly view: OrderView
  readonly mayNarrow: boolean
  /** The orders that are there: what is special about them can be chosen. */
  readonly orders: readonly OrderRow[]
}

/** What is chosen stands in the address at once. */
export function OrdersFilter({ view, mayNarrow, orders }: FilterProps) {
  const address = useAddress()
  const set = (name: string, value: string | null) => go(withParams(address, { [name]: value }), 'replace')
  const isMore = [view.department, view.circumstance, view.channel, view.from, view.to].some(Boolean)
  return (
    <search className={styles.filter}>
      <SearchField search={view.search} onSearch={(text) => set('q', text || null)} />
      {mayNarrow && (
        <Choice name="Whose" value={view.isOwn ? 'own' : 'all'} onChoose={(value) => set('scope', value)}>
          <option value="own">Mine</option>
          <option value="all">All I may see</option>
        </Choice>
      )}
      {view.isTable && (
        <>
          <Choice name="State" value={view.state ?? 'any'} onChoose={(value) => set('state', value)}>
            {ORDER_STATES.map((state) => (
              <option key={state} value={state}>
                {STATE_NAMES[state]}
              </option>
            ))}
            <option value="any">Any</option>
          </Choice>
          <Choice
            name="In order of"
            value={view.isSoonestFirst ? 'promised' : 'placed'}
            onChoose={(value) => set('sort', value === 'placed' ? null : value)}
          >
            <option value="placed">Placed, newest first</option>
            <option value="promised">Promised, soonest first</option>
          </Choice>
        </>
      )}
      <details className={styles.more} open={isMore}>
        <summary>More filters</summary>
        <div className={styles.filter}>
          <MoreFilters view={view} orders={orders} set={set} />
        </div>
      </details>
    </search>
  )
}

type MoreProps = Omit<FilterProps, 'mayNarrow'> & { readonly set: (name: string, value: string | null) => void }

function MoreFilters({ view, orders, set }: MoreProps) {
  const [{ data }] = useQuery({ query: OrderChoicesQuery })
  const departments = data?.departments ?? []
  const special = known(
    orders.flatMap((order) => order.circumstances),
    view.circumstance,
  )
  const channels = known(
    orders.map((order) => order.channel),
    view.channel,
  )
  return (
    <>
      <Choice
        name="Department in it"
        value={view.department ?? ''}
        onChoose={(value) => set('department', value || null)}
      >
        <option value="">Any</option>
        {departments.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </Choice>
      <Words name="Special" value={view.circumstance} words={special} onChoose={(value) => set('special', value)} />
      <Words name="Came in by" value={view.channel} words={channels} onChoose={(value) => set('channel', value)} />
      <DayField name="Placed from" value={view.from} onChoose={(value) => set('from', value)} />
      <DayField name="Placed until" value={view.to} onChoose={(value) => set('to', value)} />
    </>
  )
}

/** Words that are there to choose from, the chosen one among them. */
const known = (words: readonly (string | null)[], chosen: string | null) =>
  [...new Set([...words, chosen])].filter((word) => word !== null).sort((a, b) => a.localeCompare(b))

type ChoiceProps = {
  readonly name: string
  readonly value: string
  readonly onChoose: (value: string) => void
  readonly children: ReactNode
}

function Choice({ name, value, onChoose, children }: ChoiceProps) {
  return (
    <label>
      <span>{name}</span>
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {children}
      </select>
    </label>
  )
}

type WordsProps = {
  readonly name: string
  readonly value: string | null
  readonly words: readonly string[]
  readonly onChoose: (value: string | null) => void
}

function Words({ name, value, words, onChoose }: WordsProps) {
  return (
    <Choice name={name} value={value ?? ''} onChoose={(chosen) => onChoose(chosen || null)}>
      <option value="">Any</option>
      {words.map((word) => (
        <option key={word} value={word}>
          {word}
        </option>
      ))}
    </Choice>
  )
}

function DayField({ name, value, onChoose }: Omit<WordsProps, 'words'>) {
  return (
    <label>
      <span>{name}</span>
      <input type="date" value={value ?? ''} onChange={(event) => onChoose(event.target.value || null)} />
    </label>
  )
}

/** Milliseconds without a key before the search is made. */
const PAUSE = 250

/** What is typed goes into the address; where the address comes to say something else, so does the field. */
function SearchField({ search, onSearch }: { readonly search: string; readonly onSearch: (text: string) => void }) {
  const [text, setText] = useState(search)
  const [told, setTold] = useState(search)
  if (told !== search) {
    setTold(search)
    if (text.trim() !== search) setText(search)
  }
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
