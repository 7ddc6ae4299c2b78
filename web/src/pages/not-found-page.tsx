import { Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { Link } from '../router.tsx'

export function NotFoundPage() {
  const title = usePageTitle('Nothing here')
  return (
    <>
      <h1 {...title}>Nothing here</h1>
      <Notice kind="empty" title="There is no page at this address">
        <p>
          Go to <Link to="/orders">the orders</Link>.
        </p>
      </Notice>
    </>
  )
}
