import { useMemo } from 'react'
import { usePageTitle } from '../components/page-title.tsx'
import type { OrderDetail } from '../documents/order-documents.ts'
import { momentsOf } from './moments.ts'
import { NowAndNext } from './now-and-next.tsx'
import { OrderFacts } from './order-facts.tsx'
import { OrderHistory } from './order-history.tsx'
import { OrderRequirements } from './order-requirements.tsx'
import styles from './order-view.module.css'
import { Relay } from './relay.tsx'
import { useHistory } from './use-history.ts'
import { usePast } from './use-past.ts'

export function OrderView({ order }: { readonly order: OrderDetail }) {
  const title = usePageTitle(`Order ${order.number}`)
  const read = useHistory(order.number, order.events)
  const moments = useMemo(() => momentsOf(read.history.events), [read.history.events])
  const past = usePast(order.number)
  const lookBack = (at: string) => {
    past.moveTo(at)
    document.getElementById('relay')?.scrollIntoView({ block: 'start' })
  }
  return (
    <article>
      <header className={styles.head}>
        <p className={styles.customer}>{order.customer?.name ?? 'No customer named'}</p>
        <h1 {...title}>{order.number}</h1>
        <OrderFacts order={order} />
      </header>
      <NowAndNext order={order} lookedAt={past.shown?.at ?? null} />
      <Relay order={order} moments={moments} past={past} />
      <div className={styles.below}>
        <OrderRequirements order={order} />
        <OrderHistory read={read} at={past.at} onLookBack={lookBack} />
      </div>
    </article>
  )
}
