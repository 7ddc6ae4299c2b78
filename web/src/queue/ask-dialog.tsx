import { type FormEvent, useEffect, useRef } from 'react'
import type { Member, Task } from '../documents/queue-documents.ts'
import { useViewer } from '../session/viewer-context.ts'
import styles from './ask-dialog.module.css'
import type { Deed } from './deed.ts'
import { ReturnChoices } from './return-choices.tsx'
import type { AskedAction } from './step-actions.ts'

/** The steps as they were when it was asked: that is what the user has seen. */
export type Asked = { readonly tasks: readonly Task[]; readonly action: AskedAction }

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
export function AskDialog({ asked: { tasks, action }, members, onClose, onAnswer }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onAnswer(deedOf(action, new FormData(event.currentTarget), members))
  }
  const [only] = tasks
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="ask-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="ask-title">{QUESTIONS[action].title}</h2>
        <p className={styles.about}>
          {tasks.length === 1 ? `${only?.name}, order ${only?.order.number}` : `${tasks.length} steps, each on its own`}
        </p>
        {action === 'return' && only && <WhereTo tasks={tasks} only={only} />}
        {action === 'assign' ? <HolderField tasks={tasks} members={members} /> : <ReasonField action={action} />}
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

function WhereTo({ tasks, only }: { readonly tasks: readonly Task[]; readonly only: Task }) {
  if (tasks.length === 1) return <ReturnChoices task={only} />
  return <p>Each goes back to the steps right before it.</p>
}

function deedOf(action: AskedAction, answers: FormData, members: readonly Member[]): Deed {
  const reason = String(answers.get('reason') ?? '').trim()
  if (action === 'hold') return { action, reason }
  if (action === 'return') return { action, reason, to: answers.getAll('to').map(String) }
  return { action, holder: members.find((member) => member.key === answers.get('holder')) ?? null }
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

function HolderField({ tasks, members }: { readonly tasks: readonly Task[]; readonly members: readonly Member[] }) {
  const { person } = useViewer()
  return (
    <label className={styles.field}>
      <span>Who holds it?</span>
      {/* biome-ignore lint/a11y/noAutofocus: the one thing that the dialog was opened for */}
      <select name="holder" defaultValue={tasks.length === 1 ? (tasks[0]?.holder?.key ?? '') : ''} autoFocus>
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
