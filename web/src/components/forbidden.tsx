import { Link } from '../router.tsx'
import { homeOf } from '../session/home.ts'
import { useViewer } from '../session/viewer-context.ts'
import { Notice } from './notice.tsx'

/** A room that is there, but not for this viewer: who may, and where to go instead. */
export function Forbidden({ room, who }: { readonly room: string; readonly who: string }) {
  const viewer = useViewer()
  const name = viewer.person?.name ?? viewer.actor?.name
  return (
    <Notice kind="error" title={`${room} is not for you`}>
      <p>
        It is for {who}. You are signed in{name && ` as ${name}`}: ask an admin to look for you, or sign in as somebody
        who may.
      </p>
      <p>
        <Link to={homeOf(viewer)}>Go to where your day begins</Link>
      </p>
    </Notice>
  )
}
