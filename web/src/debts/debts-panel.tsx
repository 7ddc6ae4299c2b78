import { Due } from '../components/due.tsx'
import { formatMoment } from '../components/format.ts'
import type { Debt } from '../documents/debt-documents.ts'
import { Link, orderPath } from '../router.tsx'
import styles from './debts-panel.module.css'

type PanelProps = {
  /** In words: the one whose debts these are. */
  readonly who: 'You owe' | `${string} owes`
  readonly debts: readonly Debt[]
  readonly unread: number
}

/** What is owed, the soonest due first: told in a line, and all of it when one opens it. */
export function DebtsPanel({ who, debts, unread }: PanelProps) {
  if (debts.length === 0) return null
  const overdue = debts.filter((debt) => debt.isOverdue).length
  const next = debts.find((debt) => !debt.isOverdue && debt.dueAt !== null)
  return (
    <details className={styles.panel}>
      <summary>
        {who} <b>{debts.length}</b> {debts.length === 1 ? 'thing' : 'things'} the departments asked for
        {overdue > 0 && (
          <span className={styles.overdue}>
            {' · '}
            <b>{overdue}</b> overdue
          </span>
        )}
        {next?.dueAt && <span className={styles.soft}> · the next is due {formatMoment(next.dueAt)}</span>}
      </summary>
      <ol className={styles.list}>
        {debts.map((debt) => (
          <DebtLine key={debt.id} debt={debt} />
        ))}
      </ol>
      {unread > 0 && <p className={styles.soft}>and {unread} more that are due later</p>}
    </details>
  )
}

function DebtLine({ debt: { dueAt, isOverdue, order, requirement } }: { readonly debt: Debt }) {
  return (
    <li>
      <p>{dueAt ? <Due at={dueAt} isOverdue={isOverdue} /> : 'No day is known'}</p>
      <p>
        <b>{requirement.title}</b> <span className={styles.soft}>to {requirement.department.name}</span>
      </p>
      <p>
        <Link to={orderPath(order.number)}>{order.number}</Link>{' '}
        <span className={styles.soft}>{order.customer?.name}</span>
      </p>
    </li>
  )
}
