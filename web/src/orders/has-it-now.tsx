import { BatonGlyph } from '../components/baton-glyph.tsx'
import { StateMark } from '../components/state-mark.tsx'
import type { OrderRow } from '../documents/orders-documents.ts'
import styles from './has-it-now.module.css'

/** Who has the order, a line for each of its current steps. */
export function HasItNow({ row }: { readonly row: OrderRow }) {
  if (row.current.length === 0) return <p className={styles.over}>{stateInWords(row)}</p>
  return (
    <ul className={styles.current}>
      {row.current.map((step) => (
        <li key={step.id}>
          <BatonGlyph lies={!step.holder} />
          <span>
            <strong>{step.holder?.name ?? 'Nobody'}</strong>
            <span className={styles.soft}> · {step.department.name}</span>
            <span className={styles.step}>
              {step.name} <StateMark state={step.state} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function stateInWords({ state, closedAt }: OrderRow): string {
  if (state === 'CANCELLED') return 'Cancelled'
  if (closedAt) return state === 'DELIVERED' ? 'Delivered and closed' : 'Closed'
  return state === 'DELIVERED' ? 'Delivered' : 'Nobody'
}
