import type { OrderRow } from '../documents/orders-documents.ts'
import { deliveredChoice, isNarrowed, type OrderView } from '../pages/order-view.ts'
import { Link, useAddress, withParams } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import { boardOf, type Column } from './board.ts'
import { type Ground, reasonsOf } from './needs.ts'
import { OrderCard } from './order-card.tsx'
import type { OrderList } from './order-list.ts'
import styles from './orders-board.module.css'
import { useOrderList } from './use-order-list.ts'

const TITLES = { needs: 'Needs you', carried: 'On its way', delivered: 'Delivered lately' } as const
const NOTHING = {
  needs: 'Nothing waits for you.',
  carried: 'No order is on its way without needing you.',
  delivered: 'Nothing was delivered yet.',
} as const

/** So many of those that were delivered are on the board. */
const LATELY = 8

type BoardProps = {
  readonly open: OrderList
  readonly view: OrderView
  readonly ground: Ground
  /** As it was when the list was read. */
  readonly placing: Ground
  readonly isShown: (order: OrderRow) => boolean
}

/** Where each order stands is decided when the list is read; what stands there is as it is now. */
export function OrdersBoard({ open, view, ground, placing, isShown }: BoardProps) {
  const viewer = useViewer()
  const { list: delivered } = useOrderList(deliveredChoice(view, viewer), 0, () => false)
  const lately = view.need === null ? delivered.placed.slice(0, LATELY) : []
  const columns = boardOf(open.placed.filter(isShown), lately, placing)
  return (
    <div className={styles.board}>
      {columns.map((column) => (
        <BoardColumn
          key={column.key}
          column={column}
          ground={ground}
          isNarrowed={isNarrowed(view)}
          list={column.key === 'delivered' ? delivered : open}
        />
      ))}
    </div>
  )
}

type ColumnProps = {
  readonly column: Column
  readonly ground: Ground
  readonly isNarrowed: boolean
  readonly list: OrderList
}

function BoardColumn({ column: { key, groups, count }, ground, isNarrowed, list }: ColumnProps) {
  return (
    <section className={styles.column} data-key={key} aria-labelledby={`column-${key}`}>
      <h2 id={`column-${key}`} className={styles.title}>
        {TITLES[key]} <span className={styles.count}>{count}</span>
      </h2>
      {count === 0 && <p className={styles.nothing}>{isNarrowed ? 'None of these fits.' : NOTHING[key]}</p>}
      {groups.map(({ department, orders }) => (
        <div key={department} className={styles.group}>
          {department && (
            <h3 className={styles.department}>
              With {department} <span className={styles.count}>{orders.length}</span>
            </h3>
          )}
          <ul className={styles.cards}>
            {orders.map((placed) => {
              const order = list.fresh.get(placed.id) ?? placed
              const reasons = reasonsOf(order, ground)
              return <OrderCard key={order.id} order={order} reasons={reasons} isChanged={list.fresh.has(order.id)} />
            })}
          </ul>
        </div>
      ))}
      {key === 'delivered' && list.placed.length > LATELY && <AllDelivered />}
    </section>
  )
}

function AllDelivered() {
  const address = useAddress()
  return (
    <Link className="button" to={withParams(address, { show: 'table', state: 'DELIVERED', need: null })}>
      All that were delivered
    </Link>
  )
}
