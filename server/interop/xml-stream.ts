import { basename } from 'node:path'
import { type SaxesAttributePlain, SaxesParser } from 'saxes'
import { Refusal } from '../domain/refusal.ts'
import { refuseRow } from './refused-rows.ts'
import { checkDepth, checkPart, openText } from './text-stream.ts'

/** How the parser begins its complaints: line and column. */
const SAXES = /^(\d+):(\d+): (.*)$/s

export type XmlTag = {
  /** Without the prefix of its namespace. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** From 1. */
  readonly line: number
}
/** Is told of a document from its beginning to its end. `text` comes in pieces. */
export type XmlListener = {
  open(tag: XmlTag): void
  text?(text: string): void
  close(name: string): void
}

/**
 * Tells `listener` of a document while it is read. Refuses, with the line, what is not well-formed, any DOCTYPE (entities could unfold
 * without end), nesting deeper than a hundred and a part that would fill the memory.
 */
export async function readXml(path: string, listener: XmlListener, passed?: (share: number) => void): Promise<void> {
  const file = basename(path)
  const document = new Document(file, listener)
  for await (const text of openText(path, passed)) document.write(text)
  document.end()
}

class Document {
  private readonly file: string
  private readonly parser = new SaxesParser({ xmlns: false })
  private depth = 0
  /** Characters since something was told. */
  private untold = 0

  constructor(file: string, listener: XmlListener) {
    this.file = file
    const { parser } = this
    let attributes: Record<string, string> = {}
    parser.on('doctype', () => this.refuse('has a DOCTYPE, which no log needs'))
    parser.on('opentagstart', () => {
      attributes = Object.create(null) as Record<string, string>
      this.depth += 1
      checkDepth(`${file} row ${parser.line}`, this.depth)
    })
    parser.on('attribute', ({ name, value }: SaxesAttributePlain) => {
      attributes[localName(name)] = value
    })
    parser.on('opentag', ({ name }) => {
      this.untold = 0
      listener.open({ name: localName(name), attributes, line: parser.line })
    })
    parser.on('text', (text) => listener.text?.(text))
    parser.on('cdata', (text) => listener.text?.(text))
    parser.on('closetag', ({ name }) => {
      this.untold = 0
      this.depth -= 1
      listener.close(localName(name))
    })
  }

  write(text: string): void {
    this.untold += text.length
    this.tell(() => this.parser.write(text))
    checkPart(`${this.file} row ${this.parser.line}`, this.untold)
  }

  end(): void {
    this.tell(() => this.parser.close())
  }

  private tell(work: () => void): void {
    try {
      work()
    } catch (error) {
      throw this.inWords(error as Error)
    }
  }

  private refuse(problem: string): never {
    throw refuseRow({ file: this.file, row: this.parser.line }, null, problem)
  }

  private inWords(error: Error): Error {
    const [, row, column, problem] = SAXES.exec(error.message) ?? []
    if (error instanceof Refusal || row === undefined) return error
    const where = { file: this.file, row: Number(row) }
    return refuseRow(where, null, `is not well-formed XML (column ${column}: ${problem})`)
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
