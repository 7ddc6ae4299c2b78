import { BatonGlyph } from '../components/baton-glyph.tsx'
import { isMissed } from '../components/format.ts'
import { Ago, Day } from '../components/moment.tsx'
import { StateMark } from '../components/state-mark.tsx'
import type { Task } from '../documents/queue-documents.ts'
import { openHolds, since } from '../relay-map/leg-facts.ts'
import { Link, orderPath } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import type { Mark, Row } from './calm-queue.ts'
import { RowStanding } from './row-standing.tsx'
import { ACTION_WORDS, type Action, actionsFor } from './step-actions.ts'
import styles from './task-row.module.css'
import type { Standing } from './use-deeds.ts'

type RowProps = {
  readonly row: Row
  readonly standing: Standing | undefined
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly canAct: boolean
  readonly onChoose: (action: Action) => void
  readonly onSelect: () => void
  readonly onForget: () => void
}

/** One step in the queue: what it is, for whom, who has it, what can be done with it. */
export function TaskRow({ row, standing, isActive, isSelected, canAct, onChoose, onSelect, onForget }: RowProps) {
  const { person } = useViewer()
  const { task } = row
  const isUnderWay = standing !== undefined && standing.kind !== 'refused'
  return (
    <div
      className={styles.row}
      data-state={task.state}
      data-active={isActive}
      data-gone={row.isGone}
      aria-busy={isUnderWay}
    >
      {canAct && (
        <input
          type="checkbox"
          className={styles.check}
          checked={isSelected}
          disabled={row.isGone}
          tabIndex={isActive ? 0 : -1}
          aria-label={`Select ${task.name}, order ${task.order.number}`}
          onChange={onSelect}
        />
      )}
      <What task={task} mark={row.isGone ? null : row.mark} tabIndex={isActive ? 0 : -1} />
      <Holding task={task} me={person?.key ?? null} />
      {canAct && !row.isGone && (
        <RowActions
          task={task}
          tabIndex={isActive ? 0 : -1}
          isBusy={isUnderWay}
          me={person?.key ?? null}
          onChoose={onChoose}
        />
      )}
      {row.isGone && <p className={styles.left}>No longer in the queue: {row.mark?.words}</p>}
      <RowStanding standing={standing} onForget={onForget} />
    </div>
  )
}

type WhatProps = { readonly task: Task; readonly mark: Mark | null; readonly tabIndex: number }

/** The mark is in the line, so that the row is no taller for it. */
function What({ task, mark, tabIndex }: WhatProps) {
  const { order } = task
  return (
    <div className={styles.what}>
      <h3 className={styles.name}>
        <span>{task.name}</span>{' '}
        <Link to={orderPath(order.number)} className={styles.order} tabIndex={tabIndex}>
          {order.number}
        </Link>
        {mark && (
          <small className={styles.mark} title={mark.words}>
            Just now: {mark.words}
          </small>
        )}
      </h3>
      <p className={styles.soft}>
        {order.customer?.name}
        <Promised order={order} />
      </p>
    </div>
  )
}

/** What was promised; with the goods delivered it does not press any more. */
function Promised({ order }: { readonly order: Task['order'] }) {
  if (order.state === 'DELIVERED') return <> · delivered</>
  if (!order.promisedDate) return <> · no date promised</>
  return (
    <>
      {' · promised '}
      <Day date={order.promisedDate} isMissed={isMissed(order, Date.now())} />
    </>
  )
}

/** Who has it, since when, and what is in the way. */
function Holding({ task, me }: { readonly task: Task; readonly me: string | null }) {
  const at = since(task)
  const holds = openHolds(task)
  return (
    <div className={styles.holding}>
      <p className={styles.holder}>
        <BatonGlyph lies={!task.holder} />
        {task.holder && task.holder.key === me ? 'You' : (task.holder?.name ?? 'Nobody holds it')}
      </p>
      <p className={styles.state}>
        <StateMark state={task.state} />
        {at && (
          <span className={styles.soft}>
            {' '}
            <Ago at={at} />
          </span>
        )}
        {task.runs.length > 1 && <span className={styles.soft}> · run {task.runs.length}</span>}
      </p>
      {holds.map((hold) => (
        <p key={hold.id} className={styles.hold} title={hold.reason}>
          {hold.reason}
          {hold.placedBy && <span className={styles.soft}> {hold.placedBy.name}</span>}
        </p>
      ))}
    </div>
  )
}

type ActionsProps = {
  readonly task: Task
  readonly me: string | null
  readonly tabIndex: number
  readonly isBusy: boolean
  readonly onChoose: (action: Action) => void
}

function RowActions({ task, me, tabIndex, isBusy, onChoose }: ActionsProps) {
  return (
    <div className={styles.actions}>
      {actionsFor(task, me).map((action, index) => (
        <button
          key={action}
          type="button"
          className="button"
          data-kind={index === 0 ? 'main' : 'quiet'}
          disabled={isBusy}
          tabIndex={tabIndex}
          aria-label={`${ACTION_WORDS[action]} ${task.name}, order ${task.order.number}`}
          onClick={() => onChoose(action)}
        >
          {ACTION_WORDS[action]}
        </button>
      ))}
    </div>
  )
}
