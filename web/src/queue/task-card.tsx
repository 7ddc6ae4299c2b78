import { BatonGlyph } from '../components/baton-glyph.tsx'
import { isMissed } from '../components/format.ts'
import { Ago, Day } from '../components/moment.tsx'
import { StateMark } from '../components/state-mark.tsx'
import type { Task } from '../documents/queue-documents.ts'
import { openHolds, since } from '../relay-map/leg-facts.ts'
import { Link, orderPath } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import { ACTION_WORDS, type Action, actionsFor } from './step-actions.ts'
import styles from './task-card.module.css'

type CardProps = { readonly task: Task; readonly isBusy: boolean; readonly onChoose: (action: Action) => void }

/** One step in the queue: what it is, for whom, who has it, what can be done with it. */
export function TaskCard({ task, isBusy, onChoose }: CardProps) {
  const { person } = useViewer()
  return (
    <li className={styles.card} data-state={task.state} aria-busy={isBusy}>
      <div className={styles.what}>
        <h2 className={styles.name}>{task.name}</h2>
        <p>
          <Link to={orderPath(task.order.number)} className={styles.order}>
            {task.order.number}
          </Link>{' '}
          <span className={styles.soft}>{task.order.customer?.name}</span>
        </p>
        {task.order.promisedDate && (
          <p className={styles.soft}>
            Promised <Day date={task.order.promisedDate} isMissed={isMissed(task.order, Date.now())} />
          </p>
        )}
      </div>
      <Standing task={task} isMine={person !== null && task.holder?.key === person.key} />
      <div className={styles.actions}>
        {actionsFor(task, person?.key ?? null).map((action, index) => (
          <button
            key={action}
            type="button"
            className="button"
            data-kind={index === 0 ? 'main' : 'quiet'}
            disabled={isBusy}
            aria-label={`${ACTION_WORDS[action]} ${task.name}, order ${task.order.number}`}
            onClick={() => onChoose(action)}
          >
            {ACTION_WORDS[action]}
          </button>
        ))}
      </div>
    </li>
  )
}

/** Who has it, since when, and what is in the way. */
function Standing({ task, isMine }: { readonly task: Task; readonly isMine: boolean }) {
  const at = since(task)
  return (
    <div className={styles.standing}>
      <p className={styles.holder}>
        <BatonGlyph lies={!task.holder} />
        {isMine ? `${task.holder?.name} (you)` : (task.holder?.name ?? 'Nobody holds it')}
      </p>
      <p>
        <StateMark state={task.state} />
        {at && (
          <span className={styles.soft}>
            {' '}
            since <Ago at={at} />
          </span>
        )}
        {task.runs.length > 1 && <span className={styles.soft}> · run {task.runs.length}</span>}
      </p>
      {openHolds(task).map((hold) => (
        <p key={hold.id} className={styles.hold}>
          {hold.reason}
          {hold.placedBy && <small> {hold.placedBy.name}</small>}
        </p>
      ))}
    </div>
  )
}
