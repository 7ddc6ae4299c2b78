import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { Due } from '../components/due.tsx'
import { StepNeedsQuery, type Task } from '../documents/queue-documents.ts'
import { standingOf } from '../order/owing.ts'
import { Link, orderPath } from '../router.tsx'
import styles from './step-needs.module.css'

/** Milliseconds for which the hand must rest on a row before one asks about it. */
const REST = 250

type NeedsProps = { readonly task: Task; readonly department: string }

/** Whether what the department asked for is there, for the step that is in hand; what lacks is told with its day. */
export function StepNeeds({ task, department }: NeedsProps) {
  const { id, order } = useSettled(task, ({ id }) => id)
  const [{ data }] = useQuery({
    query: StepNeedsQuery,
    variables: { number: order.number },
    requestPolicy: 'cache-and-network',
  })
  if (id !== task.id || data?.order?.id !== order.id) return <p className={styles.needs} />
  const asked = data.order.requirements.filter(
    ({ requirement, step }) => requirement.department.key === department && (step === null || step.id === id),
  )
  const owed = asked.filter((one) => standingOf(one) !== 'told')
  const open = owed.filter((one) => standingOf(one) === 'open')
  if (owed.length === 0) return <p className={styles.needs}>Nothing had to be handed in for it</p>
  if (open.length === 0) return <p className={styles.needs}>✓ All that was asked for is there</p>
  const [first, ...others] = open.toSorted((a, b) => dueOf(a) - dueOf(b))
  return (
    <p className={styles.needs}>
      <Link to={orderPath(order.number)}>Not there: {first!.requirement.title}</Link>
      {others.length > 0 && ` and ${others.length} more`} ({first!.owedBy?.name ?? data.order.rep?.name ?? 'the rep'})
      {first!.dueAt && (
        <>
          {' · '}
          <Due at={first!.dueAt} isOverdue={first!.isOverdue} />
        </>
      )}
    </p>
  )
}

const dueOf = ({ dueAt }: { readonly dueAt: string | null }) => Date.parse(dueAt ?? '9999-12-31')

/** The value once it has stayed the same for a while. */
function useSettled<T>(value: T, keyOf: (value: T) => string): T {
  const [settled, settle] = useState(value)
  const key = keyOf(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the same as long as its key is
  useEffect(() => {
    const timer = setTimeout(() => settle(value), REST)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}
