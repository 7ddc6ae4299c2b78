import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Context, Server } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { Refusal } from '../domain/refusal.ts'
import type { Viewer } from '../domain/visibility.ts'
import type { Frame } from '../services/frame.ts'
import type { Answer } from './answer.ts'
import type { Report } from './errors.ts'
import { Outbox } from './outbox.ts'
import type { Reader } from './subscription.ts'
import type { WriteTurn } from './write-turn.ts'

/** A socket that stands open. */
export type Opened = {
  /** Of the request that opened it. */
  readonly headers: IncomingHttpHeaders
  readonly address: string | undefined
  /** Who is at the other end, asked anew; null before `connection_init`. */
  authenticate: (() => Promise<Viewer>) | null
  /** Takes the answers to the operation of this id. */
  readonly reader: (operation: string) => Reader
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

type Held = { readonly answer: Answer; readonly reader: SocketReader }[]

type Care = { readonly turn: WriteTurn; readonly report: Report }

/** Connects one socket to the operations. */
export function serveSocket(
  server: Server<Opened>,
  socket: WebSocket,
  request: IncomingMessage,
  { turn, report }: Care,
): Connection {
  const connection = new Connection(socket, request, turn)
  const fail = (error: unknown) => {
    report(error, 'socket')
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
  connection.atEnd(() => void closed(1000, '').catch((error) => report(error, 'socket')))
  // A frame that is too large or broken: `ws` itself closes the socket with the code for it.
  socket.on('error', () => {})
  socket.on('pong', () => connection.answered())
  socket.once('close', () => connection.end())
  return connection
}

export class Connection implements Opened {
  readonly outbox: Outbox
  readonly headers: IncomingHttpHeaders
  readonly address: string | undefined
  authenticate: (() => Promise<Viewer>) | null = null
  private readonly socket: WebSocket
  /** What lies under the socket: whole frames may be written to it, since no message is ever sent in parts or compressed. */
  private readonly stream: Duplex
  private readonly turn: WriteTurn
  private readonly works: (() => void)[] = []
  /** Answers of this turn that are not written yet, and for whom. */
  private held: Held = []
  private isNew = true
  private isAsked = false
  private isEnded = false

  constructor(socket: WebSocket, request: IncomingMessage, turn: WriteTurn) {
    this.socket = socket
    this.stream = request.socket
    this.headers = request.headers
    this.address = request.socket.remoteAddress
    this.turn = turn
    this.outbox = new Outbox(request.socket)
  }

  reader(operation: string): Reader {
    return new SocketReader(this, operation)
  }

  readonly dismiss = (refusal: Refusal): void => {
    this.close(CODES[refusal.code] ?? UNAUTHORIZED, `${refusal.code}: ${refusal.message}`)
  }

  atEnd(work: () => void): void {
    if (this.isEnded) work()
    else this.works.push(work)
  }

  /** Sends what the protocol says, after the answers before it; for a socket that is gone it is dropped. */
  send(data: string): void {
    if (!this.isOpen) return
    this.flush()
    const refusal = this.outbox.hand(Buffer.byteLength(data), null, null)
    if (refusal) return this.overflow(refusal)
    this.socket.send(data)
    this.outbox.written()
  }

  /** Sends an answer at the end of the turn, together with the others; at once where there can be no others. */
  take(reader: SocketReader, answer: Answer, frame: Frame | null): void {
    if (!this.isOpen) return
    const isLast = frame !== null && this.outbox.hasOnly(reader) && this.turn.isNewest(frame)
    if (isLast && this.outbox.isEmpty) return this.pass(reader, answer, frame)
    const refusal = this.outbox.hand(answer.sizeFor(reader.idBytes), reader, frame)
    if (refusal) return this.overflow(refusal)
    if (this.held.push({ answer, reader }) === 1) this.turn.add(this)
  }

  flush(): void {
    if (this.held.length === 0) return
    const held = this.held
    this.held = []
    if (this.isOpen) this.write(held)
  }

  private pass(reader: SocketReader, answer: Answer, frame: Frame): void {
    const { id, idBytes } = reader
    const message = answer.messageTo(id, idBytes)
    this.stream.write(message)
    if (this.stream.writableLength > 0) answer.leave(idBytes)
    this.outbox.passed(message.length, reader, frame)
  }

  private write(held: Held): void {
    const size = held.reduce((sum, { answer, reader }) => sum + answer.sizeFor(reader.idBytes), 0)
    const data = Buffer.allocUnsafe(size)
    held.reduce((at, { answer, reader }) => answer.write(data, at, reader.id, reader.idBytes), 0)
    this.stream.write(data)
    this.outbox.written()
  }

  /**
   * Asks whether the other end is there; where it has not answered since it was asked before, it is gone. Called again and again for
   * all sockets; one that has just been opened has shown that it is there.
   */
  ask(): void {
    if (this.isAsked) return this.socket.terminate()
    if (!this.isNew) this.socket.ping()
    this.isAsked = !this.isNew
    this.isNew = false
  }

  answered(): void {
    this.isAsked = false
  }

  close(code: number, reason: string): void {
    this.flush()
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

  private get isOpen(): boolean {
    return !this.isEnded && this.socket.readyState === this.socket.OPEN
  }

  private overflow(refusal: Refusal): void {
    const cursor = this.outbox.cursor()
    this.close(TRY_AGAIN_LATER, `${refusal.code}: ${refusal.message}${cursor ? `; go on after ${cursor}` : ''}`)
  }
}

/** Takes the answers to one operation to its socket. */
class SocketReader implements Reader {
  /** The operation's, as JSON. */
  readonly id: string
  readonly idBytes: number
  place = 0
  cursor: string | null = null
  private readonly connection: Connection

  constructor(connection: Connection, operation: string) {
    this.connection = connection
    this.id = JSON.stringify(operation)
    this.idBytes = Buffer.byteLength(this.id)
  }

  get outbox(): Outbox {
    return this.connection.outbox
  }

  take(answer: Answer, frame: Frame | null): void {
    this.connection.take(this, answer, frame)
  }

  close(): void {
    this.outbox.forget(this)
  }
}
