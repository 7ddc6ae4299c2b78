import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import { GraphiQL, type GraphiQLProps } from 'graphiql'
import type { ExecutionResult } from 'graphql'
import { createClient } from 'graphql-ws'
import { createRoot } from 'react-dom/client'

type Fetcher = GraphiQLProps['fetcher']
const address = `${window.location.origin}/graphql`
const socket = createClient({ url: address.replace(/^http/, 'ws') })

/** Subscriptions go over the socket, all else by POST; both carry the session cookie, or a token from the headers tab. */
const fetcher: Fetcher = (request, options) => {
  const isSubscription = options?.documentAST?.definitions.some(
    (one) =>
      one.kind === 'OperationDefinition' &&
      one.operation === 'subscription' &&
      (!request.operationName || one.name?.value === request.operationName),
  )
  if (!isSubscription) return post(request, options?.headers)
  return socket.iterate({ ...request, operationName: request.operationName ?? null }) as ReturnType<Fetcher>
}

async function post(request: unknown, headers: Record<string, unknown> = {}): Promise<ExecutionResult> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { ...(headers as Record<string, string>), 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(request),
  })
  return answer.json()
}

createRoot(document.getElementById('graphiql')!).render(<GraphiQL fetcher={fetcher} />)
