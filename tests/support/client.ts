import type { ExecutionResult } from 'graphql'
import { createClient, type Sink } from 'graphql-ws'
import { WebSocket } from 'ws'

/** A program that uses Baton's API with one credential, as any integration would: by HTTP and by a real WebSocket. */
export type Client = {
  ask(query: string, variables?: object): Promise<Answer>
  /** As `ask`, for what must not be refused; gives the data. */
  tell(query: string, variables?: object): Promise<Data>
  /** Starts a subscription on a socket of its own. */
  watch(query: string, variables?: object): Watch
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for
export type Data = any
export type Answer = {
  readonly data?: Data
  readonly errors?: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[]
}

/** The results of a subscription, in the order in which they came. It waits for them and never asks again. */
export type Watch = {
  /** The next result that fits; those before it are passed over. Throws when the subscription ends or is refused before. */
  next(fits?: (data: Data) => boolean): Promise<Data>
  /** Breaks the connection as a cable that is pulled: nobody says goodbye. */
  cut(): Promise<void>
  close(): Promise<void>
}

/** Acts at the server of this address with the bearer token; null: as nobody. */
export function actAs(url: string, token: string | null): Client {
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const ask = async (query: string, variables: object = {}): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', ...authorization }
    const body = JSON.stringify({ query, variables })
    return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json() as Promise<Answer>
  }
  const tell = async (query: string, variables?: object): Promise<Data> => {
    const { data, errors } = await ask(query, variables)
    if (errors) throw new Error(`refused: ${JSON.stringify(errors)}`)
    return data
  }
  return { ask, tell, watch: (query, variables) => watch(url, authorization, query, variables) }
}

function watch(url: string, connectionParams: Record<string, string>, query: string, variables: object = {}): Watch {
  const sockets: WebSocket[] = []
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    connectionParams,
    retryAttempts: 0,
    webSocketImpl: class extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args)
        sockets.push(this)
      }
    },
  })
  const inbox = new Inbox()
  client.subscribe({ query, variables: { ...variables } }, inbox)
  return {
    next: (fits = () => true) => inbox.take(fits),
    cut: async () => {
      for (const socket of sockets) socket.terminate()
      await client.dispose()
    },
    close: async () => void (await client.dispose()),
  }
}

/**
 * What came and was not taken yet. (The client's own `iterate` waits for ever where the refusal comes before one has begun to
 * wait.)
 */
class Inbox implements Sink<ExecutionResult> {
  private readonly results: ExecutionResult[] = []
  private end: Error | null = null
  private wake: () => void = () => {}

  next(result: ExecutionResult): void {
    this.results.push(result)
    this.wake()
  }

  error(refusal: unknown): void {
    this.end = refusal instanceof Error ? refusal : new Error(inWords(refusal))
    this.wake()
  }

  complete(): void {
    this.end ??= new Error('the subscription ended')
    this.wake()
  }

  async take(fits: (data: Data) => boolean): Promise<Data> {
    for (;;) {
      const result = this.results.shift()
      if (result?.errors) throw new Error(`refused: ${JSON.stringify(result.errors)}`)
      if (result && fits(result.data)) return result.data
      if (result) continue
      if (this.end) throw this.end
      const { promise, resolve } = Promise.withResolvers<void>()
      this.wake = resolve
      await promise
    }
  }
}

/** GraphQL's errors, or how the socket was closed. */
function inWords(refusal: unknown): string {
  if (Array.isArray(refusal)) return `refused: ${JSON.stringify(refusal)}`
  const { code, reason } = refusal as { code?: number; reason?: string }
  return `the socket was closed: ${code} ${reason}`
}
