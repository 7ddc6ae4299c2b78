import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { DepartmentMark } from '../components/department-mark.tsx'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { DepartmentsQuery } from '../documents/queue-documents.ts'
import { Link, personPath, queuePath, requirementsPath } from '../router.tsx'
import styles from './departments-page.module.css'

/** All departments, each with its two rooms. The counts are of what the viewer sees. */
export function DepartmentsPage() {
  const [{ data, error }] = useQuery({ query: DepartmentsQuery, requestPolicy: 'cache-and-network' })
  const title = usePageTitle('Departments')
  return (
    <>
      <h1 {...title}>Departments</h1>
      {error && (
        <Notice kind="error" title="The departments could not be read">
          <p>{tell(error)}</p>
        </Notice>
      )}
      {!data && !error && <Loading what="the departments" />}
      <ul className={styles.list}>
        {data?.departments?.map((department) => (
          <li key={department.id} className={styles.card}>
            <h2>
              <DepartmentMark department={department} /> {department.name}
            </h2>
            <p className={styles.soft}>
              {department.lead ? (
                <>
                  Lead: <Link to={personPath(department.lead.key)}>{department.lead.name}</Link>
                </>
              ) : (
                'No lead'
              )}
              {' · '}
              {department.members.totalCount} people
              {department.isExternal && ' · partner'}
            </p>
            <p className={styles.rooms}>
              <Link to={queuePath(department.key)}>
                <b>{department.queue.totalCount}</b> in the queue
              </Link>
              <Link to={requirementsPath(department.key)}>
                <b>{department.requirements.totalCount}</b> asked of others
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
