import { Moment } from '../components/moment.tsx'
import { StateMark } from '../components/state-mark.tsx'
import type { Leg } from '../documents/order-documents.ts'
import { mapStep } from './leg-facts.ts'
import { layoutRail } from './rail.ts'
import styles from './steps-table.module.css'

/** The relay map's twin in text: the same steps in the same order, with what each waits for. */
export function StepsTable({ legs }: { readonly legs: readonly Leg[] }) {
  const byKey = new Map(legs.map((leg) => [leg.key, leg]))
  const inTurn = layoutRail(legs.map(mapStep)).rows.map((row) => byKey.get(row.key)!)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="The steps as a table">
      <table className={styles.table}>
        <thead>
          <tr>
            {['Step', 'Department', 'State', 'Holder', 'After', 'Started', 'Finished', 'Runs', 'Handed back'].map(
              (title) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {inTurn.map((leg) => (
            <StepRow key={leg.id} leg={leg} before={leg.dependsOn.map((one) => byKey.get(one.key)?.name ?? one.key)} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function StepRow({ leg, before }: { readonly leg: Leg; readonly before: readonly string[] }) {
  return (
    <tr>
      <th scope="row">{leg.name}</th>
      <td>{leg.department.name}</td>
      <td>
        <StateMark state={leg.state} />
        {leg.blockedReason && <small className={styles.reason}>{leg.blockedReason}</small>}
      </td>
      <td>{leg.holder?.name ?? '–'}</td>
      <td>{before.join(', ') || '–'}</td>
      <td>{leg.startedAt ? <Moment at={leg.startedAt} /> : '–'}</td>
      <td>{leg.finishedAt ? <Moment at={leg.finishedAt} /> : '–'}</td>
      <td>{leg.runs.length}</td>
      <td>{leg.returns}</td>
    </tr>
  )
}
