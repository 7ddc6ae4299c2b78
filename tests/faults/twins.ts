import { Socket } from '../api/socket.ts'

export type Told = {
  readonly cursor: string
  readonly events: readonly {
    readonly type: string
    readonly reason: string | null
    readonly order: { readonly number: string; readonly customer?: object } | null
  }[]
}

type Asked = { readonly after: string; readonly isPersonal: boolean }

let alone = 0

/** One viewer who watches the same twice on one socket: in the words of all, and in words that nobody else uses. */
export class Twins {
  private readonly socket: Socket
  private readonly frames: Record<string, Told[]> = { shared: [], alone: [] }
  private changed = Promise.withResolvers<void>()
  private isClosed = false

  private constructor(socket: Socket) {
    this.socket = socket
    void this.listen()
  }

  static async open(url: string, secret: string, { after, isPersonal }: Asked): Promise<Twins> {
    const socket = await Socket.connected(url, { authorization: `Bearer ${secret}` })
    const personal = isPersonal ? 'customer { orders(first: 1) { totalCount } }' : ''
    const words = (name: string) => `subscription ${name}($after: String) {
      events(after: $after) { cursor events { type reason order { number ${personal} } } } }`
    alone += 1
    socket.subscribe(words('Shared'), { after }, 'shared')
    socket.subscribe(words(`Alone${alone}`), { after }, 'alone')
    return new Twins(socket)
  }

  /** What both have been told since the last time, when both have been told the event of this reason. */
  async until(reason: string): Promise<{ shared: Told[]; alone: Told[] }> {
    const isTold = (frames: Told[]) => frames.some(({ events }) => events.some((event) => event.reason === reason))
    while (!isTold(this.frames.shared!) || !isTold(this.frames.alone!)) {
      if (this.isClosed) throw new Error('the socket was closed')
      await this.changed.promise
    }
    return { shared: this.frames.shared!.splice(0), alone: this.frames.alone!.splice(0) }
  }

  /** How the socket was closed, and what came before that since the last time. */
  async afterTheEnd(): Promise<{ code: number; told: Told[] }> {
    const { code } = await this.socket.closed
    return { code, told: Object.values(this.frames).flat() }
  }

  close(): void {
    this.socket.close()
  }

  private async listen(): Promise<void> {
    try {
      for (;;) {
        const { id, payload } = await this.socket.next()
        const { data, errors } = payload as { data: { events: Told }; errors?: unknown }
        if (errors) throw new Error(JSON.stringify(errors))
        this.frames[id!]!.push(data.events)
        this.change()
      }
    } catch {
      this.isClosed = true
      this.change()
    }
  }

  private change(): void {
    this.changed.resolve()
    this.changed = Promise.withResolvers()
  }
}
