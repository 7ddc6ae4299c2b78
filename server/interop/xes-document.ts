import { badInput } from '../domain/refusal.ts'
import { flatten, isAttribute, type XesAttribute, XesKeys } from './xes-attributes.ts'
import type { XmlListener, XmlTag } from './xml-stream.ts'

export type XesElement = {
  /** Of the file, where it begins. */
  readonly line: number
  /** From 1, among the events of their trace or the traces of the log. */
  readonly number: number
  readonly attributes: XesAttribute[]
}
/** Is told of a log: the events of a trace in their order, then the trace. */
export type XesTaking = {
  event(event: XesElement): void
  trace(trace: XesElement): void
}
export type XesScope = 'trace' | 'event'

/** Takes an XES document apart. What stands outside of traces it keeps: defaults, classifiers, and how many events are of no trace. */
export class XesDocument implements XmlListener {
  readonly classifiers = new Map<string, readonly string[]>()
  readonly defaults: Record<XesScope, ReadonlyMap<string, string>> = { trace: new Map(), event: new Map() }
  traces = 0
  strayEvents = 0
  private readonly file: string
  private readonly taking: XesTaking
  private readonly keys = new XesKeys()
  private readonly opened: XesAttribute[] = []
  private depth = 0
  private events = 0
  private trace: XesElement | null = null
  private event: XesElement | null = null
  private global: { readonly scope: string | undefined; readonly attributes: XesAttribute[] } | null = null

  constructor(file: string, taking: XesTaking) {
    this.file = file
    this.taking = taking
  }

  open(tag: XmlTag): void {
    this.depth += 1
    if (this.depth === 1 && tag.name !== 'log')
      throw badInput(this.file, `is no XES: it begins with ${tag.name}`, tag.name, 'log')
    if (isAttribute(tag.name)) this.openAttribute(tag)
    else this.openElement(tag)
  }

  close(name: string): void {
    this.depth -= 1
    if (isAttribute(name)) this.opened.pop()
    else if (name === 'event') this.closeEvent()
    else if (name === 'trace') this.closeTrace()
    else if (name === 'global') this.closeGlobal()
  }

  private openElement({ name, attributes, line }: XmlTag): void {
    if (name === 'extension') this.keys.declare(attributes)
    else if (name === 'classifier') this.classifiers.set(attributes.name ?? '', keysOf(attributes.keys ?? ''))
    else if (name === 'global') this.global = { scope: attributes.scope, attributes: [] }
    else if (name === 'trace') this.openTrace(line)
    else if (name === 'event') this.openEvent(line)
  }

  private openTrace(line: number): void {
    this.traces += 1
    this.events = 0
    this.trace = { line, number: this.traces, attributes: [] }
  }

  private openEvent(line: number): void {
    this.events += 1
    this.event = { line, number: this.events, attributes: [] }
  }

  /** Into the attribute that is open, else into the event, the trace or the defaults; those of the log as a whole say nothing. */
  private openAttribute(tag: XmlTag): void {
    const attribute = this.keys.attribute(tag)
    const owner = this.opened.at(-1)?.children ?? (this.global ?? this.event ?? this.trace)?.attributes
    owner?.push(attribute)
    this.opened.push(attribute)
  }

  private closeEvent(): void {
    if (this.trace) this.taking.event(this.event!)
    else this.strayEvents += 1
    this.event = null
  }

  private closeTrace(): void {
    this.taking.trace(this.trace!)
    this.trace = null
  }

  private closeGlobal(): void {
    const { scope, attributes } = this.global!
    this.global = null
    const told = [...flatten(attributes)].filter(([, value]) => !/^(?:__invalid__|unknown|name|string)$/i.test(value))
    if (scope === 'trace' || scope === 'event') this.defaults[scope] = new Map(told)
  }
}

/** Keys are parted by spaces; one with a space in it stands in quotation marks. */
function keysOf(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!)
}
