import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { formatDay, formatDuration } from '../components/format.ts'
import {
  type AskingDepartment,
  type Choices,
  type Concerned,
  ConcernedQuery,
  type Counted,
} from '../documents/requirement-documents.ts'
import { Link, orderPath } from '../router.tsx'
import { type Draft, durationOf, isScopeChanged } from './draft.ts'
import { howLong } from './requirement-words.ts'
import styles from './what-it-touches.module.css'

type TouchProps = {
  readonly draft: Draft
  readonly department: AskingDepartment
  readonly previous: Counted | null
  readonly choices: Choices
}

/** What the version changes and whom it touches, as far as that can be known before it is published; no further. */
export function WhatItTouches({ draft, department, previous, choices }: TouchProps) {
  return (
    <section className={styles.touches} aria-labelledby="touches" aria-live="polite">
      <h3 id="touches">What it touches</h3>
      {previous ? (
        <NextVersion draft={draft} previous={previous} />
      ) : (
        <FirstVersion draft={draft} department={department} most={choices.orders?.totalCount ?? 0} />
      )}
    </section>
  )
}

function FirstVersion({
  draft,
  department,
  most,
}: {
  readonly draft: Draft
  readonly department: AskingDepartment
  readonly most: number
}) {
  if (!draft.bindsOpenOrders) return <p>No open order: only orders placed {whenInWords(draft)} are held to it.</p>
  return (
    <p>
      At most the <strong>{most} open orders</strong> that you see with work for {department.name}: those that it fits.
      How many they are is counted when it is published.
    </p>
  )
}

function NextVersion({ draft, previous }: { readonly draft: Draft; readonly previous: Counted }) {
  const [{ data, error }] = useQuery({ query: ConcernedQuery, variables: { id: previous.id } })
  const node = data?.node
  if (error) return <p role="alert">What it touches could not be read: {tell(error)}</p>
  if (!node || !('affectedOrders' in node)) return <p>Reading…</p>
  return (
    <>
      <Change draft={draft} previous={previous} />
      <Reach draft={draft} previous={previous} concerned={node} />
      <Reps orders={node.affectedOrders} />
    </>
  )
}

function Change({ draft, previous }: { readonly draft: Draft; readonly previous: Counted }) {
  const duration = durationOf(draft)
  const now = duration ? formatDuration(duration, draft.clock) : 'no time named'
  const was = howLong(previous)
  if (was === now) return null
  return (
    <p className={styles.change}>
      <del>{was}</del> <span aria-hidden="true">→</span> <ins>{now}</ins>
    </p>
  )
}

type ReachProps = { readonly draft: Draft; readonly previous: Counted; readonly concerned: Concerned }

function Reach({ draft, previous, concerned: { affectedOrders } }: ReachProps) {
  const count = affectedOrders.totalCount ?? 0
  const orders = `${count} open ${count === 1 ? 'order' : 'orders'}`
  return (
    <>
      <p>
        <strong>{orders}</strong> that you see {count === 1 ? 'is' : 'are'} held to version {previous.version}.{' '}
        {draft.bindsOpenOrders
          ? 'They are held to the new one instead, save where something was handed in already.'
          : `They stay with it; orders placed ${whenInWords(draft)} are held to the new one.`}
      </p>
      {draft.bindsOpenOrders && isScopeChanged(previous, draft) && (
        <p className={styles.unsure}>
          You changed for which orders it is asked. These are the orders of version {previous.version}; which ones the
          new version fits is counted when it is published.
        </p>
      )}
      <ul className={styles.orders}>
        {affectedOrders.edges.slice(0, 6).map(({ node }) => (
          <li key={node.id}>
            <Link to={orderPath(node.number)}>{node.number}</Link> {node.customer?.name}
            {node.promisedDate && <small> promised {formatDay(node.promisedDate)}</small>}
          </li>
        ))}
      </ul>
      {count > 6 && <p>and {count - 6} more</p>}
    </>
  )
}

/** The reps of the orders that were read: they are asked to read it. */
function Reps({ orders }: { readonly orders: Concerned['affectedOrders'] }) {
  const names = new Set(orders.edges.flatMap(({ node }) => node.rep?.name ?? []))
  if (names.size === 0) return null
  const isPart = (orders.totalCount ?? 0) > orders.edges.length
  return (
    <p>
      {isPart && 'Among others: '}
      {[...names].join(', ')} {names.size === 1 ? 'has' : 'have'} these orders as rep{names.size === 1 ? '' : 's'}.
    </p>
  )
}

const whenInWords = ({ day }: Draft) => (day ? `from ${formatDay(day)} on` : 'from now on')
