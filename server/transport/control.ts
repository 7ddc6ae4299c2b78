import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../domain/refusal.ts'
import type { Baton } from '../services/baton.ts'
import { readCommand, runCommand } from './commands.ts'

/**
 * The local socket on which a running Baton takes commands from those who may read its data folder: JSON, a line each. The answer to a
 * command is any number of `{progress}` lines and one of `{result}`, `{refusal}` or `{failure}`.
 */
export type Control = { close(): Promise<void> }

/** Longer paths do not fit into the address of a socket on every system. */
const PATH_BYTES = 100
/** Characters of one command. */
const LINE_LENGTH = 1024 * 1024

/** Where the Baton of a data folder listens. */
export function controlPath(folder: string): string {
  const near = join(folder, 'control.sock')
  if (Buffer.byteLength(near) <= PATH_BYTES) return near
  return join(tmpdir(), `baton-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}.sock`)
}

/** Listens on `path`, which only the owner may use. What an earlier process left there is taken away: the caller has the lock. */
export async function serveControl(baton: Baton, path: string): Promise<Control> {
  const open = new Set<Conversation>()
  const server = createServer((socket) => {
    const conversation = new Conversation(baton, socket)
    open.add(conversation)
    socket.on('close', () => open.delete(conversation))
  })
  rmSync(path, { force: true })
  await listen(server, path)
  return {
    close: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      for (const conversation of open) conversation.end()
      await closed.promise
    },
  }
}

async function listen(server: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const before = process.umask(0o177)
  try {
    server.once('error', reject).listen(path, resolve)
  } finally {
    process.umask(before)
  }
  await promise
  chmodSync(path, 0o600)
}

/** One who sends commands. They are answered one after the other; what was begun is finished, whoever hangs up. */
class Conversation {
  private readonly baton: Baton
  private readonly socket: Socket
  private unread = ''
  private answering = Promise.resolve()

  constructor(baton: Baton, socket: Socket) {
    this.baton = baton
    this.socket = socket
    socket.setEncoding('utf8')
    socket.on('error', () => {}).on('data', (text: string) => this.take(text))
  }

  /** Hangs up once everything is answered. */
  end(): void {
    void this.answering.then(() => this.socket.destroySoon())
  }

  private take(text: string): void {
    const lines = (this.unread + text).split('\n')
    this.unread = lines.pop()!
    if (this.unread.length > LINE_LENGTH) return void this.socket.destroy()
    for (const line of lines) this.answering = this.answering.then(() => this.answer(line))
  }

  private async answer(line: string): Promise<void> {
    try {
      this.send({ result: await runCommand(this.baton, readCommand(line), (progress) => this.send({ progress })) })
    } catch (error) {
      if (error instanceof Refusal) {
        const { code, message, details } = error
        return this.send({ refusal: { code, message, details } })
      }
      this.baton.log.error({ err: error }, 'a command from the local socket failed')
      this.send({ failure: 'the command failed; the log of the running Baton says why' })
    }
  }

  private send(answer: object): void {
    if (this.socket.writable) this.socket.write(`${JSON.stringify(answer)}\n`)
  }
}
