import { useState } from 'react'
import { useQuery } from 'urql'
import { codeOf, tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { type QueueDepartment, QueueQuery } from '../documents/queue-documents.ts'
import { useMyFeed } from '../live/my-feed.tsx'
import { useRefetch } from '../live/use-refetch.ts'
import { QueueList } from '../queue/queue-list.tsx'
import { Link } from '../router.tsx'
import styles from './queue-page.module.css'

const PAGE = 50

/** What a department has to do: all that is ready, under way or on hold, the most urgent first. */
export function QueuePage({ department }: { readonly department: string }) {
  const [first, setFirst] = useState(PAGE)
  const variables = { department, first }
  const [result, read] = useQuery({ query: QueueQuery, variables, requestPolicy: 'cache-and-network' })
  const refetch = useRefetch(result, read)
  useMyFeed(refetch)
  const found = result.data?.department
  const title = usePageTitle(found ? `${found.name}: queue` : 'Queue')
  const isMissing = (result.data && !found) || codeOf(result.error) === 'NOT_FOUND'
  return (
    <>
      <h1 {...title}>{found?.name ?? 'Queue'}</h1>
      {result.error && !isMissing && (
        <Notice kind="error" title="The queue could not be read">
          <p>{tell(result.error)}</p>
        </Notice>
      )}
      {isMissing && <NoDepartment />}
      {!found && !isMissing && !result.error && <Loading what="the queue" />}
      {found && <Queue department={found} refetch={refetch} />}
      {found?.queue.pageInfo.hasNextPage && first < 100 && (
        <button type="button" className="button" onClick={() => setFirst(100)}>
          Show more
        </button>
      )}
    </>
  )
}

function Queue({ department, refetch }: { readonly department: QueueDepartment; readonly refetch: () => void }) {
  const tasks = department.queue.edges.map((edge) => edge.node)
  const members = department.members.edges.map((edge) => edge.node)
  const total = department.queue.totalCount ?? tasks.length
  return (
    <>
      <p className={styles.sum}>{sumOf(total, tasks.filter((task) => !task.holder).length)}</p>
      {tasks.length === 0 ? (
        <Notice kind="empty" title="Nothing lies here">
          <p>As soon as another department hands a step over, it appears by itself.</p>
        </Notice>
      ) : (
        <QueueList tasks={tasks} members={members} refetch={refetch} />
      )}
    </>
  )
}

function sumOf(total: number, free: number): string {
  const steps = `${total} ${total === 1 ? 'step' : 'steps'} in the queue`
  return free > 0 ? `${steps}, ${free} of those shown held by nobody` : steps
}

function NoDepartment() {
  return (
    <Notice kind="empty" title="There is no such department">
      <p>
        Choose one of <Link to="/departments">the departments</Link>.
      </p>
    </Notice>
  )
}
