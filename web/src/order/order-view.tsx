import { usePageTitle } from '../components/page-title.tsx'
import { TroubleMark } from '../components/trouble-mark.tsx'
import type { OrderDetail } from '../documents/order-documents.ts'
import { RelayMap } from '../relay-map/relay-map.tsx'
import { StepsTable } from '../relay-map/steps-table.tsx'
import { go, useAddress, withParams } from '../router.tsx'
import { NowAndNext } from './now-and-next.tsx'
import { OrderFacts } from './order-facts.tsx'
import { OrderHistory } from './order-history.tsx'
import { OrderRequirements } from './order-requirements.tsx'
import styles from './order-view.module.css'

export function OrderView({ order }: { readonly order: OrderDetail }) {
  const title = usePageTitle(`Order ${order.number}`)
  return (
    <article>
      <header className={styles.head}>
        <p className={styles.customer}>{order.customer?.name ?? 'No customer named'}</p>
        <h1 {...title}>{order.number}</h1>
        <OrderFacts order={order} />
      </header>
      <NowAndNext order={order} />
      <Relay order={order} />
      <div className={styles.below}>
        <OrderRequirements requirements={order.requirements} />
        <OrderHistory number={order.number} newest={order.events} />
      </div>
    </article>
  )
}

function Relay({ order }: { readonly order: OrderDetail }) {
  const address = useAddress()
  const isTable = address.searchParams.get('show') === 'table'
  const show = (view: string | null) => go(withParams(address, { show: view }), 'replace')
  return (
    <section className={styles.relay} aria-labelledby="relay">
      <div className={styles.bar}>
        <h2 id="relay">The relay</h2>
        <p className={styles.workflow}>
          {order.workflow.name}, version {order.workflow.version}
        </p>
        <Legend />
        <fieldset className={styles.switch}>
          <legend className="visually-hidden">Show the relay as</legend>
          <button type="button" aria-pressed={!isTable} onClick={() => show(null)}>
            Map
          </button>
          <button type="button" aria-pressed={isTable} onClick={() => show('table')}>
            Table
          </button>
        </fieldset>
      </div>
      {isTable ? <StepsTable legs={order.steps} /> : <RelayMap legs={order.steps} />}
    </section>
  )
}

/** Only the marks that are not words already. */
function Legend() {
  return (
    <ul className={styles.legend} aria-label="Marks on the map">
      <li>
        <TroubleMark kind="runs">times gone through</TroubleMark>
      </li>
      <li>
        <TroubleMark kind="returns">times handed back</TroubleMark>
      </li>
      <li>
        <TroubleMark kind="holds">past holds</TroubleMark>
      </li>
    </ul>
  )
}
