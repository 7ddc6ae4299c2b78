import { badInput } from '../domain/refusal.ts'
import type { Attributes } from './log-facts.ts'
import type { ReadOptions } from './log-sink.ts'
import type { Mapping } from './mapping.ts'
import { flatten, type XesAttribute } from './xes-attributes.ts'
import type { XesDocument, XesElement } from './xes-document.ts'

/** What events say, beside their step. */
type EventWord = 'at' | 'start' | 'holder' | 'holderName' | 'department' | 'departmentName'

/** Keys of the standard and of exports of orders, the likeliest first. */
const USUAL: Readonly<Record<EventWord, readonly string[]>> = {
  at: ['time:timestamp'],
  start: [],
  holder: ['org:resource', 'holder'],
  holderName: ['holderName'],
  department: ['org:group', 'department', 'org:role'],
  departmentName: ['departmentName'],
}
const ORDER = ['concept:name', 'identity:id']
/** Defaults of a log never stand in for these: an order, a step or a time that nobody said is none. */
const NO_DEFAULT = new Set([...ORDER, ...USUAL.at, 'lifecycle:transition', 'concept:instance'])

/** Finds what the elements of a log say: by the options, the mapping, else by the usual keys. */
export class XesWords {
  private readonly document: XesDocument
  private readonly columns: Mapping['columns']
  private readonly missing: ReadonlySet<string>
  private readonly named: ReadonlyMap<EventWord, string>
  /** Keys that were named and that nothing had so far; a step may be named by a classifier. */
  private readonly unseen: Map<string, string>
  private readonly known = new Set<string>()

  constructor(document: XesDocument, { mapping, department, holder }: ReadOptions) {
    this.document = document
    this.columns = mapping?.columns ?? {}
    this.missing = new Set(mapping?.missing)
    const { finish } = this.columns
    const options = {
      ...(finish && { at: finish }),
      ...this.columns,
      ...(department && { department }),
      ...(holder && { holder }),
    }
    const words = (Object.keys(USUAL) as EventWord[]).flatMap((word): [EventWord, string][] =>
      options[word] === undefined ? [] : [[word, options[word]]],
    )
    this.named = new Map(words)
    const fields = Object.entries(this.columns).map(([word, key]): [string, string] => [key, `columns.${word}`])
    this.unseen = new Map([...fields, ...optionFields({ '--department': department, '--holder': holder })])
    if (this.columns.step !== undefined) this.unseen.delete(this.columns.step)
  }

  eventOf({ attributes }: XesElement): Attributes {
    const texts = this.present(flatten(attributes))
    for (const key of texts.keys()) this.see(key)
    return withDefaults(texts, this.document.defaults.event)
  }

  traceOf(attributes: readonly XesAttribute[]): Map<string, string> {
    const texts = this.present(flatten(attributes))
    for (const key of texts.keys()) this.unseen.delete(key)
    return withDefaults(texts, this.document.defaults.trace)
  }

  text(attributes: Attributes, word: EventWord): string | null {
    const named = this.named.get(word)
    const keys = named === undefined ? USUAL[word] : [named]
    return firstOf(attributes, keys)
  }

  /** Where the trace names its order; null where it does not. */
  orderKey(trace: Attributes): string | null {
    const keys = this.columns.order === undefined ? ORDER : [this.columns.order]
    return keys.find((key) => trace.has(key)) ?? null
  }

  /** The attribute or classifier of the mapping, else the name of the event, else the log's first classifier. */
  stepOf(event: Attributes): string | null {
    const { step } = this.columns
    if (step !== undefined) return event.get(step) ?? classified(event, this.document.classifiers.get(step))
    const [first] = this.document.classifiers.values()
    return event.get('concept:name') ?? classified(event, first)
  }

  /** Refuses a name that no event and no trace had. */
  end(): void {
    const [unseen] = this.unseen
    if (unseen)
      throw badInput(unseen[1], `no event or trace has the attribute ${unseen[0]}`, unseen[0], [...this.known])
  }

  notes(): string[] {
    const found = (word: EventWord) => USUAL[word].find((key) => this.known.has(key))
    const what: [EventWord, string][] = [
      ['department', 'departments'],
      ['holder', 'people'],
    ]
    return what
      .filter(([word]) => !this.named.has(word))
      .map(([word, many]) => {
        const key = found(word)
        return key
          ? `${many}: the attribute ${key} of the events (guessed; name another with --${word})`
          : `${many}: none found; name an attribute of the events with --${word}`
      })
  }

  private see(key: string): void {
    this.unseen.delete(key)
    if (this.known.size < 1_000) this.known.add(key)
  }

  private present(texts: ReadonlyMap<string, string>): Map<string, string> {
    return new Map([...texts].filter(([, text]) => !this.missing.has(text)))
  }
}

function optionFields(options: Readonly<Record<string, string | null>>): [string, string][] {
  return Object.entries(options).flatMap(([option, key]): [string, string][] => (key ? [[key, option]] : []))
}

function withDefaults(own: Map<string, string>, defaults: Attributes): Map<string, string> {
  for (const [key, value] of defaults) if (!own.has(key) && !NO_DEFAULT.has(key)) own.set(key, value)
  return own
}

function firstOf(attributes: Attributes, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = attributes.get(key)
    if (value !== undefined) return value
  }
  return null
}

/** A classifier names a step by several attributes; where an event is in its life is none of the step. */
function classified(event: Attributes, keys: readonly string[] = []): string | null {
  const values = keys.filter((key) => key !== 'lifecycle:transition').map((key) => event.get(key) ?? '')
  return values.some((value) => value !== '') ? values.join('+') : null
}
