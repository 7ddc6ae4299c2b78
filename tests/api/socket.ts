import { once } from 'node:events'
import { WebSocket } from 'ws'

export type Message = { readonly id?: string; readonly type: string; readonly payload?: unknown }

/** A WebSocket of a client that speaks graphql-transport-ws by hand, so that it can also speak it badly. */
export class Socket {
  readonly closed: Promise<{ code: number; reason: string }>
  private readonly socket: WebSocket
  private readonly inbox: Message[] = []
  private wake: () => void = () => {}

  constructor(
    url: string,
    headers: Record<string, string> = {},
    { protocols = ['graphql-transport-ws'], autoPong = true } = {},
  ) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols, { headers, autoPong })
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
    })
    this.closed.then(() => this.wake())
    this.socket.on('message', (data) => {
      this.inbox.push(JSON.parse(String(data)))
      this.wake()
    })
  }

  /** Opens the socket and is taken in; `payload` goes with `connection_init`. */
  static async connected(url: string, payload?: object, headers?: Record<string, string>): Promise<Socket> {
    const socket = await new Socket(url, headers).opened()
    socket.send({ type: 'connection_init', payload })
    await socket.next()
    return socket
  }

  async opened(): Promise<this> {
    await once(this.socket, 'open')
    return this
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  subscribe(query: string, variables?: object, id = '1'): void {
    this.send({ id, type: 'subscribe', payload: { query, ...(variables ? { variables } : {}) } })
  }

  /** The next message; throws when the socket has been closed before it came. */
  async next(): Promise<Message> {
    while (this.inbox.length === 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.wake = resolve
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('the socket was closed')
      await promise
    }
    return this.inbox.shift()!
  }

  close(): void {
    this.socket.close()
  }
}
