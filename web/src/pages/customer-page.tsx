import { useState } from 'react'
import { useQuery } from 'urql'
import { Reach } from '../components/reach.tsx'
import { CarriedOrders } from '../directory/carried-orders.tsx'
import { Facts } from '../directory/facts.tsx'
import { ReadRoom } from '../directory/read-room.tsx'
import { CustomerQuery } from '../documents/directory-documents.ts'
import { Link, personPath } from '../router.tsx'

const FEW = 20
const MOST = 100

/** Who buys, who looks after them, and their orders. */
export function CustomerPage({ customer: key }: { readonly customer: string }) {
  const [first, setFirst] = useState(FEW)
  const variables = { key, first }
  const [{ data, error }, read] = useQuery({ query: CustomerQuery, variables, requestPolicy: 'cache-and-network' })
  return (
    <ReadRoom
      what="customer"
      found={data?.customer}
      name={data?.customer?.name}
      asked={key}
      error={error}
      onAgain={() => read({ requestPolicy: 'network-only' })}
      elsewhere="Search for a part of the name with Ctrl K, or ⌘K."
    >
      {({ isNew, name, orders, accountManager }) => (
        <>
          <Facts
            facts={{
              Key: <code>{key}</code>,
              'Looked after by': accountManager && (
                <>
                  <Link to={personPath(accountManager.key)}>{accountManager.name}</Link>
                  <Reach person={accountManager} about={name} />
                </>
              ),
              New: isNew && 'no order before',
            }}
          />
          <CarriedOrders
            page={orders}
            whose={name}
            named="rep"
            empty="It appears here as soon as one is placed for this customer that you may see."
            onMore={orders.pageInfo.hasNextPage && first === FEW ? () => setFirst(MOST) : null}
          />
        </>
      )}
    </ReadRoom>
  )
}
