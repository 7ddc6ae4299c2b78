import type { StatementSync } from 'node:sqlite'
import { KEY_LIMIT, requireKey, requireText } from '../domain/text.ts'
import { stepName } from './csv-row.ts'
import { type Happening, Lifecycle } from './lifecycle.ts'
import { LogFacts, plain } from './log-facts.ts'
import type { LogSink, ReadOptions } from './log-sink.ts'
import { LogTimes } from './log-times.ts'
import { OcelFacts } from './ocel-facts.ts'
import { DEPARTMENTS } from './ocel-guess.ts'
import { OcelObjects } from './ocel-objects.ts'
import { type OcelSources, SourceReader } from './ocel-sources.ts'
import type { OcelStore } from './ocel-store.ts'
import { fieldOf, type RefusedRows, refuseRow } from './refused-rows.ts'

const NAME_LIMIT = 200
const LIFECYCLES = ['lifecycle', 'lifecycletransition']

export type OcelOrder = {
  readonly row: number
  readonly id: string
  readonly type: string
  readonly events: OcelEvent[]
}
type Person = { readonly name: string | null; readonly department: string | null }
type OcelEvent = { readonly row: number; readonly id: string; readonly type: string }

/** Reads the events of orders as runs. */
export class OcelReader {
  readonly times: LogTimes
  private readonly store: OcelStore
  private readonly options: ReadOptions
  private readonly sink: LogSink
  private readonly objects: OcelObjects
  private readonly facts: OcelFacts
  private readonly departments: SourceReader
  private readonly people: SourceReader
  private readonly hasObjects: boolean
  private readonly lifecycle = new Lifecycle()
  private readonly attributes = new Map<string, StatementSync>()
  private readonly persons = new Map<string, Person>()
  private readonly wrong = new Set<number>()
  private readonly ignored: ReadonlySet<string>
  private readonly missing: ReadonlySet<string>

  constructor(store: OcelStore, options: ReadOptions, sources: OcelSources, sink: LogSink) {
    this.store = store
    this.options = options
    this.sink = sink
    this.times = new LogTimes(options.mapping)
    this.objects = new OcelObjects(store, options.mapping?.missing ?? [])
    this.facts = new OcelFacts(store, this.objects, new LogFacts(options.mapping, this.times))
    const nowhere = { attributes: [], types: [] }
    this.departments = new SourceReader(store, sources.departments ?? nowhere)
    this.people = new SourceReader(store, sources.people ?? nowhere)
    this.hasObjects = (sources.people?.types.length ?? 0) > 0
    this.ignored = new Set(options.mapping?.ignore?.map(stepName))
    this.missing = new Set(['', ...(options.mapping?.missing ?? [])])
  }

  read(order: OcelOrder, refused: RefusedRows): void {
    const happenings = order.events.flatMap((event) => this.readOnce(event, refused) ?? [])
    if (happenings.length > 0) refused.try(order.row, () => this.hand(order, happenings))
  }

  notes(): string[] {
    const several = (reader: SourceReader, what: string) =>
      reader.several > 0 ? [`${reader.several} events link several ${what}: the first is taken`] : []
    const own = [...several(this.departments, 'departments'), ...several(this.people, 'people')]
    return [...own, ...this.lifecycle.notes(), ...this.times.notes()]
  }

  private hand(order: OcelOrder, happenings: readonly Happening[]): void {
    const origin = this.store.origin('object', order.row)
    const number = requireKey(fieldOf(origin, 'id'), order.id)
    for (const facts of this.facts.of(order.id, order.type, origin)) {
      this.sink.addPerson({ key: facts.rep, name: null }, null)
      this.sink.addToOrder(number, origin, facts)
    }
    for (const happening of happenings) this.addDirectory(happening)
    for (const activity of this.lifecycle.pair(happenings)) this.sink.addActivity(number, activity)
  }

  /** An event of several orders is refused once. */
  private readOnce(event: OcelEvent, refused: RefusedRows): Happening[] | null {
    if (this.wrong.has(event.row)) return null
    const happenings = refused.try(event.row, () => this.happeningsOf(event))
    if (!happenings) this.wrong.add(event.row)
    return happenings
  }

  private happeningsOf({ row, id, type }: OcelEvent): Happening[] {
    const { columns } = this.options.mapping ?? { columns: {} }
    const origin = this.store.origin('event', row)
    const attributes = this.attributesOf(id, type)
    const time = attributes.get(columns.finish ?? '') ?? attributes.get('ocel_time')
    if (time === undefined) throw refuseRow(origin, null, `says no time for ${type} (${id})`)
    const key = (field: string, text: string | null) =>
      text === null ? null : requireKey(fieldOf(origin, field), text)
    const step = stepName(key('step', attributes.get(columns.step ?? '') ?? type)!)
    if (this.ignored.has(step)) return []
    const happening = {
      step,
      at: this.times.instant(fieldOf(origin, 'time'), time),
      transition: lifecycleOf(attributes),
      instance: null,
      holder: key('holder', this.people.of(id, attributes)),
      department: key('department', this.departments.of(id, attributes)),
      origin,
    }
    const start = attributes.get(columns.start ?? '')
    if (start === undefined) return [happening]
    const run = { ...happening, instance: id }
    const at = this.times.instant(fieldOf(origin, columns.start!), start)
    return [
      { ...run, at, transition: 'start' },
      { ...run, transition: 'complete' },
    ]
  }

  private attributesOf(id: string, type: string): ReadonlyMap<string, string> {
    const { table } = this.store.eventTypes.get(type)!
    const query = this.attributes.get(type) ?? this.store.db.prepare(`select * from ${table} where ocel_id = ?`)
    this.attributes.set(type, query)
    const told = Object.entries(query.get(id)!).map(([name, value]): [string, string] => [
      name,
      String(value ?? '').trim(),
    ])
    return new Map(told.filter(([, value]) => !this.missing.has(value)))
  }

  /** Whoever is an object of the log may have a name and a department there. */
  private addDirectory({ holder, department }: Happening): void {
    this.sink.addDepartment({ key: department, name: null })
    if (holder === null) return
    const own = this.personOf(holder)
    this.sink.addDepartment({ key: own.department, name: null })
    this.sink.addPerson({ key: holder, name: own.name }, department ?? own.department)
  }

  private personOf(holder: string): Person {
    const known = this.persons.get(holder)
    if (known) return known
    const type = this.hasObjects ? this.objects.typeOf(holder) : null
    const attributes = type === null ? new Map<string, string>() : this.objects.latest(holder, type)
    const found = (names: readonly string[], limit: number) => {
      const name = [...attributes.keys()].find((one) => names.includes(plain(one)))
      return name === undefined ? null : requireText(`${holder}, ${name}`, attributes.get(name)!, limit)
    }
    const person = { name: found(['name', 'fullname'], NAME_LIMIT), department: found(DEPARTMENTS, KEY_LIMIT) }
    this.persons.set(holder, person)
    return person
  }
}

function lifecycleOf(attributes: ReadonlyMap<string, string>): string | null {
  const name = attributes.keys().find((one) => LIFECYCLES.includes(plain(one)))
  return name === undefined ? null : attributes.get(name)!
}
