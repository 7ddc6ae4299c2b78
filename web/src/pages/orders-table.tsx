import { BatonGlyph } from '../components/baton-glyph.tsx'
import { isMissed } from '../components/format.ts'
import { Day } from '../components/moment.tsx'
import { StateMark } from '../components/state-mark.tsx'
import type { OrderRow } from '../documents/orders-documents.ts'
import { Link, orderPath } from '../router.tsx'
import styles from './orders-table.module.css'

type TableProps = { readonly rows: readonly OrderRow[]; readonly withRep: boolean }

/** A table on a wide screen, cards on a narrow one; the roles say that it stays a table either way. */
export function OrdersTable({ rows, withRep }: TableProps) {
  const titles = ['Order', ...(withRep ? ['Rep'] : []), 'Has it now', 'Gets it next', 'Promised']
  return (
    // biome-ignore lint/a11y/noRedundantRoles: the narrow layout's `display` would take the table's meaning away
    <table role="table" className={styles.table}>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <tr role="row">
          {titles.map((title) => (
            // biome-ignore lint/a11y/noRedundantRoles: as above
            <th role="columnheader" scope="col" key={title}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.id} row={row} withRep={withRep} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ row, withRep }: { readonly row: OrderRow; readonly withRep: boolean }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: as above
    <tr role="row">
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <th role="rowheader" scope="row">
        <Link to={orderPath(row.number)} className={styles.number}>
          {row.number}
        </Link>
        <span className={styles.customer}>{row.customer?.name ?? 'No customer named'}</span>
      </th>
      {withRep && <Cell title="Rep">{row.rep?.name ?? '–'}</Cell>}
      <Cell title="Has it now">
        <HasItNow row={row} />
      </Cell>
      <Cell title="Gets it next">{[...new Set(row.next.map((step) => step.department.name))].join(', ') || '–'}</Cell>
      <Cell title="Promised">
        {row.promisedDate ? <Day date={row.promisedDate} isMissed={isMissed(row, Date.now())} /> : '–'}
      </Cell>
    </tr>
  )
}

function Cell({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: as above
    <td role="cell" data-title={title}>
      {children}
    </td>
  )
}

function HasItNow({ row }: { readonly row: OrderRow }) {
  if (row.current.length === 0) return <span className={styles.over}>{stateInWords(row)}</span>
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
