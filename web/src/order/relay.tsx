import { TroubleMark } from '../components/trouble-mark.tsx'
import type { OrderDetail } from '../documents/order-documents.ts'
import { RelayMap } from '../relay-map/relay-map.tsx'
import { StepsTable } from '../relay-map/steps-table.tsx'
import { go, useAddress, withParams } from '../router.tsx'
import { type Happened, momentAt } from './moments.ts'
import styles from './relay.module.css'
import { TimeRail } from './time-rail.tsx'
import type { Past } from './use-past.ts'

type RelayProps = {
  readonly order: OrderDetail
  readonly moments: readonly Happened[]
  readonly past: Past
}

/** The order's way, as a map or as a table: as it is, or as it was where the slider stands. */
export function Relay({ order, moments, past }: RelayProps) {
  const address = useAddress()
  const isTable = address.searchParams.get('show') === 'table'
  const show = (view: string | null) => go(withParams(address, { show: view }), 'replace')
  const legs = past.shown?.order.steps ?? order.steps
  const stop = past.shown ? momentAt(moments, past.shown.at) : moments.length
  return (
    <section className={styles.relay} aria-labelledby="relay">
      <div className={styles.bar}>
        <h2 id="relay">{past.shown ? 'The relay as it was' : 'The relay'}</h2>
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
      <TimeRail moments={moments} past={past} />
      <div className={styles.shown} data-past={past.shown !== null} aria-busy={past.isReading}>
        {isTable ? <StepsTable legs={legs} /> : <RelayMap legs={legs} stop={stop} isNow={past.shown === null} />}
      </div>
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
