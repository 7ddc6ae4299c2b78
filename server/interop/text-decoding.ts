import { refuseRow } from './refused-rows.ts'

/**
 * The text of a file: UTF-8, or what its byte order mark says (UTF-8, UTF-16 in either order). Bytes that are no text in that encoding, and
 * NUL, are refused by their row; nothing is replaced silently.
 */
export function decodeText(file: string, bytes: Uint8Array): string {
  const decoding = new Decoding(file)
  return decoding.take(bytes) + decoding.end()
}

/** As `decodeText`, a piece at a time. */
export async function* decodeTexts(file: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoding = new Decoding(file)
  for await (const bytes of pieces) yield decoding.take(bytes)
  yield decoding.end()
}

/** Bytes that a byte order mark needs. */
const MARK = 2

class Decoding {
  private readonly file: string
  private encoding: string | null = null
  /** What does not make a whole character yet. */
  private rest: Uint8Array = new Uint8Array()
  private row = 1
  private endsInReturn = false

  constructor(file: string) {
    this.file = file
  }

  take(bytes: Uint8Array): string {
    const all = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes
    const whole = all.length < MARK ? 0 : wholeCharacters(this.encoding ?? encodingOf(all), all)
    this.rest = all.slice(whole)
    return this.decode(all.subarray(0, whole))
  }

  end(): string {
    return this.decode(this.rest)
  }

  private decode(bytes: Uint8Array): string {
    if (bytes.length === 0) return ''
    const ignoreBOM = this.encoding !== null
    this.encoding ??= encodingOf(bytes)
    const { encoding } = this
    const text = decoded(encoding, bytes, ignoreBOM)
    if (text === null) {
      const mended = new TextDecoder(encoding, { ignoreBOM }).decode(bytes)
      throw this.refuseAt(mended, '\u{fffd}', `holds bytes that are not ${encoding}`)
    }
    if (text.includes('\0')) throw this.refuseAt(text, '\0', `holds the character NUL (read as ${encoding})`)
    this.row += this.lineEnds(text)
    this.endsInReturn = text.endsWith('\r')
    return text
  }

  private refuseAt(text: string, mark: string, problem: string): Error {
    const row = this.row + this.lineEnds(text.slice(0, text.indexOf(mark)))
    return refuseRow({ file: this.file, row }, null, problem)
  }

  /** A CR that ended the piece before and an LF that begins this one are one end of a line. */
  private lineEnds(text: string): number {
    const ends = text.match(/\r\n|\n|\r/g)?.length ?? 0
    return this.endsInReturn && text.startsWith('\n') ? ends - 1 : ends
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** How many of the bytes make whole characters; those of a character that the next piece may complete are left. */
function wholeCharacters(encoding: string, bytes: Uint8Array): number {
  const { length } = bytes
  if (encoding === 'utf-8') return length - unfinishedUtf8(bytes)
  const even = length - (length % 2)
  const high = bytes[even - (encoding === 'utf-16le' ? 1 : 2)]!
  return even >= 2 && high >= 0xd8 && high <= 0xdb ? even - 2 : even
}

function unfinishedUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

function decoded(encoding: string, bytes: Uint8Array, ignoreBOM: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM }).decode(bytes)
  } catch {
    return null
  }
}
