import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { post } from './bare-server.ts'
import { dataFolders } from './data-folder.ts'
import { Socket } from './socket.ts'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const { prepare } = dataFolders()
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

class Program {
  out = ''
  err = ''
  readonly child: ChildProcess
  readonly exit: Promise<number | null>

  constructor(env: Record<string, string>, args: string[] = ['--empty']) {
    const { PATH = '', TZ = 'UTC' } = process.env
    this.child = spawn(process.execPath, [MAIN, ...args], { env: { PATH, TZ, PORT: '0', ...env } })
    children.push(this.child)
    this.child.stdout!.on('data', (text) => {
      this.out += text
    })
    this.child.stderr!.on('data', (text) => {
      this.err += text
    })
    this.exit = once(this.child, 'close').then(([code]) => code)
  }

  /** Waits until standard output has this. */
  async said(pattern: RegExp): Promise<string> {
    for (;;) {
      const [found] = pattern.exec(this.out) ?? []
      if (found) return found
      await Promise.race([once(this.child.stdout!, 'data'), this.exit.then(() => Promise.reject(new Error(this.err)))])
    }
  }

  url(): Promise<string> {
    return this.said(/(?<=Baton is at )http:\S+/)
  }
}

/** One folder for all: each test finds it as the one before has left it. */
let data: string
beforeAll(async () => {
  data = await prepare('data')
})

describe('the program', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s closes its sockets with 1001, gives the folder back and ends well',
    async (signal) => {
      const program = new Program({ BATON_DATA: data })
      const url = await program.url()
      const socket = await Socket.connected(url)
      program.child.kill(signal)
      expect(await program.exit).toBe(0)
      expect((await socket.closed).code).toBe(1001)
      expect(program.err).toBe('')
      expect(existsSync(join(data, 'baton.lock'))).toBe(false)
      await expect(fetch(url)).rejects.toThrow()
    },
  )

  test('on a second signal ends at once, whatever is under way', async () => {
    const program = new Program({ BATON_DATA: data })
    const { hostname, port } = new URL(await program.url())
    const stuck = connect({ host: hostname, port: Number(port) })
    stuck.on('error', () => {})
    const head = ['POST /graphql HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: application/json', 'Content-Length: 9']
    stuck.write([...head, 'Expect: 100-continue', '', '{'].join('\r\n'))
    expect(String((await once(stuck, 'data'))[0])).toContain('100 Continue')
    program.child.kill('SIGTERM')
    await program.said(/Once more/)
    program.child.kill('SIGTERM')
    expect(await program.exit).toBe(1)
  })

  test('on a folder that another one has open says whose it is', async () => {
    const first = new Program({ BATON_DATA: data })
    await first.url()
    const second = new Program({ BATON_DATA: data })
    expect(await second.exit).toBe(1)
    expect(second.err).toBe(`Baton did not start: DATABASE_IN_USE pid=${first.child.pid}\n`)
    expect((await post(await first.url(), { query: '{ viewer { roles } }' })).status).toBe(200)
  })

  const wrong: [what: string, env: Record<string, string>, args: string[], named: string][] = [
    ['a wrong variable', { PORT: 'http' }, [], 'PORT'],
    ['an unknown flag', {}, ['--fast'], '--fast'],
    ['a database that is away', { DATABASE_URL: 'postgres://127.0.0.1:1/baton' }, [], 'ECONNREFUSED'],
    ['a data folder that is a file', { BATON_DATA: MAIN }, [], MAIN],
    ['an address that is not its own', { HOST: '192.0.2.1', BATON_ADMIN_TOKEN: 'x'.repeat(20) }, ['--empty'], 'HOST'],
  ]
  test.each(wrong)('with %s says so in one line and ends with 1', async (_, env, args, named) => {
    const program = new Program({ BATON_DATA: data, ...env }, args)
    expect(await program.exit).toBe(1)
    expect(program.err).toMatch(/^Baton did not start: [^\n]+\n$/)
    expect(program.err).toContain(named)
  })
})
