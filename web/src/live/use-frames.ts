import { useEffect, useEffectEvent } from 'react'
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient } from 'urql'

type Told<Data> = { readonly onFrame: (data: Data) => void; readonly onRefused?: (error: CombinedError) => void }

/** Watches a feed as long as there are variables for it. Each frame is told once, in order. */
export function useFrames<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
  { onFrame, onRefused }: Told<Data>,
): void {
  const client = useClient()
  const key = variables && JSON.stringify(variables)
  const tell = useEffectEvent((data: Data | undefined, error: CombinedError | undefined) => {
    if (error) onRefused?.(error)
    else if (data) onFrame(data)
  })
  useEffect(() => {
    if (key === null) return
    const frames = client.subscription(document, JSON.parse(key) as Variables)
    return frames.subscribe(({ data, error }) => tell(data, error)).unsubscribe
  }, [client, document, key])
}
