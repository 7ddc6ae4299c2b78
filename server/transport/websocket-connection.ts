import type { IncomingMessage } from 'node:http'
import type { Context, Server } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { Refusal } from '../domain/refusal.ts'
import type { Viewer } from '../domain/visibility.ts'
import type { Report } from './errors.ts'

/** A socket that stands open. */
export type Opened = {
  readonly request: IncomingMessage
  /** Who is at the other end, asked anew; null before `connection_init`. */
  authenticate: (() => Promise<Viewer>) | null
  /** Closes it because its credential is not, or no longer, good. */
  readonly dismiss: (refusal: Refusal) => void
}

export type SocketContext = Context<Record<string, unknown>, Opened>

/** Close codes of graphql-transport-ws. */
const UNAUTHORIZED = 4401
const FORBIDDEN = 4403
const INTERNAL = 4500

type Care = { readonly keepAlive: number; readonly report: Report }

/** Connects one socket to the operations, and looks after it: is it still there, is its credential still good. */
export function serveSocket(server: Server<Opened>, socket: WebSocket, request: IncomingMessage, care: Care): void {
  const extra: Opened = { request, authenticate: null, dismiss: (refusal) => dismiss(socket, refusal) }
  const fail = (error: unknown) => {
    care.report(error, 'socket')
    socket.close(INTERNAL, 'Internal error')
  }
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => void socket.on('message', (data) => void take(String(data)).catch(fail)),
    },
    extra,
  )
  const stop = everyPing(socket, care.keepAlive, () => checkAgain(extra))
  // A frame that is too large or broken: `ws` itself closes the socket with the code for it.
  socket.on('error', () => {})
  socket.once('close', (code, reason) => {
    stop()
    closed(code, String(reason)).catch((error) => care.report(error, 'socket'))
  })
}

function dismiss(socket: WebSocket, { code, message }: Refusal): void {
  socket.close(code === 'FORBIDDEN' ? FORBIDDEN : UNAUTHORIZED, `${code}: ${message}`.slice(0, 120))
}

/** Resolves when the data has left; data for a socket that is gone is dropped. */
function send(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve()
    socket.send(data, () => resolve())
  })
}

function everyPing(socket: WebSocket, interval: number, alsoDo: () => Promise<void>): () => void {
  let isAlive = true
  socket.on('pong', () => {
    isAlive = true
  })
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
    void alsoDo()
  }, interval)
  return () => clearInterval(timer)
}

/** A token that was revoked, or a session that has ended, ends its sockets too. A database that is away ends none. */
async function checkAgain({ authenticate, dismiss }: Opened): Promise<void> {
  try {
    await authenticate?.()
  } catch (error) {
    if (error instanceof Refusal) dismiss(error)
  }
}
