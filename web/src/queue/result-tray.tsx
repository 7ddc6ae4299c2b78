import { DEED_DONE } from './deed.ts'
import styles from './result-tray.module.css'
import type { Result } from './use-deeds.ts'

/** What came of an action on several rows: how many went, and of each that was refused, why. */
export function ResultTray({ result, onClose }: { readonly result: Result; readonly onClose: () => void }) {
  const refused = result.told.flatMap(({ task, outcome }) => (outcome.went ? [] : [{ task, ...outcome }]))
  const went = result.told.length - refused.length
  return (
    <section className={styles.tray} aria-label="What came of it" data-refused={refused.length > 0}>
      <p className={styles.sum}>
        <strong>
          {went} {DEED_DONE[result.deed.action]}
        </strong>
        {refused.length > 0 && (
          <strong className={styles.bad}>, {refused.length} refused and put back as it was</strong>
        )}
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </p>
      {refused.length > 0 && (
        <ul className={styles.list}>
          {refused.map(({ task, message }) => (
            <li key={task.id}>
              <strong>{task.order.number}</strong> {task.name}: {message}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
