import { formatPhone } from '../components/phone.ts'
import type { Desk, Member, Task } from '../documents/queue-documents.ts'
import { choicesAt, heldBy } from '../queue/queue-choice.ts'
import { Link, useAddress, withParams } from '../router.tsx'
import styles from './load-panel.module.css'

type LoadProps = { readonly tasks: readonly Task[]; readonly chosen: string | null; readonly isWhole: boolean }

/** How much there is of what; each count shows only that part of the queue. */
export function LoadCounts({ tasks, chosen, isWhole }: LoadProps) {
  const address = useAddress()
  const now = Date.now()
  return (
    <nav className={styles.counts} aria-label="Load">
      <Link to={withParams(address, { show: null })} className={styles.count} aria-current={chosen === null}>
        <b>{tasks.length}</b> {isWhole ? 'in all' : 'read so far'}
      </Link>
      {choicesAt(now).map(({ key, words, fits }) => {
        const count = tasks.filter(fits).length
        return (
          <Link
            key={key}
            to={withParams(address, { show: key })}
            className={styles.count}
            data-part={key}
            data-none={count === 0}
            aria-current={chosen === key}
          >
            <b>{count}</b> {words}
          </Link>
        )
      })}
    </nav>
  )
}

type PeopleProps = { readonly desk: Desk; readonly tasks: readonly Task[]; readonly chosen: string | null }

/** Who works here, and how much of the queue each holds; a name shows only what is theirs. */
export function PeopleLoad({ desk, tasks, chosen }: PeopleProps) {
  const members = desk.members.edges.map((edge) => edge.node)
  const unlisted = (desk.members.totalCount ?? members.length) - members.length
  const held = Map.groupBy(tasks, (task) => task.holder?.key ?? '')
  return (
    <nav className={styles.people} aria-label="Who holds what">
      <span>Held by</span>
      {members.map((member) => (
        <PersonLoad
          key={member.id}
          member={member}
          isLead={member.key === desk.lead?.key}
          own={held.get(member.key) ?? []}
          chosen={chosen}
        />
      ))}
      {unlisted > 0 && <span>and {unlisted} more people</span>}
    </nav>
  )
}

type PersonProps = {
  readonly member: Member
  readonly isLead: boolean
  readonly own: readonly Task[]
  readonly chosen: string | null
}

function PersonLoad({ member, isLead, own, chosen }: PersonProps) {
  const address = useAddress()
  const { key } = heldBy(member.key)
  const running = own.filter((task) => task.state === 'IN_PROGRESS').length
  return (
    <Link
      to={withParams(address, { show: chosen === key ? null : key })}
      className={styles.person}
      aria-current={chosen === key}
      title={[member.title, member.email, member.phone && formatPhone(member.phone)].filter(Boolean).join(', ')}
    >
      {member.name} {isLead && <small>lead</small>} <b>{own.length}</b>
      {running > 0 && <small>, {running} in progress</small>}
    </Link>
  )
}
