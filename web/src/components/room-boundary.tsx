import { Component, type ReactNode, Suspense } from 'react'
import { Loading, Notice } from './notice.tsx'

type State = { readonly fault: Error | null }

/** A room that cannot be loaded or that breaks takes nothing down but itself. Mount it anew (by `key`) for another room. */
export class RoomBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { fault: null }

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) }
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (fault) return <BrokenRoom fault={fault} />
    return <Suspense fallback={<Loading what="this room" />}>{this.props.children}</Suspense>
  }
}

/** A script that the server no longer has (it was updated) or that the network lost, as against one that has a fault. */
const isNotLoaded = (fault: Error) => /import|module script|preload css|fetch/i.test(fault.message)

function BrokenRoom({ fault }: { readonly fault: Error }) {
  const notLoaded = isNotLoaded(fault)
  return (
    <Notice kind="error" title={notLoaded ? 'This room could not be loaded' : 'Something broke in this room'}>
      <p>
        {notLoaded
          ? 'The network may be away, or Baton was updated since you opened this page. Loading it anew helps in both cases.'
          : 'Nothing was lost: what you did up to now is kept. Load the page anew; if it breaks again, tell who runs Baton:'}
      </p>
      {!notLoaded && (
        <p>
          <code>{fault.message}</code>
        </p>
      )}
      <button type="button" className="button" onClick={() => window.location.reload()}>
        Load the page anew
      </button>
    </Notice>
  )
}
