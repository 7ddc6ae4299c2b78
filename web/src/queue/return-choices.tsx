import { useQuery } from 'urql'
import { Loading } from '../components/notice.tsx'
import { ReturnChoicesQuery, type Task } from '../documents/queue-documents.ts'
import styles from './ask-dialog.module.css'
import { stepsBefore } from './step-actions.ts'

/** Which of the steps before it are to be gone through again; those right before it unless something else is ticked. */
export function ReturnChoices({ task }: { readonly task: Task }) {
  const [{ data, error }] = useQuery({ query: ReturnChoicesQuery, variables: { number: task.order.number } })
  if (error) return <p role="alert">The steps before it could not be read; it goes back to those right before it.</p>
  if (!data) return <Loading what="the steps before it" />
  const direct = new Set(task.dependsOn.map((step) => step.key))
  const done = stepsBefore(data.order?.steps ?? [], task.key).filter((step) => step.state === 'DONE')
  return (
    <fieldset className={styles.choices}>
      <legend>Who has to do it again?</legend>
      {done.map((step) => (
        <label key={step.key}>
          <input type="checkbox" name="to" value={step.key} defaultChecked={direct.has(step.key)} />
          <span>
            {step.name} <small>{step.department.name}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
