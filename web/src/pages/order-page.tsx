import { useQuery } from 'urql'
import { codeOf, tell } from '../client.ts'
import { Loading, Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { type HistoryEvent, type OrderDetail, OrderFrames, OrderQuery } from '../documents/order-documents.ts'
import { announce } from '../live/announcer.tsx'
import { useFirstHead } from '../live/use-first-head.ts'
import { useFrames } from '../live/use-frames.ts'
import { useRefetch } from '../live/use-refetch.ts'
import { describeEvent, isToldByAnother } from '../order/describe-event.ts'
import { OrderView } from '../order/order-view.tsx'
import { Link } from '../router.tsx'

/** One order, live: read together with the feed's head, then watched from there, so that nothing is missed in between. */
export function OrderPage({ number }: { readonly number: string }) {
  const [result, read] = useQuery({ query: OrderQuery, variables: { number }, requestPolicy: 'network-only' })
  const refetch = useRefetch(result, read)
  const order = result.data?.order
  const [after, startOver] = useFirstHead(result.data?.feed.head)
  useFrames(OrderFrames, order && after ? { number, after } : null, {
    onFrame: ({ orderEvents }) => {
      if (orderEvents.events.length === 0) return
      tellOf(orderEvents.events)
      refetch()
    },
    onRefused: () => {
      startOver()
      refetch()
    },
  })
  usePageTitle(`Order ${number}`)
  if (order) return <OrderView order={order} />
  if (!result.error) return result.data ? <NoOrder number={number} /> : <Loading what={`order ${number}`} />
  if (codeOf(result.error) === 'NOT_FOUND') return <NoOrder number={number} />
  return (
    <Notice kind="error" title={`Order ${number} could not be read`}>
      <p>{tell(result.error)}</p>
      <button type="button" className="button" onClick={refetch}>
        Try again
      </button>
    </Notice>
  )
}

function tellOf(events: readonly HistoryEvent[]): void {
  announce(
    events
      .filter((event) => !isToldByAnother(event))
      .slice(-3)
      .map((event) => describeEvent(event))
      .join('. '),
  )
}

function NoOrder({ number }: { readonly number: OrderDetail['number'] }) {
  const title = usePageTitle('No such order')
  return (
    <>
      <h1 {...title}>No order {number}</h1>
      <Notice kind="empty" title="There is no such order, or it is not yours to see">
        <p>
          An order is seen by its rep and by the departments that have a step in it. Look for it among{' '}
          <Link to="/orders?scope=all&state=any">all orders that you may see</Link>.
        </p>
      </Notice>
    </>
  )
}
