import styles from './row-standing.module.css'
import { ACTION_WORDS } from './step-actions.ts'
import type { Standing } from './use-deeds.ts'

type StandingProps = {
  readonly standing: Standing | undefined
  readonly onForget: () => void
}

/** What became of the viewer's own deed: it is on its way, or it was refused and why. */
export function RowStanding({ standing, onForget }: StandingProps) {
  if (standing?.kind === 'refused')
    return <Refused title={standing.title} message={standing.message} onForget={onForget} />
  if (standing?.kind === 'waiting') {
    const what = standing.pending.map(({ deed }) => `“${ACTION_WORDS[deed.action].replace('…', '')}”`)
    const isOne = what.length === 1
    return (
      <p className={styles.waiting} role="status">
        {what.join(', then ')}{' '}
        {isOne
          ? 'waits for the network. It is sent, once, when the network is back.'
          : 'wait for the network. Each is sent, once, when the network is back.'}{' '}
        <button type="button" className="button" data-kind="quiet" onClick={onForget}>
          {isOne ? 'Give it up' : 'Give them up'}
        </button>
      </p>
    )
  }
  return null
}

type RefusedProps = { readonly title: string; readonly message: string; readonly onForget: () => void }

function Refused({ title, message, onForget }: RefusedProps) {
  return (
    <div className={styles.refused} role="alert">
      <p>
        <strong>{title}.</strong> {message}
      </p>
      <button type="button" className="button" onClick={onForget}>
        Understood
      </button>
    </div>
  )
}
