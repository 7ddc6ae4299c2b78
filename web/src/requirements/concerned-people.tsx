import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { Moment } from '../components/moment.tsx'
import { Reach } from '../components/reach.tsx'
import { type Asked, type Concerned, ConcernedQuery } from '../documents/requirement-documents.ts'
import { Link, orderPath, personPath } from '../router.tsx'
import styles from './concerned-people.module.css'

/** Who has read a version and who has not, and the open orders that it touches, as far as the viewer sees them. */
export function ConcernedPeople({ one: { id, title } }: { readonly one: Pick<Asked, 'id' | 'title'> }) {
  const [{ data, error }] = useQuery({ query: ConcernedQuery, variables: { id }, requestPolicy: 'cache-and-network' })
  const node = data?.node
  if (error) return <p role="alert">{tell(error)}</p>
  if (!node || !('affectedOrders' in node)) return <p>Reading…</p>
  return (
    <div className={styles.concerned}>
      <Unread people={node.unacknowledgedBy} title={title} />
      <Read people={node.acknowledgements} />
      <Orders orders={node.affectedOrders} />
    </div>
  )
}

type UnreadProps = { readonly people: Concerned['unacknowledgedBy']; readonly title: string }

function Unread({ people, title }: UnreadProps) {
  return (
    <section>
      <h4>Not read yet: {people.totalCount}</h4>
      <ul>
        {people.edges.map(({ node }) => (
          <li key={node.id}>
            <Link to={personPath(node.key)}>{node.name}</Link>
            <Reach person={node} about={`Please read: ${title}`} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Read({ people }: { readonly people: Concerned['acknowledgements'] }) {
  return (
    <section>
      <h4>Read by: {people.totalCount}</h4>
      <ul>
        {people.edges.map(({ node }) => (
          <li key={node.person.id}>
            {node.person.name} <Moment at={node.at} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const SHOWN = 20

function Orders({ orders }: { readonly orders: Concerned['affectedOrders'] }) {
  const rest = (orders.totalCount ?? 0) - SHOWN
  return (
    <section>
      <h4>Open orders: {orders.totalCount}</h4>
      <ul className={styles.orders}>
        {orders.edges.slice(0, SHOWN).map(({ node }) => (
          <li key={node.id}>
            <Link to={orderPath(node.number)}>{node.number}</Link> {node.customer?.name}
          </li>
        ))}
      </ul>
      {rest > 0 && <p>and {rest} more</p>}
    </section>
  )
}
