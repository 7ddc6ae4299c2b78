import type { ReactNode } from 'react'
import { isMissed } from '../components/format.ts'
import { Day, Moment } from '../components/moment.tsx'
import { Reach } from '../components/reach.tsx'
import type { OrderDetail } from '../documents/order-documents.ts'
import { Link, personPath } from '../router.tsx'
import styles from './order-facts.module.css'

const STATE_NAMES = { OPEN: 'Open', DELIVERED: 'Delivered', CANCELLED: 'Cancelled' } as const

export function OrderFacts({ order }: { readonly order: OrderDetail }) {
  const { timeZone } = order
  const lines = order.lines.map((line) => `${line.quantity} × ${line.product.name}`)
  return (
    <dl className={styles.facts}>
      <Fact name="State">{order.closedAt ? `${STATE_NAMES[order.state]}, closed` : STATE_NAMES[order.state]}</Fact>
      {order.promisedDate && (
        <Fact name="Promised" isMain>
          <Day date={order.promisedDate} timeZone={timeZone} isMissed={isMissed(order, Date.now())} />
        </Fact>
      )}
      {order.requestedDate && (
        <Fact name="Asked for">
          <Day date={order.requestedDate} />
        </Fact>
      )}
      {order.deliveredAt && (
        <Fact name="Delivered">
          <Moment at={order.deliveredAt} />
        </Fact>
      )}
      <Fact name="Placed">
        <Moment at={order.placedAt} />
      </Fact>
      {order.rep && (
        <Fact name="Rep">
          <Link to={personPath(order.rep.key)}>{order.rep.name}</Link>
          <Reach person={order.rep} about={`Order ${order.number}`} />
        </Fact>
      )}
      {lines.length > 0 && <Fact name="Ordered">{lines.join(', ')}</Fact>}
      {order.channel && <Fact name="Came by">{order.channel}</Fact>}
      {order.circumstances.length > 0 && <Fact name="Special">{order.circumstances.join(', ')}</Fact>}
    </dl>
  )
}

type FactProps = { readonly name: string; readonly isMain?: boolean; readonly children: ReactNode }

function Fact({ name, isMain = false, children }: FactProps) {
  return (
    <div data-main={isMain}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
