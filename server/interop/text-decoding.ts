import { refuseRow } from './refused-rows.ts'

/**
 * The text of a file: UTF-8, or what its byte order mark says (UTF-8, UTF-16 in either order). Bytes that are no text in that encoding, and
 * NUL, are refused by their row; nothing is replaced silently.
 */
export function decodeText(file: string, bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  const text = decoded(encoding, bytes)
  if (text === null) {
    const mended = new TextDecoder(encoding).decode(bytes)
    throw refuseAt(file, mended, '\u{fffd}', `holds bytes that are not ${encoding}`)
  }
  if (text.includes('\0')) throw refuseAt(file, text, '\0', `holds the character NUL (read as ${encoding})`)
  return text
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function decoded(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function refuseAt(file: string, text: string, mark: string, problem: string): Error {
  const row = text.slice(0, text.indexOf(mark)).split(/\r\n|\n|\r/).length
  return refuseRow({ file, row }, null, problem)
}
