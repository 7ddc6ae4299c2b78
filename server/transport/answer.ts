/** What stands before and after the id of the operation in a message of graphql-transport-ws. */
const BEFORE = '{"id":'
const AFTER = ',"type":"next","payload":'

/** How a frame of WebSocket begins that is a whole text. */
const WHOLE_TEXT = 0x81

/** A framed message with room for an id. */
type Template = { readonly frame: Buffer; readonly place: number }

/** What an operation is answered, as text: made once, sent to any number of readers. */
export class Answer {
  /** JSON. */
  readonly payload: string
  /** Whether it is for viewers of one sight alone. */
  readonly isPersonal: boolean
  private readonly bytes: number
  private readonly templates = new Map<number, Template>()

  constructor(payload: string, isPersonal: boolean) {
    this.payload = payload
    this.isPersonal = isPersonal
    this.bytes = Buffer.byteLength(payload)
  }

  /** Bytes of the framed message to an operation whose id, as JSON, has that many. */
  sizeFor(idBytes: number): number {
    const size = this.textSize(idBytes)
    return headSize(size) + size
  }

  /** Writes the message to the operation of that id, framed for a WebSocket; returns where it ends. */
  write(target: Buffer, at: number, id: string, idBytes: number): number {
    const { frame, place } = this.templates.get(idBytes) ?? this.template(idBytes)
    frame.copy(target, at)
    target.write(id, at + place)
    return at + frame.length
  }

  /**
   * The message to the operation of that id, in bytes that the next message is written over: to be sent at once, and where they have not
   * left then, `leave` is to be called. A message of its own for each of a thousand readers would have V8 go through all memory twice a second.
   */
  messageTo(id: string, idBytes: number): Buffer {
    const { frame, place } = this.templates.get(idBytes) ?? this.template(idBytes)
    frame.write(id, place)
    return frame
  }

  /** Has the bytes of the last message to an id of that length left to whoever sends them. */
  leave(idBytes: number): void {
    this.templates.delete(idBytes)
  }

  private textSize(idBytes: number): number {
    return BEFORE.length + idBytes + AFTER.length + this.bytes + 1
  }

  private template(idBytes: number): Template {
    const size = this.textSize(idBytes)
    const head = headSize(size)
    const frame = Buffer.allocUnsafeSlow(head + size)
    writeHead(frame, size)
    frame.write(`${BEFORE}${' '.repeat(idBytes)}${AFTER}${this.payload}}`, head)
    const template = { frame, place: head + BEFORE.length }
    this.templates.set(idBytes, template)
    return template
  }
}

function headSize(size: number): number {
  if (size < 126) return 2
  return size < 0x10000 ? 4 : 10
}

function writeHead(frame: Buffer, size: number): void {
  frame[0] = WHOLE_TEXT
  frame[1] = size < 126 ? size : size < 0x10000 ? 126 : 127
  if (frame[1] === 126) frame.writeUInt16BE(size, 2)
  if (frame[1] === 127) frame.writeBigUInt64BE(BigInt(size), 2)
}
