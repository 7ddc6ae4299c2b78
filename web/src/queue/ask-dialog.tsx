import { type FormEvent, useEffect, useRef } from 'react'
import type { Member, Task } from '../documents/queue-documents.ts'
import { useViewer } from '../session/viewer-context.ts'
import styles from './ask-dialog.module.css'
import type { Asked } from './queue-list.tsx'
import { ReturnChoices } from './return-choices.tsx'
import type { Deed } from './use-step-actions.ts'

type DialogProps = {
  readonly asked: Asked
  readonly members: readonly Member[]
  readonly onClose: () => void
  readonly onAnswer: (deed: Deed) => void
}

const QUESTIONS = {
  hold: { title: 'Put on hold', submit: 'Hold it' },
  return: { title: 'Hand back', submit: 'Hand it back' },
  assign: { title: 'Assign', submit: 'Assign it' },
} as const

/** Asks what an action still needs. Escape and Cancel do nothing to the step. */
export function AskDialog({ asked: { task, action }, members, onClose, onAnswer }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onAnswer(deedOf(action, new FormData(event.currentTarget)))
  }
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="ask-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="ask-title">{QUESTIONS[action].title}</h2>
        <p className={styles.about}>
          {task.name}, order {task.order.number}
        </p>
        {action === 'return' && <ReturnChoices task={task} />}
        {action === 'assign' ? <HolderField task={task} members={members} /> : <ReasonField action={action} />}
        <div className={styles.buttons}>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="button" data-kind="main">
            {QUESTIONS[action].submit}
          </button>
        </div>
      </form>
    </dialog>
  )
}

function deedOf(action: Asked['action'], answers: FormData): Deed {
  const reason = String(answers.get('reason') ?? '').trim()
  if (action === 'hold') return { action, reason }
  if (action === 'return') return { action, reason, to: answers.getAll('to').map(String) }
  return { action, holder: String(answers.get('holder') ?? '') || null }
}

function ReasonField({ action }: { readonly action: 'hold' | 'return' }) {
  return (
    <label className={styles.field}>
      <span>{action === 'hold' ? 'What is in the way?' : 'What is missing or wrong?'}</span>
      {/* biome-ignore lint/a11y/noAutofocus: the one thing that the dialog was opened for */}
      <textarea name="reason" required maxLength={1000} autoFocus />
      <small>Everyone who watches the order reads this.</small>
    </label>
  )
}

function HolderField({ task, members }: { readonly task: Task; readonly members: readonly Member[] }) {
  const { person } = useViewer()
  return (
    <label className={styles.field}>
      <span>Who holds it?</span>
      {/* biome-ignore lint/a11y/noAutofocus: the one thing that the dialog was opened for */}
      <select name="holder" defaultValue={task.holder?.key ?? ''} autoFocus>
        <option value="">Nobody</option>
        {members.map((member) => (
          <option key={member.key} value={member.key}>
            {member.key === person?.key ? `${member.name} (you)` : member.name}
          </option>
        ))}
      </select>
    </label>
  )
}
