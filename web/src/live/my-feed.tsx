import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from 'react'
import { AllFrames, MyFrames, type OwnEvent } from '../documents/viewer-documents.ts'
import { OfflineStrip } from './offline-strip.tsx'
import { useFrames } from './use-frames.ts'

type Listener = (events: readonly OwnEvent[]) => void
const MyFeedContext = createContext<Set<Listener>>(new Set())

type MyFeedProps = {
  readonly after: string
  readonly all: boolean
  readonly onRefused: () => void
  readonly children: ReactNode
}

/**
 * Watches once, from the place at which the viewer was read, for all that is shown. `all`: an admin's or integration's
 * orders are all of them.
 */
export function MyFeed({ after, all, onRefused, children }: MyFeedProps) {
  const listeners = useRef(new Set<Listener>())
  const [from] = useState(after)
  const tell = (events: readonly OwnEvent[] | undefined) => {
    if (events && events.length > 0) for (const listener of listeners.current) listener(events)
  }
  useFrames(MyFrames, all ? null : { after: from }, { onFrame: (data) => tell(data.myEvents.events), onRefused })
  useFrames(AllFrames, all ? { after: from } : null, { onFrame: (data) => tell(data.events.events), onRefused })
  return (
    <MyFeedContext value={listeners.current}>
      {children}
      <OfflineStrip />
    </MyFeedContext>
  )
}

/** Tells of each frame that has events in it. */
export function useMyFeed(onEvents: Listener): void {
  const listeners = useContext(MyFeedContext)
  const tell = useEffectEvent(onEvents)
  useEffect(() => {
    const listener: Listener = (events) => tell(events)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [listeners])
}
