import { DepartmentMark } from '../components/department-mark.tsx'
import { formatDay } from '../components/format.ts'
import type { CompanyDepartment } from '../documents/directory-documents.ts'
import { Link, personPath, queuePath } from '../router.tsx'
import styles from './admin.module.css'
import { hoursInWords } from './calendar-words.ts'

/** Every department with its lead, its working time and the days on which it is closed. */
export function DepartmentsSection({ departments }: { readonly departments: readonly CompanyDepartment[] }) {
  return (
    <section aria-labelledby="departments">
      <h2 id="departments" className={styles.title}>
        Departments and their calendars
      </h2>
      <ul className={styles.list}>
        {departments.map((department) => (
          <li key={department.id} className={styles.department}>
            <DepartmentMark department={department} />
            <Who department={department} />
            <Hours department={department} />
            <Closures department={department} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type Of = { readonly department: CompanyDepartment }

function Who({ department: { key, name, isExternal, lead, members, steps } }: Of) {
  const count = members.totalCount ?? members.edges.length
  return (
    <div>
      <h3 className={styles.name}>
        <Link to={queuePath(key)}>{name}</Link>
        {isExternal && <small> partner</small>}
      </h3>
      <p className={styles.soft}>
        {lead ? (
          <>
            Lead: <Link to={personPath(lead.key)}>{lead.name}</Link>
          </>
        ) : (
          <strong className={styles.lack}>No lead: nobody is asked when nobody holds a step</strong>
        )}
      </p>
      <p className={styles.soft}>
        {count} {count === 1 ? 'person' : 'people'}, {steps.length} {steps.length === 1 ? 'step' : 'steps'} in the
        workflows
      </p>
    </div>
  )
}

function Hours({ department: { calendar, timeZone } }: Of) {
  const hours = hoursInWords(calendar.weekdays)
  return (
    <div className={styles.soft}>
      <h4 className={styles.label}>Works</h4>
      {hours.length === 0 && <p>never, by its calendar</p>}
      {hours.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>{timeZone}</p>
    </div>
  )
}

function Closures({ department: { calendar } }: Of) {
  return (
    <div className={styles.soft}>
      <h4 className={styles.label}>Closed</h4>
      {calendar.closures.length === 0 && <p>on no day that it has told</p>}
      <ul>
        {calendar.closures.map(({ from, to, reason }) => (
          <li key={`${from}${to}`}>
            {from === to ? formatDay(from) : `${formatDay(from)} – ${formatDay(to)}`}
            {reason && `: ${reason}`}
          </li>
        ))}
      </ul>
    </div>
  )
}
