import { useState } from 'react'
import { Notice } from '../components/notice.tsx'
import { Reach } from '../components/reach.tsx'
import type { CompanyDepartment } from '../documents/directory-documents.ts'
import { Link, personPath, queuePath } from '../router.tsx'
import { fits } from '../search/found.ts'
import styles from './admin.module.css'

const FEW = 20

/** Who works in a department. Whoever works in none is found by their key alone: the API lists people by department. */
export function PeopleSection({ departments }: { readonly departments: readonly CompanyDepartment[] }) {
  const [text, setText] = useState('')
  const [areAllShown, setAllShown] = useState(false)
  const people = departments.flatMap((department) =>
    department.members.edges.map(({ node }) => ({ ...node, department, isLead: department.lead?.key === node.key })),
  )
  const fitting = people
    .filter(
      ({ name, key, title, department }) => text.trim() === '' || fits(text, name, key, title ?? '', department.name),
    )
    .sort((a, b) => a.name.localeCompare(b.name))
  const shown = areAllShown ? fitting : fitting.slice(0, FEW)
  const unread = departments.filter(({ members }) => (members.totalCount ?? 0) > members.edges.length)
  return (
    <section aria-labelledby="people">
      <h2 id="people" className={styles.title}>
        People
      </h2>
      <label className={styles.filter}>
        <span>Name, title or department</span>
        <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <p className={styles.soft} role="status">
        {fitting.length} of {people.length} people
        {unread.length > 0 && `; only the first 100 each of ${unread.map(({ name }) => name).join(', ')}`}
      </p>
      {shown.length === 0 && (
        <Notice kind="empty" title="Nobody fits">
          <p>Try a part of the name. People without a department are not listed here.</p>
        </Notice>
      )}
      <ul className={styles.people}>
        {shown.map(({ department, isLead, ...person }) => (
          <li key={person.id}>
            <p>
              <Link to={personPath(person.key)}>{person.name}</Link>
              {isLead && <small> lead</small>}
            </p>
            <p className={styles.soft}>{person.title}</p>
            <p className={styles.soft}>
              <Link to={queuePath(department.key)}>{department.name}</Link>
            </p>
            {person.email || person.phone ? <Reach person={person} /> : <p className={styles.soft}>no address</p>}
          </li>
        ))}
      </ul>
      {fitting.length > shown.length && (
        <button type="button" className={`button ${styles.more}`} onClick={() => setAllShown(true)}>
          Show all {fitting.length}
        </button>
      )}
    </section>
  )
}
