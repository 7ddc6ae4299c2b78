import { useEffect } from 'react'
import { useQuery } from 'urql'
import { codeOf, tell } from './client.ts'
import { Loading, Notice } from './components/notice.tsx'
import { RoomBoundary } from './components/room-boundary.tsx'
import { Shell } from './components/shell.tsx'
import { ViewerQuery } from './documents/viewer-documents.ts'
import { MyFeed } from './live/my-feed.tsx'
import { useRefetch } from './live/use-refetch.ts'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { roomAt } from './rooms.ts'
import { go, useAddress } from './router.tsx'
import { homeOf } from './session/home.ts'
import { SignInPage } from './session/sign-in-page.tsx'
import { useViewer, ViewerContext } from './session/viewer-context.ts'

/** Asks who looks, and lets nobody in whom Baton does not know. */
export function App() {
  const [result, read] = useQuery({ query: ViewerQuery })
  const refetch = useRefetch(result, read)
  const { data, error } = result
  if (codeOf(error) === 'UNAUTHENTICATED') return <SignInPage />
  if (!data) return <main>{error ? <Unreachable reason={tell(error)} /> : <Loading what="Baton" />}</main>
  if (!data.viewer.actor && data.viewer.roles.length === 0) return <SignInPage />
  const isEverywhere = data.viewer.roles.some((role) => role === 'ADMIN' || role === 'INTEGRATION')
  return (
    <ViewerContext value={data.viewer}>
      <MyFeed after={data.feed.head} all={isEverywhere} onRefused={refetch}>
        <Shell>
          <Page />
        </Shell>
      </MyFeed>
    </ViewerContext>
  )
}

function Unreachable({ reason }: { readonly reason: string }) {
  return (
    <Notice kind="error" title="Baton does not answer">
      <p>{reason}</p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        Try again
      </button>
    </Notice>
  )
}

function Page() {
  const { pathname } = useAddress()
  if (pathname === '/') return <Home />
  const found = roomAt(pathname)
  if (!found) return <NotFoundPage />
  const { entry, params } = found
  return (
    <RoomBoundary key={pathname}>
      <entry.Room {...params} />
    </RoomBoundary>
  )
}

function Home() {
  const to = homeOf(useViewer())
  useEffect(() => go(to, 'replace'), [to])
  return null
}
