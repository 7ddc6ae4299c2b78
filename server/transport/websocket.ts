import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { handleProtocols, makeServer } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import { LIMITS } from './limits.ts'
import type { Operations } from './operations.ts'
import { type Connection, serveSocket } from './websocket-connection.ts'
import { socketOperations } from './websocket-operations.ts'
import { WriteTurn } from './write-turn.ts'

export type WebSocketOptions = Operations & {
  /** Milliseconds until a socket must have sent `connection_init`. */
  readonly initTimeout?: number
  /** Milliseconds between two pings; a socket that has not answered one by the next is gone. */
  readonly keepAlive?: number
}

const GOING_AWAY = 1001
/** Milliseconds that a socket has to answer the goodbye in. */
const GOODBYE = 2_000

/** Serves graphql-transport-ws at /graphql. All sockets are closed with 1001 when the app closes. */
export function serveWebSocket(app: FastifyInstance, options: WebSocketOptions): void {
  const { initTimeout = 5_000, keepAlive = 20_000, report } = options
  const limits = { maxPayload: LIMITS.messageBytes, perMessageDeflate: false }
  const sockets = new WebSocketServer({ noServer: true, ...limits, handleProtocols })
  const server = makeServer({ ...socketOperations(options), connectionInitWaitTimeout: initTimeout })
  const open = new Set<Connection>()
  const care = { turn: new WriteTurn(() => options.baton.feed.tail.head), report }
  sockets.on('connection', (socket, request) => {
    const connection = serveSocket(server, socket, request, care)
    open.add(connection)
    socket.once('close', () => open.delete(connection))
  })
  const timer = setInterval(() => open.forEach((connection) => void connection.ask()), keepAlive)
  app.server.on('upgrade', (request, stream, head) => upgrade(sockets, request, stream, head))
  app.addHook('preClose', () => {
    clearInterval(timer)
    return closeAll(sockets)
  })
}

function upgrade(sockets: WebSocketServer, request: IncomingMessage, stream: Duplex, head: Buffer): void {
  if (/^\/graphql(\?|$)/.test(request.url ?? ''))
    return sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request))
  stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

async function closeAll(sockets: WebSocketServer): Promise<void> {
  sockets.close()
  const clients = [...sockets.clients]
  const gone = clients.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())))
  for (const socket of clients) socket.close(GOING_AWAY, 'Baton is shutting down')
  const timer = setTimeout(() => clients.forEach((socket) => void socket.terminate()), GOODBYE)
  await Promise.all(gone)
  clearTimeout(timer)
}
