import { useQuery } from 'urql'
import { Notice } from '../components/notice.tsx'
import { Facts } from '../directory/facts.tsx'
import { ReadRoom } from '../directory/read-room.tsx'
import { ProductQuery } from '../documents/directory-documents.ts'

/** What is sold under a stock-keeping unit. */
export function ProductPage({ sku }: { readonly sku: string }) {
  const [{ data, error }, read] = useQuery({ query: ProductQuery, variables: { sku } })
  return (
    <ReadRoom
      what="product"
      found={data?.product}
      name={data?.product?.name}
      asked={sku}
      error={error}
      onAgain={() => read({ requestPolicy: 'network-only' })}
      elsewhere="Search for a part of the name or of the stock-keeping unit with Ctrl K, or ⌘K."
    >
      {({ category }) => (
        <>
          <Facts facts={{ 'Stock-keeping unit': <code>{sku}</code>, Category: category }} />
          <Notice kind="info" title="Orders are not listed by product">
            <p>Look an order up by its number or its customer with Ctrl K, or ⌘K: it says what was ordered.</p>
          </Notice>
        </>
      )}
    </ReadRoom>
  )
}
