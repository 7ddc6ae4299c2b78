import { basename } from 'node:path'
import { badInput } from '../domain/refusal.ts'
import { requireKey, requireText } from '../domain/text.ts'
import type { Origin } from './activity-log.ts'
import { stepName } from './csv-row.ts'
import { type Happening, Lifecycle } from './lifecycle.ts'
import { type Attributes, LogFacts, lineOf, NO_FACTS } from './log-facts.ts'
import type { LogHeader, LogSink, Progress, ReadOptions } from './log-sink.ts'
import { LogTimes } from './log-times.ts'
import { Meter } from './meter.ts'
import { fieldOf, type RefusedRows, refuseRow } from './refused-rows.ts'
import { flatten, type XesAttribute } from './xes-attributes.ts'
import { XesDocument, type XesElement, type XesTaking } from './xes-document.ts'
import { XesWords } from './xes-words.ts'
import { readXml } from './xml-stream.ts'

const NAME_LIMIT = 200

/**
 * Hands the traces of an XES log to `sink` as orders, a trace at a time: events of a start and of a completion are one run. Events
 * that cannot be read are put down in `refused` by the line where they begin and their trace.
 */
export async function readXesLog(
  path: string,
  options: ReadOptions,
  sink: LogSink,
  refused: RefusedRows,
  progress: Progress,
  clock: () => number,
): Promise<LogHeader> {
  const file = basename(path)
  progress(`${file}: reading`)
  const meter = new Meter(`${file} read`, 'events', progress, clock)
  const reader = new XesReader(file, options, sink, refused, meter)
  await readXml(path, reader.document, (share) => reader.pass(share))
  reader.end()
  const { mapping } = options
  return {
    name: mapping?.name ?? file.replace(/\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, ''),
    timeZone: reader.times.timeZone,
    delivers: mapping?.delivers?.map(stepName) ?? [],
    notes: reader.notes(),
  }
}

class XesReader implements XesTaking {
  readonly document: XesDocument
  readonly times: LogTimes
  private readonly file: string
  private readonly meter: Meter
  private share = 0
  private readonly sink: LogSink
  private readonly refused: RefusedRows
  private readonly facts: LogFacts
  private readonly words: XesWords
  private readonly lifecycle = new Lifecycle()
  private readonly ignored: ReadonlySet<string>
  private readonly numbers = new Set<string>()
  private repeated = 0
  private empty = 0
  private events: XesElement[] = []

  constructor(file: string, options: ReadOptions, sink: LogSink, refused: RefusedRows, meter: Meter) {
    this.meter = meter
    this.file = file
    this.sink = sink
    this.refused = refused
    this.document = new XesDocument(file, this)
    this.times = new LogTimes(options.mapping)
    this.facts = new LogFacts(options.mapping, this.times)
    this.words = new XesWords(this.document, options)
    this.ignored = new Set(options.mapping?.ignore?.map(stepName))
  }

  event(event: XesElement): void {
    this.events.push(event)
    this.meter.add(1, this.share)
  }

  /** Hears what share of the file has been read. */
  pass(share: number): void {
    this.share = share
  }

  trace(trace: XesElement): void {
    const { events } = this
    this.events = []
    this.refused.try(trace.line, () => this.take(trace, events))
  }

  /** Refuses a log without a trace, and names that no event has. */
  end(): void {
    if (this.document.traces === 0) throw badInput(this.file, 'holds no trace')
    this.words.end()
  }

  notes(): string[] {
    const counts: [number, string][] = [
      [this.repeated, 'traces have the name of one before: they are the same order, and what they repeat counts once'],
      [this.empty, 'traces have no event and are left out'],
      [this.document.strayEvents, 'events stand in no trace and are left out'],
    ]
    const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
    return [...told, ...this.words.notes(), ...this.lifecycle.notes(), ...this.times.notes()]
  }

  private take(trace: XesElement, events: readonly XesElement[]): void {
    const origin = { file: this.file, row: trace.line }
    const lists = trace.attributes.filter(
      ({ isList, children }) => isList && children.some((one) => this.isProduct(one)),
    )
    const own = this.words.traceOf(trace.attributes.filter((one) => !lists.includes(one)))
    const key = this.words.orderKey(own)
    if (key === null) throw refuseRow(origin, 'concept:name', `is missing: trace ${trace.number} has no name`)
    const order = requireKey(fieldOf(origin, key), own.get(key)!)
    const read = events.flatMap((event) => this.refused.try(event.line, () => this.read(event, order)) ?? [])
    const isTold = read.length > 0 || this.facts.text(own, 'placed') !== null
    if (!isTold) this.empty += 1
    if (!isTold) return
    own.delete(key)
    this.addFacts(order, origin, own, lists, read)
    this.addRuns(
      order,
      read.flatMap(({ happenings }) => happenings),
    )
  }

