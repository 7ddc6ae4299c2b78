import { defaultRangeExtractor, type Range, useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { isMissed } from '../components/format.ts'
import { Day } from '../components/moment.tsx'
import type { OrderRow } from '../documents/orders-documents.ts'
import { Link, orderPath } from '../router.tsx'
import { HasItNow } from './has-it-now.tsx'
import { NeedMark } from './need-mark.tsx'
import { type Ground, NEED_WORDS, type Need, needsOf } from './needs.ts'
import type { OrderList } from './order-list.ts'
import styles from './orders-table.module.css'

/** Pixels that a row is taken for until it is measured, and how many rows before the last one the next page is read. */
const ROW = 76
const AHEAD = 15

type TableProps = {
  readonly list: OrderList
  readonly rows: readonly OrderRow[]
  readonly ground: Ground
  readonly withRep: boolean
  /** Whether there is more to be read, and nothing in the way of reading it now. */
  readonly canReadOn: boolean
  readonly onNearEnd: () => void
}

/** Only the rows near the screen are there; the one that has the focus stays, wherever it is. */
export function OrdersTable({ list, rows, ground, withRep, canReadOn, onNearEnd }: TableProps) {
  const body = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [focused, setFocused] = useState<number | null>(null)
  useLayoutEffect(() => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), [])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
    rangeExtractor: (range) => withFocused(range, focused),
  })
  const items = virtualizer.getVirtualItems()
  const last = items.findLast((item) => item.index !== focused)?.index ?? -1
  const nearEnd = useEffectEvent(onNearEnd)
  useEffect(() => {
    if (canReadOn && last >= rows.length - AHEAD) nearEnd()
  }, [last, rows.length, canReadOn])
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows of a table element cannot be put where the screen is
    <div
      role="table"
      aria-label="Orders"
      aria-rowcount={(list.total ?? -2) + 1}
      className={styles.table}
      data-rep={withRep}
    >
      <Titles withRep={withRep} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup" ref={body} className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => (
          <Row
            key={item.key}
            item={item}
            order={list.fresh.get(rows[item.index]!.id) ?? rows[item.index]!}
            isChanged={list.fresh.has(rows[item.index]!.id)}
            needs={needsOf(list.fresh.get(rows[item.index]!.id) ?? rows[item.index]!, ground)}
            withRep={withRep}
            top={item.start - top}
            measure={virtualizer.measureElement}
            onFocus={() => setFocused(item.index)}
          />
        ))}
      </div>
    </div>
  )
}

function Titles({ withRep }: { readonly withRep: boolean }) {
  const titles = ['Order', ...(withRep ? ['Rep'] : []), 'Has it now', 'Gets it next', 'Promised']
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div role="rowgroup">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a row of titles */}
      <div role="row" aria-rowindex={1} className={styles.head}>
        {titles.map((title) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: a title
          <span role="columnheader" key={title}>
            {title}
          </span>
        ))}
      </div>
    </div>
  )
}

function withFocused(range: Range, focused: number | null): number[] {
  const shown = defaultRangeExtractor(range)
  if (focused === null || focused >= range.count || shown.includes(focused)) return shown
  return [...shown, focused].sort((a, b) => a - b)
}

type RowProps = {
  readonly item: VirtualItem
  readonly order: OrderRow
  readonly isChanged: boolean
  readonly needs: readonly Need[]
  readonly withRep: boolean
  readonly top: number
  readonly measure: (element: HTMLElement | null) => void
  readonly onFocus: () => void
}

function Row({ item, order, isChanged, needs, withRep, top, measure, onFocus }: RowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: the link in it has the focus
    <div
      role="row"
      aria-rowindex={item.index + 2}
      data-index={item.index}
      data-changed={isChanged}
      ref={measure}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={onFocus}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div role="rowheader" className={styles.order}>
        <Link to={orderPath(order.number)} className={styles.number}>
          {order.number}
        </Link>
        {isChanged && <span className={styles.changed}> changed</span>}
        <span className={styles.customer}>{order.customer?.name ?? 'No customer named'}</span>
        {needs.length > 0 && (
          <span className={styles.needs}>
            {needs.map((need) => (
              <NeedMark key={need} need={need}>
                {NEED_WORDS[need]}
              </NeedMark>
            ))}
          </span>
        )}
      </div>
      {withRep && <Cell title="Rep">{order.rep?.name ?? '–'}</Cell>}
      <Cell title="Has it now">
        <HasItNow row={order} />
      </Cell>
      <Cell title="Gets it next">{[...new Set(order.next.map((step) => step.department.name))].join(', ') || '–'}</Cell>
      <Cell title="Promised">
        {order.promisedDate ? <Day date={order.promisedDate} isMissed={isMissed(order, Date.now())} /> : '–'}
      </Cell>
    </div>
  )
}

function Cell({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div role="cell" data-title={title}>
      {children}
    </div>
  )
}
