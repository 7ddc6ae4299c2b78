import { useQuery } from 'urql'
import { AccessSection } from '../admin/access-section.tsx'
import { DepartmentsSection } from '../admin/departments-section.tsx'
import { PeopleSection } from '../admin/people-section.tsx'
import { tell } from '../client.ts'
import { Forbidden } from '../components/forbidden.tsx'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { CompanyQuery } from '../documents/directory-documents.ts'
import { useViewer } from '../session/viewer-context.ts'
import styles from './admin-page.module.css'

/** The company as Baton knows it. It comes from imports and other systems; here it is looked at. */
export function AdminPage() {
  const { roles } = useViewer()
  const title = usePageTitle('Admin')
  return (
    <>
      <h1 {...title}>Admin</h1>
      {roles.includes('ADMIN') ? <Company /> : <Forbidden room="This room" who="admins" />}
    </>
  )
}

function Company() {
  const [{ data, error }, read] = useQuery({ query: CompanyQuery, requestPolicy: 'cache-and-network' })
  const departments = data?.departments
  if (error && !departments)
    return (
      <Notice kind="error" title="The company could not be read">
        <p>{tell(error)}</p>
        <button type="button" className="button" onClick={() => read({ requestPolicy: 'network-only' })}>
          Try again
        </button>
      </Notice>
    )
  if (!departments) return <Loading what="the company" />
  return (
    <>
      <p className={styles.hint}>
        People, departments and calendars come with an import or from another system; they are not changed here.
      </p>
      {departments.length === 0 && (
        <Notice kind="empty" title="There is no department yet">
          <p>
            An import makes them: <code>npx baton import orders.csv</code>.
          </p>
        </Notice>
      )}
      {departments.length > 0 && <DepartmentsSection departments={departments} />}
      {departments.length > 0 && <PeopleSection departments={departments} />}
      <AccessSection scopes={data.viewer.scopes} />
    </>
  )
}
