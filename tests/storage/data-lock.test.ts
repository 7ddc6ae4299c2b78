import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dataOwner, lockData, lockFile } from '../../server/storage/data-lock.ts'

const PROGRAM = fileURLToPath(new URL('locked-folder.ts', import.meta.url))

let folder: string
const others: Other[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-lock-'))
})
afterEach(() => {
  for (const other of others.splice(0)) other.child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Another process that locks the folder when it is told to. */
class Other {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  private readonly lines: AsyncIterator<string>

  constructor() {
    this.child = spawn(process.execPath, [PROGRAM, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
    others.push(this)
  }

  async says(): Promise<string> {
    return (await this.lines.next()).value
  }

  tell(): void {
    this.child.stdin.write('go\n')
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await once(this.child, 'exit')
  }
}

async function locked(): Promise<Other> {
  const other = new Other()
  expect(await other.says()).toBe('ready')
  other.tell()
  expect(await other.says()).toBe('locked')
  return other
}

const refusal = () => {
  try {
    lockData(folder, null)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

describe('the lock of a data folder', () => {
  test('names its owner, for nobody else to read', () => {
    const lock = lockData(folder, '/tmp/control.sock')
    expect(JSON.parse(readFileSync(lockFile(folder), 'utf8'))).toMatchObject({
      pid: process.pid,
      socket: '/tmp/control.sock',
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
    expect(statSync(lockFile(folder)).mode & 0o777).toBe(0o600)
    expect(dataOwner(folder)).toMatchObject({ pid: process.pid, socket: '/tmp/control.sock' })
    lock.release()
    expect(dataOwner(folder)).toBeNull()
  })

  test('makes the folder where it is absent, for nobody else to enter', () => {
    const inner = join(folder, 'a', 'b')
    lockData(inner, null).release()
    expect(statSync(inner).mode & 0o777).toBe(0o700)
    expect(readdirSync(inner)).toEqual([])
  })

  test('keeps other processes out while its owner lives, and the owner too', async () => {
    const other = await locked()
    expect(refusal()).toBe(`DATABASE_IN_USE pid=${other.child.pid}`)
    other.tell()
    await once(other.child, 'exit')
    const lock = lockData(folder, null)
    expect(refusal()).toBe(`DATABASE_IN_USE pid=${process.pid}`)
    lock.release()
  })

  test('is taken over from an owner that was killed', async () => {
    const other = await locked()
    await other.kill()
    expect(existsSync(lockFile(folder))).toBe(true)
    expect(dataOwner(folder)).toBeNull()
    const lock = lockData(folder, null)
    expect(dataOwner(folder)?.pid).toBe(process.pid)
    lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  test.skipIf(!existsSync('/proc/self/stat'))('is taken over where another process has the owner’s pid by now', () => {
    lockData(folder, null)
    const owner = JSON.parse(readFileSync(lockFile(folder), 'utf8'))
    writeFileSync(lockFile(folder), JSON.stringify({ ...owner, began: 'another-boot:1' }))
    expect(refusal()).toBeNull()
  })

  test.each(['', '{', 'null', '5', '{"pid":"x"}', '{"pid":-1}'])('is taken over where it reads %j', (text) => {
    writeFileSync(lockFile(folder), text)
    const lock = lockData(folder, null)
    expect(dataOwner(folder)?.pid).toBe(process.pid)
    lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not given back by one from whom it was taken', () => {
    const first = lockData(folder, null)
    writeFileSync(lockFile(folder), '')
    const second = lockData(folder, null)
    first.release()
    expect(refusal()).toBe(`DATABASE_IN_USE pid=${process.pid}`)
    second.release()
  })

  test('is taken over by exactly one of many who try at once', async () => {
    const owner = await locked()
    const takers = Array.from({ length: 6 }, () => new Other())
    for (const taker of takers) expect(await taker.says()).toBe('ready')
    await owner.kill()
    for (const taker of takers) taker.tell()
    const said = await Promise.all(takers.map((taker) => taker.says()))
    expect(said.filter((line) => line === 'locked')).toHaveLength(1)
    const winner = takers[said.indexOf('locked')]!
    expect(dataOwner(folder)?.pid).toBe(winner.child.pid)
    expect(said.filter((line) => line.startsWith('DATABASE_IN_USE pid='))).toHaveLength(5)
  })
})
