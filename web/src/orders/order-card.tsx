import { Day, Moment } from '../components/moment.tsx'
import type { OrderRow } from '../documents/orders-documents.ts'
import { Link, orderPath } from '../router.tsx'
import { HasItNow } from './has-it-now.tsx'
import { NeedMark } from './need-mark.tsx'
import type { Reason } from './needs.ts'
import styles from './order-card.module.css'

type CardProps = { readonly order: OrderRow; readonly reasons: readonly Reason[]; readonly isChanged: boolean }

/** The day that counts: when it was delivered, else when it is promised. */
function DayOf({ order: { deliveredAt, promisedDate } }: { readonly order: OrderRow }) {
  if (!deliveredAt && !promisedDate) return null
  return (
    <span className={styles.day}>
      <small>{deliveredAt ? 'delivered' : 'promised'}</small>{' '}
      {deliveredAt ? <Moment at={deliveredAt} /> : <Day date={promisedDate!} />}
    </span>
  )
}

/** An order on the board: what it needs, who has it, what is promised. */
export function OrderCard({ order, reasons, isChanged }: CardProps) {
  const next = [...new Set(order.next.map((step) => step.department.name))]
  return (
    <li className={styles.card} data-changed={isChanged} data-needy={reasons.length > 0}>
      <p className={styles.head}>
        <Link to={orderPath(order.number)} className={styles.number}>
          {order.number}
        </Link>
        <DayOf order={order} />
      </p>
      <p className={styles.customer}>
        {order.customer?.name ?? 'No customer named'}
        {order.circumstances.length > 0 && ` · ${order.circumstances.join(', ')}`}
      </p>
      {reasons.length > 0 && (
        <ul className={styles.reasons}>
          {reasons.map(({ need, text }) => (
            <li key={text}>
              <NeedMark need={need}>{text}</NeedMark>
            </li>
          ))}
        </ul>
      )}
      <HasItNow row={order} />
      {next.length > 0 && <p className={styles.next}>Then {next.join(', ')}</p>}
      {isChanged && <p className={styles.changed}>Changed just now</p>}
    </li>
  )
}
