import { Switch } from '../components/switch.tsx'
import { TroubleMark } from '../components/trouble-mark.tsx'
import type { OrderAsOf, OrderDetail } from '../documents/order-documents.ts'
import { isCurrent } from '../relay-map/leg-facts.ts'
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
        <Switch
          legend="Show the relay as"
          ways={{ map: 'Map', table: 'Table' }}
          chosen={isTable ? 'table' : 'map'}
          onChoose={(as) => go(withParams(address, { show: as === 'map' ? null : as }), 'replace')}
        />
      </div>
      <TimeRail moments={moments} past={past} />
      <div className={styles.shown} data-past={past.shown !== null} aria-busy={past.isReading}>
        {past.shown && <HadItThen order={past.shown.order} />}
        {isTable ? <StepsTable legs={legs} /> : <RelayMap legs={legs} stop={stop} isNow={past.shown === null} />}
      </div>
    </section>
  )
}

/** Who had the order at the moment that is shown, and who was to get it. */
function HadItThen({ order: { steps, next } }: { readonly order: OrderAsOf }) {
  const had = steps.filter(isCurrent)
  return (
    <p className={styles.then}>
      Had it then:{' '}
      <b>
        {had
          .map(({ holder, name, department }) => `${holder?.name ?? 'nobody'} (${name}, ${department.name})`)
          .join('; ') || 'nobody'}
      </b>
      {next.length > 0 &&
        ` · was to get it next: ${[...new Set(next.map(({ department }) => department.name))].join(', ')}`}
    </p>
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
