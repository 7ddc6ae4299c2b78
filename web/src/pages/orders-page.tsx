import { usePageTitle } from '../components/page-title.tsx'
import { OrdersRoom } from '../orders/orders-room.tsx'
import { useAddress } from '../router.tsx'
import { useViewer } from '../session/viewer-context.ts'
import { readOrderView } from './order-view.ts'

/** A rep's orders, or all the viewer may see, with what needs them first, who has each now and who gets it next. */
export function OrdersPage() {
  const view = readOrderView(useAddress(), useViewer())
  const name = view.isOwn ? 'My orders' : 'Orders'
  const title = usePageTitle(name)
  return <OrdersRoom view={view} heading={<h1 {...title}>{name}</h1>} />
}
