import { basename } from 'node:path'
import { badInput, Refusal } from '../domain/refusal.ts'
import { openBytes } from './log-source.ts'

/** What one part of a document may be long, in characters: a reader keeps a part at a time. */
export const PART_LIMIT = 16 * 1024 * 1024
/** How deep parts may stand within parts. */
export const DEPTH_LIMIT = 100
const DECLARED = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/

/**
 * The text of a file, unpacked, piece by piece: UTF-8, or what its byte order mark or its XML declaration says. Bytes that are no text in
 * that encoding are refused; nothing is replaced silently. `passed` hears what share of the file has been read, from 0 to 1.
 */
export async function* openText(
  path: string,
  passed?: (share: number) => void,
): AsyncGenerator<string, void, undefined> {
  const file = basename(path)
  let decoder: TextDecoder | null = null
  for await (const bytes of openBytes(path, passed)) {
    decoder ??= decoderFor(file, bytes)
    yield decoded(file, decoder, bytes)
  }
  if (decoder) yield decoded(file, decoder, null)
}

function decoderFor(file: string, bytes: Uint8Array): TextDecoder {
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch {
    throw badInput(file, `is in an encoding that Baton does not know (${encoding})`, encoding)
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 256))
  return DECLARED.exec(beginning)?.[1] ?? 'utf-8'
}

function decoded(file: string, decoder: TextDecoder, bytes: Uint8Array | null): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch {
    throw badInput(file, `holds bytes that are not ${decoder.encoding}`)
  }
}

/** Refuses (LIMIT_EXCEEDED) parts within parts that are deeper than any log has them. */
export function checkDepth(field: string, depth: number): void {
  if (depth <= DEPTH_LIMIT) return
  const message = `${field}: is nested deeper than ${DEPTH_LIMIT} levels`
  throw new Refusal('LIMIT_EXCEEDED', message, { field, limit: DEPTH_LIMIT, actual: depth })
}

/** Refuses (LIMIT_EXCEEDED) a part that would fill the memory. */
export function checkPart(field: string, length: number): void {
  if (length <= PART_LIMIT) return
  const message = `${field}: has a part of more than ${PART_LIMIT} characters`
  throw new Refusal('LIMIT_EXCEEDED', message, { field, limit: PART_LIMIT, actual: length })
}
