import { type Client, createClient, type ExecutionResult } from 'graphql-ws'
import { authorization } from '../bearer.ts'
import { connectionLost, connectionOpened } from './connection.ts'

/** Milliseconds between two signs of life; a socket that gives none for as long is taken for dead. */
const ALIVE = 10_000
const LONGEST_WAIT = 8_000
const UNAUTHORIZED = 4401

/** The socket for everything that is watched. It is opened again and again until nothing is watched any more. */
export function openSocket(): Client {
  let silence: ReturnType<typeof setTimeout> | undefined
  let wasOpen = false
  const client = createClient({
    url: () => `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: authorization,
    keepAlive: ALIVE,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: waitToRetry,
    on: {
      connected: () => {
        connectionOpened(wasOpen)
        wasOpen = true
      },
      closed: () => {
        clearTimeout(silence)
        connectionLost()
      },
      ping: (received) => {
        if (!received) silence = setTimeout(() => client.terminate(), ALIVE)
      },
      pong: (received) => {
        if (received) clearTimeout(silence)
      },
    },
  })
  window.addEventListener('offline', () => client.terminate())
  return client
}

/** Longer and longer, never in step with others, and at once when the machine says that its network is back. */
function waitToRetry(retries: number): Promise<void> {
  const most = Math.min(LONGEST_WAIT, 500 * 2 ** retries)
  const over = new AbortController()
  return new Promise((resolve) => {
    const wake = () => {
      over.abort()
      resolve()
    }
    const timer = setTimeout(wake, most / 2 + Math.random() * (most / 2))
    over.signal.addEventListener('abort', () => clearTimeout(timer))
    window.addEventListener('online', wake, { signal: over.signal })
  })
}

type Body = { readonly query?: string; readonly variables?: unknown }
type Sink = {
  readonly next: (result: ExecutionResult) => void
  readonly error: (error: unknown) => void
  readonly complete: () => void
}

/**
 * Watches a feed for urql. The cursor of the last frame is kept in the variables that are sent, so that after a cut
 * socket, a server that went away or one that ended the subscription the next one goes on with no gap.
 */
export function watchFeed(client: Client, body: Body) {
  return {
    subscribe(sink: Sink) {
      const variables: Record<string, unknown> = { ...(body.variables as object | undefined) }
      const payload = { query: body.query ?? '', variables }
      let again: ReturnType<typeof setTimeout> | undefined
      let isOver = false
      let stop = () => {}
      const startAgain = () => {
        if (!isOver) again = setTimeout(start, 1_000)
      }
      const start = () => {
        stop = client.subscribe(payload, {
          next: (result) => {
            variables.after = cursorIn(result) ?? variables.after
            sink.next(result as ExecutionResult)
          },
          error: (error) => (isRefusal(error) ? sink.error(error) : startAgain()),
          complete: startAgain,
        })
      }
      start()
      return {
        unsubscribe: () => {
          isOver = true
          clearTimeout(again)
          stop()
        },
      }
    },
  }
}

function cursorIn(result: { readonly data?: Record<string, unknown> | null | undefined }): unknown {
  const [frame] = Object.values(result.data ?? {})
  return (frame as { cursor?: string } | null | undefined)?.cursor
}

/** What the server decided, as against a socket that was lost. */
function isRefusal(error: unknown): boolean {
  return Array.isArray(error) || (error as { code?: number } | null)?.code === UNAUTHORIZED
}
