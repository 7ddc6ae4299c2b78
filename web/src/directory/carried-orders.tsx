import { Day } from '../components/moment.tsx'
import { Notice } from '../components/notice.tsx'
import { StateMark } from '../components/state-mark.tsx'
import type { CarriedOrder } from '../documents/directory-documents.ts'
import { Link, orderPath } from '../router.tsx'
import styles from './carried-orders.module.css'

type Page = {
  readonly totalCount: number | null
  readonly edges: readonly { readonly node: CarriedOrder }[]
}
type Props = {
  readonly page: Page
  readonly whose: string
  readonly empty: string
  readonly onMore: (() => void) | null
  /** Who is named with each order: its customer, or the rep where the customer is known. */
  readonly named: 'customer' | 'rep'
}

const STATES = { OPEN: 'Open', DELIVERED: 'Delivered', CANCELLED: 'Cancelled' }

/** Orders of a customer or a rep, the most recently placed first, each with where it is. */
export function CarriedOrders({ page, whose, empty, onMore, named }: Props) {
  const total = page.totalCount ?? page.edges.length
  if (total === 0)
    return (
      <Notice kind="empty" title="No order that you may see">
        <p>{empty}</p>
      </Notice>
    )
  return (
    <section aria-label={`Orders of ${whose}`}>
      <h2 className={styles.title}>
        {new Intl.NumberFormat().format(total)} {total === 1 ? 'order' : 'orders'}
      </h2>
      <ul className={styles.list}>
        {page.edges.map(({ node }) => (
          <OrderLine key={node.id} order={node} about={node[named]?.name} />
        ))}
      </ul>
      {onMore && (
        <button type="button" className="button" onClick={onMore}>
          Show more of them
        </button>
      )}
    </section>
  )
}

function OrderLine({ order, about }: { readonly order: CarriedOrder; readonly about: string | undefined }) {
  return (
    <li className={styles.row}>
      <p>
        <Link to={orderPath(order.number)} className={styles.number}>
          {order.number}
        </Link>
        <small>{about}</small>
      </p>
      <ul className={styles.where}>
        {order.current.length === 0 && <li>{STATES[order.state]}</li>}
        {order.current.map((step) => (
          <li key={step.id}>
            {step.department.name}: {step.name} <StateMark state={step.state} />
          </li>
        ))}
      </ul>
      <p>
        {order.promisedDate ? (
          <>
            <small>promised </small>
            <Day date={order.promisedDate} timeZone={order.timeZone} />
          </>
        ) : (
          <small>nothing promised</small>
        )}
      </p>
    </li>
  )
}
