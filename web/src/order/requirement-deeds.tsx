import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { tell } from '../client.ts'
import { SatisfyRequirement, UnsatisfyRequirement, WaiveRequirement } from '../documents/order-requirement-mutations.ts'
import { announce } from '../live/announcer.tsx'
import type { Deed } from './owing.ts'
import styles from './requirement-deeds.module.css'

/** What each deed is called, what it asks, and what is said when it is done. */
const WORDS = {
  satisfy: { begin: 'Hand it in', end: 'Mark as met', asks: 'Answer', isNeeded: false, done: 'is met' },
  waive: { begin: 'Waive it', end: 'Waive it', asks: 'Why is it not needed?', isNeeded: true, done: 'is waived' },
  takeBack: { begin: 'Take it back', end: 'It is owed again', asks: 'Why?', isNeeded: true, done: 'is owed again' },
} as const

type DeedsProps = { readonly id: string; readonly title: string; readonly deeds: readonly Deed[] }

/** What the viewer may do about a requirement, each asking for what it needs in its place. */
export function RequirementDeeds({ id, title, deeds }: DeedsProps) {
  const [begun, begin] = useState<Deed | null>(null)
  const opener = useRef<HTMLDivElement>(null)
  if (deeds.length === 0) return null
  const close = () => {
    begin(null)
    requestAnimationFrame(() => opener.current?.querySelector('button')?.focus())
  }
  if (begun && deeds.includes(begun)) return <DeedForm id={id} title={title} deed={begun} onClose={close} />
  return (
    <div ref={opener} className={styles.deeds}>
      {deeds.map((deed) => (
        <button
          key={deed}
          type="button"
          className="button"
          data-kind={deed === 'satisfy' ? undefined : 'quiet'}
          aria-label={`${WORDS[deed].begin}: ${title}`}
          onClick={() => begin(deed)}
        >
          {WORDS[deed].begin}
        </button>
      ))}
    </div>
  )
}

type FormProps = Omit<DeedsProps, 'deeds'> & { readonly deed: Deed; readonly onClose: () => void }

function DeedForm({ id, title, deed, onClose }: FormProps) {
  const words = WORDS[deed]
  const { isBusy, fault, submit } = useDeed({ id, title, deed, onClose })
  const first = useRef<HTMLTextAreaElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <form
      className={styles.form}
      aria-label={`${words.begin}: ${title}`}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <label>
        <span>
          {words.asks}
          {!words.isNeeded && <small> if there is one</small>}
        </span>
        <textarea ref={first} name="text" rows={2} required={words.isNeeded} />
      </label>
      {deed === 'satisfy' && (
        <label>
          <span>
            Evidence <small>a web address, if there is one</small>
          </span>
          <input name="evidence" type="url" placeholder="https://" />
        </label>
      )}
      {fault && (
        <p role="alert" className={styles.fault}>
          Nothing has changed: {fault}
        </p>
      )}
      <div className={styles.deeds}>
        <button type="submit" className="button" data-kind="main" disabled={isBusy}>
          {isBusy ? 'Writing…' : words.end}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  )
}

/** What was typed stays when it is refused. */
function useDeed({ id, title, deed, onClose }: FormProps) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const text = String(given.get('text') ?? '').trim()
    const evidenceUrl = String(given.get('evidence') ?? '').trim() || null
    const named = { orderRequirement: id }
    setBusy(true)
    const { error } = await (deed === 'satisfy'
      ? client.mutation(SatisfyRequirement, { input: { ...named, answer: text || null, evidenceUrl } })
      : client.mutation(deed === 'waive' ? WaiveRequirement : UnsatisfyRequirement, {
          input: { ...named, reason: text },
        }))
    setBusy(false)
    setFault(error ? tell(error) : null)
    if (error) return
    announce(`“${title}” ${WORDS[deed].done}`)
    onClose()
  }
  return { isBusy, fault, submit }
}
