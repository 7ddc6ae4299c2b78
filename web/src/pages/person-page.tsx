import { useState } from 'react'
import { useQuery } from 'urql'
import { DepartmentMark } from '../components/department-mark.tsx'
import { Reach } from '../components/reach.tsx'
import { CarriedOrders } from '../directory/carried-orders.tsx'
import { Facts } from '../directory/facts.tsx'
import { ReadRoom } from '../directory/read-room.tsx'
import { PersonQuery } from '../documents/directory-documents.ts'
import { Link, queuePath } from '../router.tsx'
import styles from './person-page.module.css'

const FEW = 20
const MOST = 100

/** How to reach somebody, where they work, and the orders that they are the rep of. */
export function PersonPage({ person: key }: { readonly person: string }) {
  const [first, setFirst] = useState(FEW)
  const [{ data, error }, read] = useQuery({ query: PersonQuery, variables: { key, first } })
  return (
    <ReadRoom
      what="person"
      found={data?.person}
      name={data?.person?.name}
      asked={key}
      error={error}
      onAgain={() => read({ requestPolicy: 'network-only' })}
      elsewhere="Search for a part of the name with Ctrl K, or ⌘K."
    >
      {({ department, ...person }) => (
        <>
          <Facts
            facts={{
              Title: person.title,
              'Call or write': (person.email || person.phone) && <Reach person={person} />,
              Department: department && (
                <span className={styles.department}>
                  <DepartmentMark department={department} />
                  <Link to={queuePath(department.key)}>{department.name}</Link>
                </span>
              ),
              Key: <code>{key}</code>,
            }}
          />
          {data?.orders && (
            <CarriedOrders
              page={data.orders}
              whose={person.name}
              named="customer"
              empty={`${person.name} is the rep of none. Whose step something is stands in the desk of the department.`}
              onMore={data.orders.pageInfo.hasNextPage && first === FEW ? () => setFirst(MOST) : null}
            />
          )}
        </>
      )}
    </ReadRoom>
  )
}
