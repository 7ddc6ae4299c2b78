import { type ReactNode, useMemo } from 'react'
import { Loading, Notice } from '../components/notice.tsx'
import { Switch } from '../components/switch.tsx'
import { DebtsPanel } from '../debts/debts-panel.tsx'
import { type Debts, useDebts } from '../debts/use-debts.ts'
import type { OrderRow } from '../documents/orders-documents.ts'
import { CHOICES, isNarrowed, type OrderView, orderChoice } from '../pages/order-view.ts'
import { go, Link, useAddress, withParams } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import { NeedChips } from './need-chips.tsx'
import { countNeeds, type Ground, needsOf } from './needs.ts'
import type { OrderList } from './order-list.ts'
import { OrdersBoard } from './orders-board.tsx'
import { OrdersFilter } from './orders-filter.tsx'
import styles from './orders-room.module.css'
import { OrdersTable } from './orders-table.tsx'
import { type ReadOrders, useOrderList } from './use-order-list.ts'
import { ViewsBar } from './views-bar.tsx'

/** What an order needs is not asked of the server: so many are read to look for it. */
const MOST_LOOKED_AT = 500

type RoomProps = { readonly view: OrderView; readonly heading: ReactNode }

export function OrdersRoom({ view, heading }: RoomProps) {
  const viewer = useViewer()
  const looksAtAll = !view.isTable || view.need !== null
  const fits = ({ rep, state }: OrderRow) => state === 'OPEN' && (!view.isOwn || rep?.key === viewer.person?.key)
  const read = useOrderList(orderChoice(view, viewer), looksAtAll ? MOST_LOOKED_AT : 0, fits)
  const { list } = read
  const debts = useDebts()
  const ground = useMemo(() => groundOf(debts), [debts])
  const { now, counts } = useMemo(() => {
    const all = list.placed.map((order) => list.fresh.get(order.id) ?? order)
    return { now: all, counts: countNeeds(all, ground) }
  }, [list, ground])
  const placing = usePlacing(list, debts, ground)
  const isShown = (order: OrderRow) => view.need === null || needsOf(order, placing).includes(view.need)
  const rows = list.placed.filter(isShown)
  return (
    <>
      <div className={styles.head}>
        {heading}
        <p className={styles.count}>{list.total !== null && countOf(list.total, view)}</p>
        <ShowAs isTable={view.isTable} />
      </div>
      <NeedChips counts={counts} chosen={view.need} among={list.end === null ? null : list.placed.length} />
      {view.isOwn && debts.list && <DebtsPanel who="You owe" debts={debts.list} unread={debts.unread} />}
      <OrdersFilter view={view} mayNarrow={viewer.roles.includes('REP')} orders={now} />
      <ViewsBar />
      <News read={read} />
      {read.fault && <Fault read={read} />}
      {read.isFirstReading && !read.fault && list.placed.length === 0 && <Loading what="the orders" />}
      <div aria-busy={read.isFirstReading} className={styles.shown}>
        {view.isTable && rows.length > 0 && (
          <OrdersTable
            list={list}
            rows={rows}
            ground={ground}
            withRep={!view.isOwn}
            canReadOn={!read.isReading && !read.fault && list.end !== null}
            onNearEnd={read.readMore}
          />
        )}
        {!view.isTable && !read.isFirstReading && (
          <OrdersBoard open={list} view={view} ground={ground} placing={placing} isShown={isShown} />
        )}
      </div>
      {!read.isFirstReading &&
        rows.length === 0 &&
        !read.isReading &&
        !read.fault &&
        (view.isTable || isNarrowed(view)) && <NoOrders view={view} />}
      {view.isTable && rows.length > 0 && <HowFar read={read} />}
    </>
  )
}

/** What stands where is decided when the list is read: what is learned of debts after that moves nothing. */
function usePlacing({ placed }: OrderList, { list }: Debts, ground: Ground): Ground {
  const isKnown = list !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ground of that moment is kept
  return useMemo(() => ground, [placed, isKnown])
}

const groundOf = ({ list }: Debts): Ground => ({
  debts: Map.groupBy(list ?? [], (debt) => debt.order.number),
  now: Date.now(),
})

const number = new Intl.NumberFormat()
const countOf = (count: number, { isTable }: OrderView) =>
  `${number.format(count)} ${isTable ? '' : 'open '}${count === 1 ? 'order' : 'orders'}`

function ShowAs({ isTable }: { readonly isTable: boolean }) {
  const address = useAddress()
  return (
    <Switch
      legend="Show the orders as"
      ways={{ board: 'Board', table: 'Table' }}
      chosen={isTable ? 'table' : 'board'}
      onChoose={(as) => go(withParams(address, { show: as }), 'replace')}
    />
  )
}

/** What came to be meanwhile is put in its place when one asks for it, so that nothing moves under the reader's eyes. */
function News({ read: { list, startOver } }: { readonly read: ReadOrders }) {
  const changed = list.fresh.size
  const others = list.unread.size
  if (changed === 0 && others === 0) return <div className={styles.news} role="status" />
  const parts = [changed > 0 && `${changed} changed`, others > 0 && `${others} placed`].filter(Boolean)
  return (
    <div className={styles.news} role="status">
      <span>Since you look: {parts.join(', ')}.</span>
      <button type="button" className="button" onClick={startOver}>
        Put everything in its place
      </button>
    </div>
  )
}

function Fault({ read: { fault, startOver } }: { readonly read: ReadOrders }) {
  return (
    <Notice kind="error" title="The orders could not be read">
      <p>{fault}</p>
      <button type="button" className="button" onClick={startOver}>
        Try again
      </button>
    </Notice>
  )
}

function HowFar({ read: { list, isReading, fault } }: { readonly read: ReadOrders }) {
  if (fault !== null) return null
  if (isReading) return <Loading what="more orders" />
  return list.end === null ? <p className={styles.end}>{endOf(list)}</p> : null
}

const endOf = ({ placed }: OrderList) =>
  placed.length === 1 ? 'That is the one order.' : `That is all: ${number.format(placed.length)} orders.`

function NoOrders({ view }: { readonly view: OrderView }) {
  const address = useAddress()
  const everything = Object.fromEntries(CHOICES.map((name) => [name, null]))
  const isChosen = isNarrowed(view) || CHOICES.some((name) => address.searchParams.has(name))
  return (
    <Notice
      kind="empty"
      title={isChosen ? `No ${view.isTable ? '' : 'open '}order fits` : 'There is no order here yet'}
    >
      {isChosen ? (
        <p>
          Search for another word, or{' '}
          <Link to={withParams(address, { ...everything, state: 'any', scope: 'all' })}>
            look at all orders that you may see
          </Link>
          .
        </p>
      ) : (
        <p>An order appears as soon as it is placed, by an integration or by the placeOrder mutation.</p>
      )}
    </Notice>
  )
}
