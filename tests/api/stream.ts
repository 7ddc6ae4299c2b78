export type ServerEvent = { readonly event: string; readonly id: string | null; readonly data: string }

/** A reader of server-sent events that knows nothing of GraphQL. */
export class Stream {
  readonly response: Response
  private readonly events: AsyncGenerator<ServerEvent, void>
  private readonly abort: AbortController

  constructor(response: Response, abort: AbortController) {
    this.response = response
    this.abort = abort
    this.events = eventsIn(response)
  }

  /** Asks for an operation; by GET where `method` says so, as a browser's EventSource does. */
  static async open(
    url: string,
    body: { readonly query: string; readonly variables?: object },
    headers: Record<string, string> = {},
    method: 'GET' | 'POST' = 'POST',
  ): Promise<Stream> {
    const abort = new AbortController()
    const asked = { accept: 'text/event-stream', ...headers }
    const query = new URLSearchParams({ query: body.query, variables: JSON.stringify(body.variables ?? {}) })
    const { signal } = abort
    const response = await (method === 'GET'
      ? fetch(`${url}/graphql/stream?${query}`, { headers: asked, signal })
      : fetch(`${url}/graphql/stream`, {
          method,
          signal,
          headers: { 'content-type': 'application/json', ...asked },
          body: JSON.stringify(body),
        }))
    return new Stream(response, abort)
  }

  /** The next event; throws when the stream has ended before it came. */
  async next(): Promise<ServerEvent> {
    const { value } = await this.events.next()
    if (!value) throw new Error('the stream has ended')
    return value
  }

  /** What the next event holds. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for
  async data(): Promise<any> {
    return JSON.parse((await this.next()).data)
  }

  /** Whether the server ends it, all that came before passed over. */
  async ended(): Promise<boolean> {
    while (!(await this.events.next()).done);
    return true
  }

  close(): void {
    this.abort.abort()
  }
}

async function* eventsIn({ body }: Response): AsyncGenerator<ServerEvent, void> {
  let text = ''
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop()!
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? null
      const event = field('event')
      if (event !== null) yield { event, id: field('id'), data: field('data') ?? '' }
    }
  }
}
