import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who has the data folder open. `socket` is where the owner takes commands; null where it takes none. */
export type DataOwner = {
  readonly pid: number
  readonly socket: string | null
  readonly startedAt: string
  /** When the process began, by the kernel's own clock: another process may have got the same pid since. Null where /proc is absent. */
  readonly began: string | null
  /** Tells this lock from every other. */
  readonly nonce: string
}
export type DataLock = { release(): void }

export class DatabaseInUse extends Error {
  readonly owner: DataOwner

  constructor(owner: DataOwner) {
    super(`DATABASE_IN_USE pid=${owner.pid}`)
    this.name = 'DatabaseInUse'
    this.owner = owner
  }
}

/**
 * Locks the data folder, making it where it is absent: PGlite does not, and two processes on one folder lose rows. Throws
 * `DatabaseInUse` while its owner lives; a lock whose owner is gone is taken over, by one of however many try.
 */
export function lockData(folder: string, socket: string | null): DataLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return take(lockFile(folder), socket)
}

/** Who has the folder open; null where nobody that still lives. */
export function dataOwner(folder: string): DataOwner | null {
  const owner = readOwner(lockFile(folder))
  return owner && isAlive(owner) ? owner : null
}

export function lockFile(folder: string): string {
  return join(folder, 'baton.lock')
}

/**
 * A lock appears whole or not at all: it is written aside and linked into place, which fails where there is one. A stale lock is replaced
 * under a second lock that bears its nonce, so only one can, and only while it still is that lock.
 */
function take(path: string, socket: string | null): DataLock {
  const own = ownerOf(socket)
  const aside = `${path}.${own.nonce}`
  writeFileSync(aside, JSON.stringify(own), { mode: 0o600, flag: 'wx' })
  try {
    while (!linked(aside, path)) {
      const owner = readOwner(path)
      if (owner && isAlive(owner)) throw new DatabaseInUse(owner)
      if (owner && replaced(aside, path, owner)) break
    }
  } finally {
    rmSync(aside, { force: true })
  }
  return { release: () => release(path, own.nonce) }
}

function linked(aside: string, path: string): boolean {
  try {
    linkSync(aside, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function replaced(aside: string, path: string, stale: DataOwner): boolean {
  const takeover = take(`${path}.takeover-${stale.nonce}`, null)
  try {
    if (readOwner(path)?.nonce !== stale.nonce) return false
    renameSync(aside, path)
    return true
  } finally {
    takeover.release()
  }
}

function release(path: string, nonce: string): void {
  if (readOwner(path)?.nonce === nonce) rmSync(path, { force: true })
}

function ownerOf(socket: string | null): DataOwner {
  const { pid } = process
  return { pid, socket, startedAt: new Date().toISOString(), began: beganAt(pid), nonce: crypto.randomUUID() }
}

/** Null where there is no lock. One that cannot be read is nobody's. */
function readOwner(path: string): DataOwner | null {
  try {
    const { pid, socket, startedAt, began, nonce } = JSON.parse(readFileSync(path, 'utf8')) ?? {}
    return {
      pid: Number(pid),
      socket: socket ?? null,
      startedAt: String(startedAt),
      began: began ?? null,
      nonce: String(nonce).replace(/[^\w-]/g, ''),
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    if (error instanceof SyntaxError) return UNREADABLE
    throw error
  }
}

const UNREADABLE: DataOwner = { pid: 0, socket: null, startedAt: '', began: null, nonce: 'unreadable' }

function isAlive({ pid, began }: DataOwner): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = beganAt(pid)
  return now === null || began === null || now === began
}

/** The boot and the tick since it at which a process began; null where the kernel does not say. */
function beganAt(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : `${boot}:${fields[19]}`
  } catch {
    return null
  }
}
