import { randomBytes } from 'node:crypto'
import net from 'node:net'

/** What one socket does once it is open: it says who it is, then watches. */
export type Watching = { readonly init: object | null; readonly query: string; readonly variables: object }

/** Sockets that are opened at once. */
const AT_ONCE = 100
/** The time that whoever published an event wrote into it, by this process's monotonic clock. */
const TIME = /t=(\d+\.\d+)/

export const now = (): number => Number(process.hrtime.bigint()) / 1e6

/**
 * Many watchers of one server: bare sockets with the smallest WebSocket reader that will do, so that the load costs as little as can be. Every
 * `sampled`th reads the time in each message, the others count frames alone.
 */
export class Crowd {
  delivered = 0
  /** Watchers that were sent something. */
  heard = 0
  /** Milliseconds from the publishing of an event to its arrival. */
  latencies: number[] = []
  /** What went wrong first; null while all is well. */
  failure: string | null = null
  onDelivery: () => void = () => {}
  private readonly watchers: Watcher[] = []

  static async open(url: URL, watchings: readonly Watching[], sampled: number): Promise<Crowd> {
    const crowd = new Crowd()
    for (let at = 0; at < watchings.length; at += AT_ONCE) {
      const some = watchings.slice(at, at + AT_ONCE)
      const opened = some.map((watching, index) => new Watcher(crowd, url, watching, (at + index) % sampled === 0))
      crowd.watchers.push(...opened)
      await Promise.all(opened.map((watcher) => watcher.ready))
    }
    return crowd
  }

  get size(): number {
    return this.watchers.length
  }

  close(): void {
    for (const watcher of this.watchers) watcher.close()
  }
}

class Watcher {
  readonly ready: Promise<void>
  private readonly socket: net.Socket
  private readonly opening = Promise.withResolvers<void>()
  private seen = 0
  private isOpen = false
  private isClosed = false
  private rest: Buffer | null = null
  private readonly crowd: Crowd
  private readonly watching: Watching
  private readonly isSampled: boolean

  constructor(crowd: Crowd, url: URL, watching: Watching, isSampled: boolean) {
    this.crowd = crowd
    this.watching = watching
    this.isSampled = isSampled
    this.ready = this.opening.promise
    this.socket = net.connect(Number(url.port), url.hostname, () => this.socket.write(upgradeRequest(url)))
    this.socket.setNoDelay(true)
    this.socket.on('data', (data: Buffer) => this.take(data))
    this.socket.on('error', (error) => this.fail(error.message))
    this.socket.on('close', () => this.fail('the socket was closed'))
  }

  close(): void {
    this.isClosed = true
    this.socket.resetAndDestroy()
  }

  private fail(reason: string): void {
    if (this.isClosed) return
    this.crowd.failure ??= reason
    this.opening.reject(new Error(reason))
  }

  private take(part: Buffer): void {
    const data = this.rest ? Buffer.concat([this.rest, part]) : part
    this.rest = null
    let at = this.isOpen ? 0 : this.upgraded(data)
    while (at >= 0 && data.length - at >= 2) {
      const end = this.frame(data, at)
      if (end < 0) break
      at = end
    }
    if (at < data.length) this.rest = at > 0 ? data.subarray(at) : data
  }

  /** Where the answer to the upgrade ends; -1 while there is more to come. */
  private upgraded(data: Buffer): number {
    const end = data.indexOf('\r\n\r\n')
    if (end < 0) return -1
    const head = data.toString('latin1', 0, end)
    if (!head.startsWith('HTTP/1.1 101')) this.fail(head)
    this.isOpen = true
    this.send({ type: 'connection_init', ...(this.watching.init ? { payload: this.watching.init } : {}) })
    return end + 4
  }

  /** Takes the frame that begins at `at` and returns where it ends; -1 while it is not whole. */
  private frame(data: Buffer, at: number): number {
    let size = data[at + 1]! & 127
    const head = size === 126 ? 4 : size === 127 ? 10 : 2
    if (data.length - at < head) return -1
    if (head === 4) size = data.readUInt16BE(at + 2)
    if (head === 10) size = Number(data.readBigUInt64BE(at + 2))
    const end = at + head + size
    if (data.length < end) return -1
    const opcode = data[at]! & 15
    if (opcode === 1) this.text(data, at + head, end)
    else if (opcode === 8) this.fail(`closed: ${data.toString('latin1', at + head + 2, end)}`)
    else if (opcode === 9) this.socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]))
    return end
  }

  private text(data: Buffer, from: number, to: number): void {
    const { crowd } = this
    if ((this.seen < 3 || this.isSampled) && !this.isEvent(data.toString('latin1', from, to))) return
    if (this.seen++ === 0) crowd.heard++
    crowd.delivered++
    crowd.onDelivery()
  }

  private isEvent(text: string): boolean {
    if (text.includes('"connection_ack"')) {
      this.send({ id: crypto.randomUUID(), type: 'subscribe', payload: this.watched })
      this.opening.resolve()
      return false
    }
    if (text.includes('"ping"')) this.send({ type: 'pong' })
    if (/"type":"(error|complete)"/.test(text)) this.fail(text)
    if (!text.includes('"next"')) return false
    if (text.includes('"errors"')) this.fail(text)
    const time = TIME.exec(text)
    if (time && this.isSampled) this.crowd.latencies.push(now() - Number(time[1]))
    return time !== null
  }

  private get watched() {
    return { query: this.watching.query, variables: this.watching.variables }
  }

  private send(message: object): void {
    this.socket.write(masked(JSON.stringify(message)))
  }
}

function upgradeRequest(url: URL): string {
  const key = randomBytes(16).toString('base64')
  const headers = [
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
  ]
  const lines = [`GET ${url.pathname} HTTP/1.1`, `Host: ${url.host}`, ...headers]
  return `${lines.join('\r\n')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`
}

/** A frame as a client must send it. The mask is all zeros: it protects proxies, and there are none. */
function masked(text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.alloc(body.length < 126 ? 6 : 8)
  head[0] = 0x81
  head[1] = 0x80 | Math.min(body.length, 126)
  if (body.length >= 126) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}