  private addFacts(
    order: string,
    origin: Origin,
    own: Attributes,
    lists: readonly XesAttribute[],
    events: readonly ReadEvent[],
  ): void {
    const said = (word: Parameters<LogFacts['text']>[1]) =>
      events.map(({ attributes }) => this.facts.text(attributes, word)).find((text) => text !== null) ?? null
    const facts = this.facts.read(own, origin, said)
    this.sink.addPerson({ key: facts.rep, name: null }, null)
    this.sink.addToOrder(order, origin, facts)
    const lines = [
      ...this.linesOf(lists, origin),
      ...events.map((event) => this.facts.line(event.attributes, event.origin)),
    ]
    for (const line of lines) if (line) this.sink.addToOrder(order, origin, { ...NO_FACTS, line })
  }

  private isProduct({ key }: XesAttribute): boolean {
    return this.facts.isCalled(key, 'product')
  }

  /** Products in a list, each with its quantity within it. */
  private linesOf(lists: readonly XesAttribute[], origin: Origin) {
    const products = lists.flatMap(({ children }) => children).filter((one) => this.isProduct(one))
    return products.map(({ value, children }) => lineOf(value, this.facts.text(flatten(children), 'quantity'), origin))
  }

  private addRuns(order: string, happenings: readonly Happening[]): void {
    const isRepeated = this.numbers.has(order)
    this.numbers.add(order)
    if (isRepeated) this.repeated += 1
    for (const run of this.lifecycle.pair(happenings))
      if (isRepeated) this.sink.addActivityOnce(order, run)
      else this.sink.addActivity(order, run)
  }

  private read(event: XesElement, order: string): ReadEvent {
    const origin = { file: this.file, row: event.line }
    const attributes = this.words.eventOf(event)
    const place = `event ${event.number} of trace ${order}`
    const key = (word: 'holder' | 'department') => {
      const text = this.words.text(attributes, word)
      return text === null ? null : requireKey(fieldOf(origin, word), text)
    }
    const named = this.words.stepOf(attributes)
    if (named === null) throw refuseRow(origin, null, `${place} has no name`)
    const step = stepName(requireKey(fieldOf(origin, 'concept:name'), stepName(named)))
    const time = this.words.text(attributes, 'at')
    if (time === null) throw refuseRow(origin, null, `${place} (${step}) says no time`)
    const happening = {
      step,
      at: this.times.instant(`${fieldOf(origin, 'time:timestamp')} (${place})`, time),
      transition: attributes.get('lifecycle:transition') ?? null,
      instance: attributes.get('concept:instance') ?? null,
      ...{ holder: key('holder'), department: key('department'), origin },
    }
    this.addDirectory(happening, attributes, origin)
    return { attributes, origin, happenings: this.ignored.has(step) ? [] : this.started(happening, attributes) }
  }

  /** An event that says its start as well is a run by itself. */
  private started(happening: Happening, attributes: Attributes): Happening[] {
    const start = this.words.text(attributes, 'start')
    if (start === null) return [happening]
    const instance = `${happening.origin.row}`
    const at = this.times.instant(fieldOf(happening.origin, 'start'), start)
    return [
      { ...happening, at, instance, transition: 'start' },
      { ...happening, instance, transition: 'complete' },
    ]
  }

  private addDirectory({ holder, department }: Happening, attributes: Attributes, origin: Origin): void {
    const name = (word: 'holderName' | 'departmentName') => {
      const text = this.words.text(attributes, word)
      return text === null ? null : requireText(fieldOf(origin, word), text, NAME_LIMIT)
    }
    this.sink.addDepartment({ key: department, name: name('departmentName') })
    this.sink.addPerson({ key: holder, name: name('holderName') }, department)
  }
}

type ReadEvent = {
  readonly attributes: Attributes
  readonly origin: Origin
  readonly happenings: readonly Happening[]
}
