import { badInput } from '../domain/refusal.ts'
import { refuseRow } from './refused-rows.ts'
import { checkDepth, checkPart } from './text-stream.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
/** The key before a list, at the end of what was read so far. */
const KEY = /"((?:[^"\\]|\\.)*)"\s*:\s*$/s

/** Takes one element of a list by the name of the list; `row` counts from 1 in it. */
type Taking = (list: string, element: unknown, row: number) => void

/**
 * Reads one JSON object whose members are long lists of objects, an element at a time. The elements are cut out as they come and each
 * is read by itself; what is left, with `{}` where they stood, is read at the end. So nothing passes that is not JSON as a whole.
 */
export class JsonElements {
  private readonly file: string
  private readonly take: Taking
  private readonly lists = new Map<string, number>()
  /** The document without the elements; several of them in a row leave one `{}`. */
  private rest = ''
  /** The beginning of the element that is being read; null between elements. */
  private element: string | null = null
  private list: string | null = null
  private depth = 0
  private isInList = false
  private isInText = false
  private isEscaped = false

  constructor(file: string, take: Taking) {
    this.file = file
    this.take = take
  }

  write(text: string): void {
    let from = 0
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      if (this.isInText) this.readText(code)
      else if (code === QUOTE) this.isInText = true
      else if (code === OPEN_OBJECT || code === OPEN_LIST) from = this.open(code, text, from, index)
      else if (code === CLOSE_OBJECT || code === CLOSE_LIST) from = this.close(text, from, index)
    }
    this.keep(text.slice(from))
  }

  /** The names of the members, once the document is read. */
  end(): ReadonlySet<string> {
    if (this.element !== null) throw refuseRow(this.place(), null, 'is where the file ends, unfinished')
    const document = this.parsed(this.rest, () => badInput(this.file, 'is not JSON'))
    if (typeof document !== 'object' || document === null || Array.isArray(document))
      throw badInput(this.file, 'is no JSON object')
    for (const name of this.lists.keys())
      if ((document as Record<string, unknown[]>)[name]!.some((one) => !isPlace(one)))
        throw badInput(this.file, `has something in ${name} that is no object`)
    return new Set(Object.keys(document))
  }

  private readText(code: number): void {
    if (this.isEscaped) this.isEscaped = false
    else if (code === BACKSLASH) this.isEscaped = true
    else if (code === QUOTE) this.isInText = false
  }

  /** Gives from where on the text is not kept yet. */
  private open(code: number, text: string, from: number, index: number): number {
    this.depth += 1
    checkDepth(this.file, this.depth)
    if (this.depth === 2) {
      this.keep(text.slice(from, index))
      this.list = code === OPEN_LIST ? this.begin(KEY.exec(this.rest)?.[1] ?? null) : null
      this.isInList = this.list !== null
      return index
    }
    if (this.depth !== 3 || !this.isInList || code !== OPEN_OBJECT) return from
    this.keep(text.slice(from, index))
    this.element = ''
    return index
  }

  private close(text: string, from: number, index: number): number {
    this.depth -= 1
    if (this.depth === 1) this.isInList = false
    if (this.depth !== 2 || this.element === null) return from
    const row = this.lists.get(this.list!)! + 1
    this.keep(text.slice(from, index + 1))
    const element = this.element
    this.element = null
    const value = this.parsed(element, (fault) => refuseRow(this.place(), null, `is not JSON (${fault})`))
    this.lists.set(this.list!, row)
    this.take(this.list!, value, row)
    this.leavePlace()
    return index + 1
  }

  private begin(key: string | null): string | null {
    if (key === null) return null
    const list = this.parsed(`"${key}"`, () => badInput(this.file, 'is not JSON')) as string
    if (this.lists.has(list)) throw badInput(this.file, `has ${list} twice`)
    this.lists.set(list, 0)
    return list
  }

  private leavePlace(): void {
    const before = this.rest.trimEnd()
    const isNext = before.endsWith(',') && before.slice(0, -1).trimEnd().endsWith('{}')
    if (isNext) this.rest = before.slice(0, -1)
    else this.rest += '{}'
  }

  private keep(text: string): void {
    if (this.element === null) this.rest += text
    else this.element += text
    checkPart(this.file, (this.element ?? this.rest).length)
  }

  private place(): { file: string; row: number } {
    return { file: `${this.file}, ${this.list}`, row: this.lists.get(this.list!)! + 1 }
  }

  private parsed(text: string, refusal: (fault: string) => Error): unknown {
    try {
      return JSON.parse(text)
    } catch (error) {
      throw refusal((error as Error).message)
    }
  }
}

function isPlace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
