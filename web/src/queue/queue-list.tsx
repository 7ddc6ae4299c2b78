import { useState } from 'react'
import { Notice } from '../components/notice.tsx'
import type { Member, Task } from '../documents/queue-documents.ts'
import { useViewer } from '../session/viewer-context.ts'
import { AskDialog } from './ask-dialog.tsx'
import styles from './queue-list.module.css'
import type { Action } from './step-actions.ts'
import { TaskCard } from './task-card.tsx'
import { useStepActions } from './use-step-actions.ts'

type QueueProps = { readonly tasks: readonly Task[]; readonly members: readonly Member[]; readonly refetch: () => void }
export type Asked = { readonly task: Task; readonly action: 'hold' | 'return' | 'assign' }

export function QueueList({ tasks, members, refetch }: QueueProps) {
  const { person } = useViewer()
  const { busy, refused, act, forget } = useStepActions(refetch)
  const [asked, setAsked] = useState<Asked | null>(null)
  const choose = (task: Task, action: Action) => {
    if (action === 'hold' || action === 'return' || action === 'assign') setAsked({ task, action })
    else if (action === 'take') act(task, { action: 'assign', holder: person?.key ?? null })
    else act(task, { action })
  }
  return (
    <>
      {refused && (
        <Notice kind="error" title={refused.title}>
          <p>{refused.message}</p>
          <button type="button" className="button" onClick={forget}>
            Understood
          </button>
        </Notice>
      )}
      <ol className={styles.list}>
        {tasks.map((task) => (
          <TaskCard key={task.id} task={task} isBusy={busy === task.id} onChoose={(action) => choose(task, action)} />
        ))}
      </ol>
      {asked && (
        <AskDialog
          asked={asked}
          members={members}
          onClose={() => setAsked(null)}
          onAnswer={(deed) => {
            setAsked(null)
            act(asked.task, deed)
          }}
        />
      )}
    </>
  )
}
