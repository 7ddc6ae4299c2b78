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
  /** Connections that were cut because it is down. */
  readonly refused: number
  close(): Promise<void>
}

/** Hears of each statement before it is forwarded. */
export type Overhear = (statement: string, link: Link) => void

export async function openProxy(databaseUrl: string, overhear: Overhear): Promise<Cable> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isDown = false
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
    join(client, postgres, overhear)
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

function join(client: Socket, postgres: Socket, overhear: Overhear): void {
  const statements = new Statements()
  let isMute = false
  const link: Link = {
    cut: () => {
      client.end()
      client.destroySoon()
      postgres.destroy()
    },
    reset: () => {
      client.resetAndDestroy()
      postgres.destroy()
    },
    dropReply: () => {
      isMute = true
    },
  }
  client.on('data', (bytes: Buffer) => {
    for (const statement of statements.take(bytes)) overhear(statement, link)
    if (!postgres.destroyed) postgres.write(bytes)
  })
  postgres.on('data', (bytes) => {
    if (isMute) link.cut()
    else client.write(bytes)
  })
  client.on('close', () => postgres.destroy())
  postgres.on('close', () => client.destroySoon())
}
