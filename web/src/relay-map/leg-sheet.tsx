import { Moment } from '../components/moment.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { WhomToAsk } from '../components/whom-to-ask.tsx'
import type { Leg } from '../documents/order-documents.ts'
import styles from './leg-sheet.module.css'

/** Everything about one leg: whom to ask, each time it was gone through, each hold. */
export function LegSheet({ leg, id }: { readonly leg: Leg; readonly id?: string }) {
  return (
    <section id={id} className={styles.sheet} aria-label={`${leg.name} in detail`}>
      <div className={styles.head}>
        <h3 className={styles.name}>{leg.name}</h3>
        <p>
          {leg.department.name} · <StateMark state={leg.state} />
        </p>
        <WhomToAsk holder={leg.holder} contact={leg.contact} about={`Order ${leg.order.number}: ${leg.name}`} />
      </div>
      {leg.runs.length > 0 && <Runs runs={leg.runs} />}
      {leg.holds.length > 0 && <Holds holds={leg.holds} />}
    </section>
  )
}

function Runs({ runs }: { readonly runs: Leg['runs'] }) {
  return (
    <table className={styles.runs}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Ready</th>
          <th scope="col">Started</th>
          <th scope="col">Finished</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.number}>
            <th scope="row">
              {run.number}
              {run.holder && <small> {run.holder.name}</small>}
            </th>
            <td>{run.readyAt ? <Moment at={run.readyAt} /> : '–'}</td>
            <td>{run.startedAt ? <Moment at={run.startedAt} /> : '–'}</td>
            <td>{run.finishedAt ? <Moment at={run.finishedAt} /> : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Holds({ holds }: { readonly holds: Leg['holds'] }) {
  return (
    <div>
      <h4 className={styles.caption}>Holds</h4>
      <ul className={styles.holds}>
        {holds.map((hold) => (
          <li key={hold.id} data-open={!hold.releasedAt}>
            <strong>{hold.reason}</strong>{' '}
            <small>
              <Moment at={hold.since} />
              {hold.placedBy && ` by ${hold.placedBy.name}`}
              {hold.releasedAt && (
                <>
                  , released <Moment at={hold.releasedAt} />
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
    </div>
  )
}
