import type { RefObject } from 'react'
import type { Task } from '../documents/queue-documents.ts'
import type { Row } from './calm-queue.ts'
import type { Action } from './step-actions.ts'
import { TaskRow } from './task-row.tsx'
import type { Scroller } from './use-calm-scroll.ts'
import type { useDeeds } from './use-deeds.ts'
import type { useHand } from './use-hand.ts'
import styles from './virtual-rows.module.css'

type RowsProps = {
  readonly list: RefObject<HTMLOListElement | null>
  readonly rows: readonly Row[]
  readonly hand: ReturnType<typeof useHand>
  readonly scroller: Scroller
  readonly deeds: ReturnType<typeof useDeeds>
  readonly canAct: boolean
  readonly onChoose: (tasks: readonly Task[], action: Action) => void
}

/** The rows that are in view, each at its place; a screen reader is told of how many. */
export function VirtualRows({ list, rows, hand, scroller, deeds, canAct, onChoose }: RowsProps) {
  return (
    <ol ref={list} className={styles.list} style={{ height: scroller.getTotalSize() }}>
      {scroller.getVirtualItems().map((item) => {
        const row = rows[item.index]
        if (!row) return null
        const { id } = row.task
        const isEntry = hand.index < 0 && item.index === 0
        return (
          <li
            key={item.key}
            ref={scroller.measureElement}
            data-index={item.index}
            data-row={id}
            className={styles.item}
            style={{ transform: `translateY(${item.start - scroller.options.scrollMargin}px)` }}
            tabIndex={id === hand.active || isEntry ? 0 : -1}
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            onFocus={() => hand.touch(id)}
            onPointerDown={() => hand.touch(id)}
          >
            <TaskRow
              row={row}
              standing={deeds.standings.get(id)}
              isActive={id === hand.active}
              isSelected={hand.selected.has(id)}
              canAct={canAct}
              onChoose={(action) => onChoose([row.task], action)}
              onSelect={() => hand.toggle(id)}
              onForget={() => deeds.forget(row.task)}
            />
          </li>
        )
      })}
    </ol>
  )
}
