import { createReadStream, type ReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { badInput, Refusal } from '../domain/refusal.ts'

export type LogFormat = 'csv' | 'xes' | 'ocel-json' | 'ocel-xml' | 'ocel-sqlite'

/** How many times its size a gzip file may unpack to; logs come to about twenty. */
const RATIO = 100
const ENDINGS: readonly (readonly [RegExp, LogFormat])[] = [
  [/\.xes$/i, 'xes'],
  [/\.(json|jsonocel)$/i, 'ocel-json'],
  [/\.(xml|xmlocel)$/i, 'ocel-xml'],
  [/\.(sqlite|sqlite3|db)$/i, 'ocel-sqlite'],
]

/** What the name of a file says that it holds; CSV where it says nothing else. */
export function formatOf(path: string): LogFormat {
  const own = path.replace(/\.gz$/i, '')
  return ENDINGS.find(([ending]) => ending.test(own))?.[1] ?? 'csv'
}

/**
 * The bytes of a file, unpacked where its name ends in `.gz`; `passed` hears what share of the file has been read, from 0 to 1. Refuses
 * what cannot be read, is no sound gzip, or unpacks to more than a hundred times its size (LIMIT_EXCEEDED).
 */
export async function* openBytes(
  path: string,
  passed: (share: number) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = createReadStream(path)
  try {
    const { size } = statSync(path)
    for await (const bytes of /\.gz$/i.test(path) ? unpacked(path, file) : file) {
      passed(Math.min(1, file.bytesRead / size))
      yield bytes
    }
  } catch (error) {
    throw inWords(path, error)
  } finally {
    file.on('error', () => {}).destroy()
  }
}

async function* unpacked(path: string, file: ReadStream): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip()
  file.once('error', (error) => gunzip.destroy(error))
  let size = 0
  try {
    for await (const chunk of file.pipe(gunzip) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > RATIO * file.bytesRead) throw tooDense(path, size, file.bytesRead)
      yield chunk
    }
  } finally {
    gunzip.destroy()
  }
}

function tooDense(path: string, unpacked: number, packed: number): Refusal {
  const field = basename(path)
  const problem = `unpacks to more than ${RATIO} times its size (${unpacked} bytes out of ${packed})`
  return new Refusal('LIMIT_EXCEEDED', `${field}: ${problem}`, {
    field,
    limit: RATIO,
    actual: Math.ceil(unpacked / packed),
  })
}

function inWords(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (error instanceof Refusal || code === undefined) return error
  if (code.startsWith('Z_')) return badInput(basename(path), `is no sound gzip file (${message})`)
  return badInput(path, `cannot be read (${code})`)
}
