import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { DepartmentMark } from '../components/department-mark.tsx'
import { Moment } from '../components/moment.tsx'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { type WorkflowRow, WorkflowsQuery } from '../documents/workflow-documents.ts'
import { Link, workflowPath } from '../router.tsx'
import styles from './workflows-page.module.css'

/** How a sale runs here: every workflow in its newest version. */
export function WorkflowsPage() {
  const [{ data, error, fetching }, read] = useQuery({ query: WorkflowsQuery, requestPolicy: 'cache-and-network' })
  const title = usePageTitle('Workflows')
  const workflows = data?.workflows ?? []
  return (
    <>
      <h1 {...title}>Workflows</h1>
      <p className={styles.hint}>
        Who does what in a sale, and in which turn. An order keeps the version that it was placed under.
      </p>
      {error && (
        <Notice kind="error" title="The workflows could not be read">
          <p>{tell(error)}</p>
          <button type="button" className="button" onClick={() => read({ requestPolicy: 'network-only' })}>
            Try again
          </button>
        </Notice>
      )}
      {!data && fetching && <Loading what="the workflows" />}
      {data && workflows.length === 0 && (
        <Notice kind="empty" title="No workflow is published yet">
          <p>
            An admin publishes one with the <code>publishWorkflow</code> mutation, or an import finds it in a log:{' '}
            <code>npx baton import orders.csv</code>.
          </p>
        </Notice>
      )}
      <ul className={styles.list}>
        {workflows.map((workflow) => (
          <li key={workflow.id} className={styles.row}>
            <WorkflowLine workflow={workflow} />
          </li>
        ))}
      </ul>
    </>
  )
}

function WorkflowLine({ workflow }: { readonly workflow: WorkflowRow }) {
  const { key, name, version, stepCount, departments, appliesWhen, isDiscovered, publishedAt } = workflow
  return (
    <>
      <div>
        <h2 className={styles.name}>
          <Link to={workflowPath(key)}>{name}</Link>
        </h2>
        <p className={styles.about}>
          Version {version}, published <Moment at={publishedAt} />
          {isDiscovered && ' · found in a log'}
        </p>
        <p className={styles.about}>
          {appliesWhen ? (
            <>
              For orders where <code>{appliesWhen}</code>
            </>
          ) : (
            'For every order that no other workflow is for'
          )}
        </p>
      </div>
      <div className={styles.lanes}>
        <p>
          {stepCount} {stepCount === 1 ? 'step' : 'steps'} through {departments.length}{' '}
          {departments.length === 1 ? 'department' : 'departments'}
        </p>
        <ul aria-label="Departments, in turn">
          {departments.map((department) => (
            <li key={department.key}>
              <DepartmentMark department={department} />
              {department.name}
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
