/**
 * Reads what a client of PostgreSQL sends, in whatever pieces it comes, and names each statement as it is executed: the text of a
 * simple query, or that of the prepared one that is bound.
 */
export class Statements {
  private unread: Buffer = Buffer.alloc(0)
  private hasStarted = false
  private readonly prepared = new Map<string, string>()

  /** The statements whose execution these bytes complete the asking for. */
  take(bytes: Buffer): string[] {
    this.unread = Buffer.concat([this.unread, bytes])
    const executed: string[] = []
    for (let message = this.next(); message; message = this.next()) {
      const statement = this.read(message)
      if (statement !== null) executed.push(statement)
    }
    return executed
  }

  /** One whole message. The first has no type before its length. */
  private next(): Buffer | null {
    const lengthAt = this.hasStarted ? 1 : 0
    if (this.unread.length < lengthAt + 4) return null
    const end = lengthAt + this.unread.readUInt32BE(lengthAt)
    if (this.unread.length < end) return null
    const message = this.unread.subarray(0, end)
    this.unread = this.unread.subarray(end)
    return message
  }

  private read(message: Buffer): string | null {
    if (!this.hasStarted) {
      this.hasStarted = true
      return null
    }
    const type = String.fromCharCode(message[0]!)
    const [first = '', second = ''] = message.subarray(5).toString('latin1').split('\0', 2)
    if (type === 'P') this.prepared.set(first, second)
    if (type === 'Q') return first
    return type === 'B' ? (this.prepared.get(second) ?? '') : null
  }
}
