import { type FormEvent, useState } from 'react'
import { CopyButton } from '../components/copy-button.tsx'
import { announce } from '../live/announcer.tsx'
import { Link, useAddress } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import { LONGEST_NAME, readViews, type SavedView, withView, writeViews } from './saved-views.ts'
import styles from './views-bar.module.css'

/** The views that were saved, each a link, and the way to save the one that is looked at. */
export function ViewsBar() {
  const address = useAddress()
  const { views, save, forget, fault } = useViews()
  const [isNaming, setNaming] = useState(false)
  const query = address.searchParams.toString()
  return (
    <div className={styles.bar}>
      <ul className={styles.views} aria-label="Saved views">
        {views.map((view) => (
          <li key={view.name} className={styles.view} data-current={view.query === query}>
            <Link
              to={`/orders${view.query && `?${view.query}`}`}
              aria-current={view.query === query ? 'page' : undefined}
            >
              {view.name}
            </Link>
            <button type="button" aria-label={`Forget the view ${view.name}`} onClick={() => forget(view)}>
              ×
            </button>
          </li>
        ))}
      </ul>
      {isNaming ? (
        <NameForm onName={(name) => save({ name, query }) && setNaming(false)} onCancel={() => setNaming(false)} />
      ) : (
        <span className={styles.deeds}>
          <button type="button" className="button" data-kind="quiet" onClick={() => setNaming(true)}>
            Save this view
          </button>
          <CopyButton text={address.href} what="the address of this view" label="Copy the address" />
        </span>
      )}
      {fault && (
        <p role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
    </div>
  )
}

type NameProps = { readonly onName: (name: string) => void; readonly onCancel: () => void }

function NameForm({ onName, onCancel }: NameProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onName(String(new FormData(event.currentTarget).get('name') ?? ''))
  }
  return (
    <form className={styles.form} onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      <label>
        <span className="visually-hidden">Name of the view</span>
        {/* biome-ignore lint/a11y/noAutofocus: it stands where the button was that asked for it */}
        <input name="name" maxLength={LONGEST_NAME} placeholder="Name of the view" autoFocus required />
      </label>
      <button type="submit" className="button" data-kind="main">
        Save
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={onCancel}>
        Cancel
      </button>
    </form>
  )
}

function useViews() {
  const { person } = useViewer()
  const owner = person?.key ?? ''
  const [views, setViews] = useState(() => readViews(window.localStorage, owner))
  const [fault, setFault] = useState<string | null>(null)
  const keep = (wanted: readonly SavedView[] | string, told: string): boolean => {
    if (typeof wanted === 'string') {
      setFault(wanted)
      return false
    }
    const isKept = writeViews(window.localStorage, owner, wanted)
    setFault(
      isKept ? null : 'This browser keeps nothing: the view is gone with the page. Its address can be kept instead.',
    )
    setViews([...wanted])
    announce(told)
    return true
  }
  return {
    views,
    fault,
    save: (view: SavedView) => keep(withView(views, view), `The view ${view.name} is saved`),
    forget: (view: SavedView) =>
      keep(
        views.filter((one) => one !== view),
        `The view ${view.name} is gone`,
      ),
  }
}
