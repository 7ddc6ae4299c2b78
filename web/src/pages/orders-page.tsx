import { useQuery } from 'urql'
import { tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { type OrdersPageOf, OrdersQuery } from '../documents/orders-documents.ts'
import { useMyFeed } from '../live/my-feed.tsx'
import { useRefetch } from '../live/use-refetch.ts'
import { Link, useAddress, withParams } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import { orderVariables, readOrderView } from './order-view.ts'
import { OrdersFilter } from './orders-filter.tsx'
import styles from './orders-page.module.css'
import { OrdersTable } from './orders-table.tsx'

/** A rep's orders, or all the viewer may see, with who has each now and who gets it next. */
export function OrdersPage() {
  const viewer = useViewer()
  const view = readOrderView(useAddress(), viewer)
  const [result, read] = useQuery({
    query: OrdersQuery,
    variables: orderVariables(view, viewer),
    requestPolicy: 'cache-and-network',
  })
  useMyFeed(useRefetch(result, read))
  const name = view.isOwn ? 'My orders' : 'Orders'
  const title = usePageTitle(name)
  const page = result.data?.orders
  return (
    <>
      <div className={styles.head}>
        <h1 {...title}>{name}</h1>
        <p className={styles.count}>{typeof page?.totalCount === 'number' && countOf(page.totalCount)}</p>
      </div>
      <OrdersFilter view={view} mayNarrow={viewer.roles.includes('REP')} />
      {result.error && (
        <Notice kind="error" title="The orders could not be read">
          <p>{tell(result.error)}</p>
        </Notice>
      )}
      {!page && !result.error && <Loading what="the orders" />}
      {page && page.edges.length === 0 && <NoOrders isFiltered={view.search !== '' || view.state !== null} />}
      {page && page.edges.length > 0 && (
        <OrdersTable rows={page.edges.map((edge) => edge.node)} withRep={!view.isOwn} />
      )}
      {page && <Paging page={page} />}
    </>
  )
}

const countOf = (count: number) => `${new Intl.NumberFormat().format(count)} ${count === 1 ? 'order' : 'orders'}`

function NoOrders({ isFiltered }: { readonly isFiltered: boolean }) {
  const address = useAddress()
  return (
    <Notice kind="empty" title={isFiltered ? 'No order fits' : 'There is no order here yet'}>
      {isFiltered ? (
        <p>
          Search for another word, or{' '}
          <Link to={withParams(address, { q: null, state: 'any', scope: 'all', after: null, before: null })}>
            look at all orders that you may see
          </Link>
          .
        </p>
      ) : (
        <p>An order appears as soon as it is placed, by an integration or by the placeOrder mutation.</p>
      )}
    </Notice>
  )
}

function Paging({ page: { pageInfo } }: { readonly page: OrdersPageOf }) {
  const address = useAddress()
  if (!pageInfo.hasNextPage && !pageInfo.hasPreviousPage) return null
  return (
    <nav className={styles.paging} aria-label="Pages">
      {pageInfo.hasPreviousPage && (
        <Link className="button" to={withParams(address, { before: pageInfo.startCursor ?? null, after: null })}>
          ← Before these
        </Link>
      )}
      {pageInfo.hasNextPage && (
        <Link className="button" to={withParams(address, { after: pageInfo.endCursor ?? null, before: null })}>
          After these →
        </Link>
      )}
    </nav>
  )
}
