import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { badInput } from '../domain/refusal.ts'

/** Files that are being written by this process. */
const underWay = new Set<string>()

/**
 * Writes a file whole or not at all: what `write` puts into the path it is given becomes `file` at the end. Refuses a file that is there, unless it may be
 * replaced, and a place where none can be.
 */
export async function writeWhole<T>(
  file: string,
  mayReplace: boolean,
  write: (part: string) => Promise<T>,
): Promise<T> {
  refuseUnfit(file, mayReplace)
  const part = `${file}.part`
  underWay.add(file)
  try {
    rmSync(part, { force: true })
    const result = await write(part)
    if (!mayReplace) refuseExisting(file)
    renameSync(part, file)
    return result
  } catch (error) {
    rmSync(part, { force: true })
    throw inWords(file, error)
  } finally {
    underWay.delete(file)
  }
}

/** Writes text piece by piece, no faster than the disk takes it, and has it on the disk at the end. */
export async function writeText(path: string, pieces: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(pieces), createWriteStream(path, { flush: true }))
}

function refuseUnfit(file: string, mayReplace: boolean): void {
  const folder = statSync(dirname(file), { throwIfNoEntry: false })
  if (!folder?.isDirectory()) throw badInput('FILE', 'is in a folder that is not there', file)
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw badInput('FILE', 'is a folder', file)
  if (underWay.has(file)) throw badInput('FILE', 'is being written by another export', file)
  if (!mayReplace) refuseExisting(file)
}

function refuseExisting(file: string): void {
  if (existsSync(file)) throw badInput('FILE', 'is there already; --force replaces it', file)
}

function inWords(file: string, error: unknown): unknown {
  const { code, errstr } = error as { readonly code?: string; readonly errstr?: string }
  const isOfDisk = error instanceof Error && code !== undefined && ('syscall' in error || code === 'ERR_SQLITE_ERROR')
  return isOfDisk ? badInput('FILE', `cannot be written (${errstr ?? code})`, file) : error
}
