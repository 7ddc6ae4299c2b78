import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { UnreadQuery } from '../documents/requirement-documents.ts'
import { useRefetch } from '../live/use-refetch.ts'
import { ToRead } from '../requirements/to-read.tsx'
import { Link, requirementsPath } from '../router.tsx'
import styles from './reading-page.module.css'

/** What the departments ask of whoever looks: first what touches their orders and they have not read. */
export function ReadingPage() {
  const [result, read] = useQuery({ query: UnreadQuery, requestPolicy: 'cache-and-network' })
  const refetch = useRefetch(result, read)
  const { data, error } = result
  const title = usePageTitle('What the departments ask')
  const unread = data?.viewer.unread
  return (
    <>
      <h1 {...title}>What the departments ask</h1>
      {error && (
        <Notice kind="error" title="It could not be read">
          <p>{tell(error)}</p>
        </Notice>
      )}
      {!data && !error && <Loading what="what is asked" />}
      {unread?.totalCount === 0 && (
        <p className={styles.sum}>You have read everything that touches your open orders.</p>
      )}
      {unread !== undefined && unread.edges.length > 0 && (
        <section aria-labelledby="to-read">
          <h2 id="to-read">To read: {unread.totalCount}</h2>
          <ul className={styles.list}>
            {unread.edges.map(({ node }) => (
              <ToRead key={node.id} one={node} onRead={refetch} />
            ))}
          </ul>
        </section>
      )}
      {data?.departments && (
        <section aria-labelledby="by-department" className={styles.departments}>
          <h2 id="by-department">By department</h2>
          <ul>
            {data.departments.map((department) => (
              <li key={department.id}>
                <Link to={requirementsPath(department.key)}>{department.name}</Link>{' '}
                <small>{department.requirements.totalCount} in force</small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
