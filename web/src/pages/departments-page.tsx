import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { DepartmentsQuery } from '../documents/queue-documents.ts'
import { Link, queuePath } from '../router.tsx'
import styles from './departments-page.module.css'

/** For whoever belongs to no department: which one's queue to look at. */
export function DepartmentsPage() {
  const [{ data, error }] = useQuery({ query: DepartmentsQuery })
  const title = usePageTitle('Queues')
  return (
    <>
      <h1 {...title}>Queues</h1>
      {error && (
        <Notice kind="error" title="The departments could not be read">
          <p>{tell(error)}</p>
        </Notice>
      )}
      {!data && !error && <Loading what="the departments" />}
      <ul className={styles.list}>
        {data?.departments?.map((department) => (
          <li key={department.id}>
            <Link to={queuePath(department.key)} className={styles.card}>
              <strong>{department.name}</strong>
              <span>
                {department.lead ? `Lead: ${department.lead.name}` : 'No lead'}
                {department.isExternal && ' · partner'}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
