import { Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'

/** How the link is watched, in milliseconds: between two questions, and for an answer. Together less than the 7 s in which a cut is noticed. */
export type LinkCare = { readonly period: number; readonly patience: number }
export const LINK_CARE: LinkCare = { period: 2_000, patience: 4_000 }

/** Stretches in which the patience is spent: however long this process itself stands still, that is one of them. */
const STRETCHES = 8
/** Milliseconds before a question that met with an error, and with nobody who answers, is asked again. */
const AGAIN = 100

/** What the driver hands to its `socket` option. */
type Address = { readonly host: readonly string[]; readonly port: readonly number[]; readonly path?: string | false }

/** What the connections of Baton, of all processes, are called in `pg_stat_activity`; those of one have an ending of their own. */
export const APPLICATION_NAMES = 'baton-%'

/**
 * The network between Baton and PostgreSQL. A link that is cut without a word leaves every statement waiting for ever: the driver has no
 * deadline (porsager/postgres#1089), and the kernel gives up after a quarter of an hour. So a connection of its own asks a question now
 * and then. When nobody answers, every connection is destroyed, which refuses all that waits; until somebody answers again, new ones are
 * refused at once. Any answer will do, an error of PostgreSQL's too; how long the other statements take does not matter.
 */
export class DatabaseLink {
  /** True while PostgreSQL does not answer. */
  isCut = false
  /** The application name of the connections that are dialled here. */
  readonly name = `baton-${crypto.randomUUID().slice(0, 8)}`
  private readonly sockets = new Set<Socket>()
  private readonly asking = new Set<Socket>()
  private readonly client: postgres.Sql
  private readonly care: LinkCare
  private readonly closing = new AbortController()

  constructor(url: string, care: LinkCare) {
    this.care = care
    const connection = { application_name: 'baton link' }
    const socket = (to: Address) => dial(this.asking, to)
    const options = { max: 1, fetch_types: false, backoff: () => AGAIN / 1_000, connection, socket, onnotice: () => {} }
    this.client = postgres(url, options)
  }

  /** Makes the sockets of all other connections: the driver's `socket` option. */
  readonly dial = (to: Address): Socket => {
    if (!this.isCut) return dial(this.sockets, to)
    const refused = new Socket()
    // Not before the driver has begun to listen to it.
    setImmediate(() => refused.destroy(silence()))
    return refused
  }

  /** Watches the link from now on. */
  async watch(): Promise<void> {
    const { signal } = this.closing
    while (!signal.aborted) {
      const isAnswered = await this.ask()
      if (signal.aborted) return
      this.isCut = !isAnswered
      if (isAnswered) await wait(this.care.period, signal)
      else destroyAll([...this.sockets, ...this.asking])
    }
  }

  /** Stops watching; what is still open then is destroyed. */
  async close(): Promise<void> {
    this.closing.abort()
    await this.client.end({ timeout: 1 })
    destroyAll([...this.sockets, ...this.asking])
  }

  private async ask(): Promise<boolean> {
    const waiting = new AbortController()
    const signal = AbortSignal.any([waiting.signal, this.closing.signal])
    const isAnswered = await Promise.race([this.answer(signal), impatience(this.care.patience, signal)])
    waiting.abort()
    return isAnswered
  }

  private async answer(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const question = this.isCut ? this.endWhatWas() : this.client`select 1`
      const isAnswered = await question.then(
        () => true,
        (error) => !this.isCut && error instanceof postgres.PostgresError,
      )
      if (isAnswered) return true
      await wait(AGAIN, signal)
    }
    return false
  }

  /**
   * PostgreSQL may not know that the link was cut, and keep the locks of what it thinks is under way, the numberer's too. All that bears
   * this name was there before: nothing is let through until this is done.
   */
  private endWhatWas(): PromiseLike<unknown> {
    return this.client`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ${this.name} and datname = current_database() and usename = current_user`
  }
}

/** What the socket reads while this process stood still is read before its time is up. */
async function impatience(patience: number, signal: AbortSignal): Promise<false> {
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    await wait(patience / STRETCHES, signal)
    await nextTurn()
  }
  return false
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal, ref: false }).catch(() => {})
}

/** As the driver's own: it writes at once, so the socket is handed over while it still connects. */
function dial(open: Set<Socket>, { host, port, path }: Address): Socket {
  // Not by a listener of each: where there is TLS, the driver takes all listeners away.
  for (const socket of open) if (socket.destroyed) open.delete(socket)
  const socket = new Socket()
  open.add(socket)
  // The driver names the server of TLS by these.
  Object.assign(socket, { host: host[0], port: port[0] })
  return path ? socket.connect(path) : socket.connect(port[0]!, host[0]!)
}

/** Under TLS nobody listens for the errors of a socket; that it is closed is heard of. */
function destroyAll(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy(socket.listenerCount('error') > 0 ? silence() : undefined)
}

function silence(): Error {
  return Object.assign(new Error('PostgreSQL does not answer; its connections are cut'), { code: 'CONNECTION_SILENT' })
}
