import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Statements } from './statements.ts'

/** One connection through the proxy, and what may be done to it. */
export type Link = {
  /** Ends it at once as a server does that goes: what was to be forwarded is not. */
  cut(): void
  /** Ends it at once by a reset, as a network does. */
  reset(): void
  /** Lets what was sent arrive, and cuts the link in place of handing on what PostgreSQL answers. */
  dropReply(): void
}

/** A cable between Baton and PostgreSQL that a test may cut at any statement. */
export type Cable = {
  /** The database behind it, by way of the proxy. */
  readonly url: string
  /** Cuts every connection, and each new one at once until `up`. */
  down(): void
  up(): void
  /**
   * Cuts it half-open, until `up`: nothing is forwarded, new connections are taken and not heard, and neither end is told, not even that
   * the other has gone. What is open now stays dead for ever. Resolves once Baton has closed the last of what was open.
   */
  hush(): Promise<void>
  /** Connections that were cut because it is down. */
  readonly refused: number
  close(): Promise<void>
}

/** Hears of each statement before it is forwarded. */
export type Overhear = (statement: string, link: Link) => void

export async function openProxy(databaseUrl: string, overhear: Overhear): Promise<Cable> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const joints = new Set<Joint>()
  let isDown = false
  let isHushed = false
  let refused = 0
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    if (isDown) {
      refused += 1
      return void client.resetAndDestroy()
    }
    const postgres = connect(Number(target.port), target.hostname)
    for (const socket of [client, postgres]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    const joint = new Joint(client, postgres, overhear)
    joints.add(joint)
    client.on('close', () => joints.delete(joint))
    if (isHushed) joint.hush()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    down: () => {
      isDown = true
      cutAll()
    },
    up: () => {
      isDown = false
      isHushed = false
    },
    hush: async () => {
      isHushed = true
      await Promise.all([...joints].map((joint) => joint.hush()))
    },
    get refused() {
      return refused
    },
    close: async () => {
      server.close()
      cutAll()
      await once(server, 'close')
    },
  }
}

/** One connection of Baton's and the one to PostgreSQL that it is forwarded to. */
class Joint implements Link {
  private readonly client: Socket
  private readonly postgres: Socket
  private isMute = false
  private isHushed = false

  constructor(client: Socket, postgres: Socket, overhear: Overhear) {
    this.client = client
    this.postgres = postgres
    const statements = new Statements()
    client.on('data', (bytes: Buffer) => {
      if (this.isHushed) return
      for (const statement of statements.take(bytes)) overhear(statement, this)
      if (!postgres.destroyed) postgres.write(bytes)
    })
    postgres.on('data', (bytes) => {
      if (this.isHushed) return
      if (this.isMute) this.cut()
      else client.write(bytes)
    })
    client.on('close', () => this.isHushed || postgres.destroy())
    postgres.on('close', () => this.isHushed || client.destroySoon())
  }

  cut(): void {
    this.client.end()
    this.client.destroySoon()
    this.postgres.destroy()
  }

  reset(): void {
    this.client.resetAndDestroy()
    this.postgres.destroy()
  }

  dropReply(): void {
    this.isMute = true
  }

  /** Resolves when Baton has closed its end. */
  async hush(): Promise<void> {
    this.isHushed = true
    if (!this.client.closed) await once(this.client, 'close')
  }
}
