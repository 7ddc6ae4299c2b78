import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { tell } from '../client.ts'
import { type Counted, RetireRequirement } from '../documents/requirement-documents.ts'
import { announce } from '../live/announcer.tsx'
import { dayIn, startOfDay } from './day-start.ts'
import styles from './retire-dialog.module.css'

type RetireProps = {
  readonly requirement: Counted
  readonly timeZone: string
  readonly onClose: () => void
  readonly onRetired: () => void
}

/** Ends a requirement without a successor, and says before what that means. */
export function RetireDialog({ requirement, timeZone, onClose, onRetired }: RetireProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [{ fetching }, retire] = useMutation(RetireRequirement)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const day = String(new FormData(event.currentTarget).get('day') ?? '')
    const { key, department } = requirement
    const effectiveTo = day ? startOfDay(day, timeZone) : null
    const { error } = await retire({ input: { department: department.key, key, effectiveTo } })
    if (error) return setRefusal(tell(error))
    announce(`“${requirement.title}” is retired`)
    onRetired()
    dialog.current?.close()
  }
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="retire-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="retire-title">Retire “{requirement.title}”</h2>
        <p>
          Orders placed afterwards are not held to it. The {requirement.affectedOrders.totalCount} open orders that you
          see it touch keep it.
        </p>
        <label className={styles.field}>
          <span>It ends at the beginning of</span>
          <input
            type="date"
            name="day"
            min={dayIn(requirement.effectiveFrom, timeZone)}
            aria-describedby="retire-hint"
          />
          <small id="retire-hint">In {timeZone}. Empty: it ends now.</small>
        </label>
        {refusal && <p role="alert">It was not retired: {refusal}</p>}
        <div className={styles.buttons}>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="button" data-kind="main" disabled={fetching}>
            Retire it
          </button>
        </div>
      </form>
    </dialog>
  )
}
