import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Program, start } from '../support/program.ts'
import type { Failpoint } from './failpoints.ts'
import type { Premises } from './premises.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A server in a process of its own, killed and started again at another address, and where it serves at the moment. */
export class Service {
  /** Milliseconds from each start until it was ready to serve. */
  readonly startTimes: number[] = []
  private program: Program | null = null
  private address = Promise.withResolvers<string>()
  private isKnown = false
  private isClosed = false
  private readonly premises: Premises

  constructor(premises: Premises) {
    this.premises = premises
    process.once('exit', () => this.program?.killAll())
  }

  /** The server's address; while there is none, that of the next one. */
  get url(): Promise<string> {
    return this.address.promise
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    const started = performance.now()
    const url = await this.spawn('server/main.ts')
    await ready(url)
    this.startTimes.push(performance.now() - started)
    this.tell(url)
  }

  /** Starts one that dies by itself, at the latest when it is at the failpoint for the n-th time, and waits for that. */
  async startToDie(failpoint: Failpoint, nth: number): Promise<void> {
    this.spawn('tests/faults/server-with-failpoint.ts', failpoint, String(nth)).then(
      (url) => this.tell(url),
      () => {},
    )
    const code = await this.program!.ended
    this.forget()
    if (code !== null) throw new Error(`it ended with ${code}, not at its failpoint:\n${this.program!.log()}`)
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.forget()
    this.program?.kill(signal)
    await this.program?.ended
  }

  /** Does `work`, during which the server must not end; throws with all it said when it does. */
  async outlives<T>(work: Promise<T>): Promise<T> {
    const program = this.program!
    const end = program.ended.then((code) => {
      throw new Error(`the server ended with ${code}:\n${program.log()}`)
    })
    end.catch(() => {})
    return Promise.race([work, end])
  }

  /** Kills it for good. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.kill()
  }

  private async spawn(script: string, ...args: string[]): Promise<string> {
    if (this.isClosed) throw new Error('the service has been closed')
    this.program = start(process.execPath, [script, '--empty', ...args], { cwd: ROOT, env: this.premises.env })
    return (await this.program.says(/Baton is at (http:\S+)/))[1]!
  }

  private tell(url: string): void {
    this.isKnown = true
    this.address.resolve(url)
  }

  /** Those who wait already for the next address go on waiting for the same. */
  private forget(): void {
    if (this.isKnown) this.address = Promise.withResolvers<string>()
    this.isKnown = false
  }
}

/** Asks as a load balancer would. */
async function ready(url: string): Promise<void> {
  while (!(await fetch(`${url}/readyz`)).ok) await pause(10)
}
