import { Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.tsx'
import { Link } from '../router.tsx'
import { homeOf } from '../session/home.ts'
import { useViewer } from '../session/viewer-context.ts'

export function NotFoundPage() {
  const title = usePageTitle('Nothing here')
  const viewer = useViewer()
  return (
    <>
      <h1 {...title}>Nothing here</h1>
      <Notice kind="empty" title="There is no room at this address">
        <p>
          Search for what you meant with Ctrl K, or ⌘K, or <Link to={homeOf(viewer)}>go to where your day begins</Link>.
        </p>
      </Notice>
    </>
  )
}
