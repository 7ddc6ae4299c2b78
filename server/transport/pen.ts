import type { Sheet, Writing } from './sheet.ts'

/** Bytes to begin with, and those above which the room is given back after use. */
const ROOM = 64 * 1024
const MOST = 4 * ROOM
/** The most bytes that one unit of a JavaScript string takes in JSON: `\u0000`. */
const ESCAPED = 6

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20
const TILDE = 0x7e
const LONGEST_NUMBER = 24

/**
 * Writes JSON as bytes. To put it together of strings would make several of each field, all of them garbage a moment later. There is one
 * pen for all answers, so it may be held only while nothing is waited for.
 */
export class Pen {
  /** What is being written, and where to. */
  writing!: Writing
  private sheet!: Sheet
  private bytes = Buffer.allocUnsafeSlow(ROOM)
  private at = 0

  /** Begins to write on a sheet; what was not taken is dropped. */
  take(writing: Writing, sheet: Sheet): void {
    this.writing = writing
    this.sheet = sheet
    this.at = 0
  }

  /** Leaves what is written on the sheet. */
  put(): void {
    this.sheet.push(Buffer.copyBytesFrom(this.bytes, 0, this.at))
    this.at = 0
    if (this.bytes.length > MOST) this.bytes = Buffer.allocUnsafeSlow(ROOM)
  }

  /** A sheet for what comes in this place, once it is there. */
  insert(): Sheet {
    this.put()
    return this.sheet.insert()
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes
    this.reserve(length)
    const target = this.bytes
    let { at } = this
    for (let place = 0; place < length; place += 1) target[at++] = bytes[place]!
    this.at = at
  }

  /** A string. Letter by letter as long as they are plain, which they mostly are. */
  text(value: string): void {
    const { length } = value
    this.reserve(length * ESCAPED + 2)
    const target = this.bytes
    let { at } = this
    target[at++] = QUOTE
    for (let place = 0; place < length; place += 1) {
      const code = value.charCodeAt(place)
      if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) return this.json(JSON.stringify(value))
      target[at++] = code
    }
    target[at++] = QUOTE
    this.at = at
  }

  /** A whole number. */
  integer(value: number): void {
    this.reserve(LONGEST_NUMBER)
    this.at += this.bytes.write(String(value), this.at, 'latin1')
  }

  /** What is JSON already. */
  json(text: string): void {
    this.reserve(text.length * 3)
    this.at += this.bytes.write(text, this.at)
  }

  private reserve(size: number): void {
    const needed = this.at + size
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }
}
