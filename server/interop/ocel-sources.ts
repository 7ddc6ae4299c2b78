import type { StatementSync } from 'node:sqlite'
import { badInput } from '../domain/refusal.ts'
import type { ReadOptions } from './log-sink.ts'
import type { Mapping } from './mapping.ts'
import { attributesOf, guessDepartments, guessOrderTypes, guessPeople, type OcelSource } from './ocel-guess.ts'
import type { OcelStore } from './ocel-store.ts'

/** Where the log says what Baton needs, and what the user should know of how that was found. */
export type OcelSources = {
  readonly orderTypes: readonly string[]
  readonly departments: OcelSource | null
  readonly people: OcelSource | null
  readonly notes: readonly string[]
}

/** As the user named them, else the mapping, else guessed. What was named and is not there is refused, with what there is. */
export function findSources(store: OcelStore, { mapping, orderType, department, holder }: ReadOptions): OcelSources {
  const columns = mapping?.columns ?? {}
  if (mapping) refuseStrangers(store, mapping)
  const notes: string[] = []
  const orders = orderType ?? columns.order
  const orderTypes = orders === undefined ? guessOrderTypes(store) : namedTypes(store, orders)
  if (orderTypes.length === 0) throw badInput('--order-type', `${store.file} has no object that an event links`)
  if (orders === undefined)
    notes.push(`orders: the objects of ${orderTypes.join(', ')} (guessed; name them with --order-type)`)
  const named = (name: string | null | undefined, option: string) => (name ? namedSource(store, name, option) : null)
  const ownDepartments = named(department ?? columns.department, '--department')
  const departments = ownDepartments ?? guessDepartments(store)
  if (!ownDepartments) notes.push(said('departments', departments, '--department'))
  const ownPeople = named(holder ?? columns.holder, '--holder')
  const people = ownPeople ?? guessPeople(store, departments)
  if (!ownPeople) notes.push(said('people', people, '--holder'))
  return { orderTypes, departments, people, notes }
}

function said(what: string, source: OcelSource | null, option: string): string {
  if (!source) return `${what}: none found; name an attribute of the events or a type of objects with ${option}`
  const { attributes, types } = source
  const where =
    attributes.length > 0 ? `the attribute ${attributes.join(', ')} of the events` : `the objects of ${types}`
  return `${what}: ${where} (guessed; name another with ${option})`
}

/** Refuses a name of the mapping that the log has nowhere; those of sources are looked at with them. */
function refuseStrangers(store: OcelStore, { columns, attributes = [] }: Mapping): void {
  const { order: _, department: __, holder: ___, ...others } = columns
  const ofObjects = [...store.objectTypes.values()].flatMap((type) => type.attributes)
  const known = new Set([...attributesOf(store), ...ofObjects, ...store.objectTypes.keys()])
  const named = [
    ...Object.entries(others).map(([word, name]) => [`columns.${word}`, name]),
    ...attributes.map((name) => ['attributes', name]),
  ]
  for (const [field, name] of named as [string, string][]) {
    if (known.has(name)) continue
    throw badInput(field, `${store.file} has no attribute and no type of objects ${name}`, name, [...known])
  }
}

function namedTypes({ objectTypes }: OcelStore, name: string): string[] {
  const names = objectTypes.has(name) ? [name] : listed(name)
  for (const one of names)
    if (!objectTypes.has(one))
      throw badInput('--order-type', `${one} is no type of objects`, one, [...objectTypes.keys()])
  return names
}

function namedSource(store: OcelStore, name: string, option: string): OcelSource {
  const attributes = attributesOf(store)
  const isKnown = (one: string) => attributes.includes(one) || store.objectTypes.has(one)
  const names = isKnown(name) ? [name] : listed(name)
  const stranger = names.find((one) => !isKnown(one))
  if (stranger === undefined)
    return {
      attributes: names.filter((one) => attributes.includes(one)),
      types: names.filter((one) => !attributes.includes(one)),
    }
  const known = [...attributes, ...store.objectTypes.keys()]
  throw badInput(option, `${stranger} is neither an attribute of events nor a type of objects`, stranger, known)
}

function listed(names: string): string[] {
  return names.split(',').map((one) => one.trim())
}

/** What one source says of an event; the first of several that an event links. */
export class SourceReader {
  /** Events that link several of such objects. */
  several = 0
  private readonly source: OcelSource
  private readonly linked: StatementSync | null

  constructor({ db }: OcelStore, source: OcelSource) {
    this.source = source
    this.linked =
      source.types.length === 0
        ? null
        : db.prepare(`select distinct object.ocel_id as id from event_object join object on object.ocel_id = ocel_object_id
            where ocel_event_id = ? and +ocel_type in (${source.types.map(() => '?').join(', ')}) limit 2`)
  }

  of(event: string, attributes: ReadonlyMap<string, string>): string | null {
    for (const name of this.source.attributes) {
      const value = attributes.get(name)
      if (value !== undefined) return value
    }
    const [first, second] = this.linked?.all(event, ...this.source.types) ?? []
    if (second) this.several += 1
    return first ? String(first.id) : null
  }
}
