import type { IncomingMessage } from 'node:http'
import type { Context, Server } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { Refusal } from '../domain/refusal.ts'
import type { Viewer } from '../domain/visibility.ts'
import type { Frame } from '../services/feed.ts'
import type { Report } from './errors.ts'
import { Outbox } from './outbox.ts'

/** A socket that stands open. */
export type Opened = {
  readonly request: IncomingMessage
  readonly outbox: Outbox
  /** Who is at the other end, asked anew; null before `connection_init`. */
  authenticate: (() => Promise<Viewer>) | null
  /** Notes that the operation's next message is this frame. Closes the socket, with its cursor, where too many events are unsent. */
  readonly announce: (operation: string, frame: Frame) => void
  /** Closes it: its credential is not, or no longer, good; or the viewer has too many. */
  readonly dismiss: (refusal: Refusal) => void
  /** Has the work done when the socket is closed; at once when it is already. */
  readonly atEnd: (work: () => void) => void
}

export type SocketContext = Context<Record<string, unknown>, Opened>

/** Close codes of graphql-transport-ws, and one of WebSocket itself, after which clients try again. */
const UNAUTHORIZED = 4401
const FORBIDDEN = 4403
const INTERNAL = 4500
const TRY_AGAIN_LATER = 1013
const CODES: Partial<Record<Refusal['code'], number>> = { FORBIDDEN, LIMIT_EXCEEDED: TRY_AGAIN_LATER }
/** Bytes of a reason, by WebSocket's rules. */
const LONGEST_REASON = 123

type Care = { readonly keepAlive: number; readonly report: Report }

/** Connects one socket to the operations, and looks after it: is it still there, does it take what it is sent. */
export function serveSocket(server: Server<Opened>, socket: WebSocket, request: IncomingMessage, care: Care): void {
  const connection = new Connection(socket, request)
  const fail = (error: unknown) => {
    care.report(error, 'socket')
    connection.close(INTERNAL, 'Internal error')
  }
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (data) => connection.send(data),
      close: (code = INTERNAL, reason = '') => connection.close(code, reason),
      onMessage: (take) => void socket.on('message', (data) => void take(String(data)).catch(fail)),
    },
    connection,
  )
  // What it watches ends at once, not only when the other end has answered the goodbye.
  connection.atEnd(() => void closed(1000, '').catch((error) => care.report(error, 'socket')))
  const stop = everyPing(socket, care.keepAlive)
  // A frame that is too large or broken: `ws` itself closes the socket with the code for it.
  socket.on('error', () => {})
  socket.once('close', () => {
    stop()
    connection.end()
  })
}

class Connection implements Opened {
  readonly outbox = new Outbox()
  readonly request: IncomingMessage
  authenticate: (() => Promise<Viewer>) | null = null
  private readonly socket: WebSocket
  private readonly works: (() => void)[] = []
  private isEnded = false

  constructor(socket: WebSocket, request: IncomingMessage) {
    this.socket = socket
    this.request = request
  }

  readonly announce = (operation: string, frame: Frame): void => {
    const refusal = this.outbox.announce(operation, frame)
    if (refusal) this.overflow(refusal, null)
  }

  readonly dismiss = (refusal: Refusal): void => {
    this.close(CODES[refusal.code] ?? UNAUTHORIZED, `${refusal.code}: ${refusal.message}`)
  }

  readonly atEnd = (work: () => void): void => {
    if (this.isEnded) work()
    else this.works.push(work)
  }

  /** Hands data over; for a socket that is gone it is dropped. */
  send(data: string): void {
    if (this.isEnded || this.socket.readyState !== this.socket.OPEN) return
    const bytes = Buffer.byteLength(data)
    const refusal = this.outbox.excess(bytes)
    if (refusal) return this.overflow(refusal, JSON.parse(data).id ?? null)
    this.socket.send(data, this.outbox.hand(bytes))
  }

  close(code: number, reason: string): void {
    this.socket.close(
      code,
      Buffer.from(reason)
        .subarray(0, LONGEST_REASON)
        .toString()
        .replace(/\uFFFD+$/, ''),
    )
    this.end()
  }

  end(): void {
    this.isEnded = true
    this.outbox.close()
    for (const work of this.works.splice(0)) work()
  }

  private overflow(refusal: Refusal, unsent: string | null): void {
    const cursor = this.outbox.cursor(unsent)
    this.close(TRY_AGAIN_LATER, `${refusal.code}: ${refusal.message}${cursor ? `; go on after ${cursor}` : ''}`)
  }
}

function everyPing(socket: WebSocket, interval: number): () => void {
  let isAlive = true
  socket.on('pong', () => {
    isAlive = true
  })
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, interval)
  return () => clearInterval(timer)
}
