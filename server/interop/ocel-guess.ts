import { plain } from './log-facts.ts'
import { quoted } from './ocel-relations.ts'
import type { OcelStore } from './ocel-store.ts'

/** Where a log says something of its events: attributes of theirs, or objects of these types that they link. */
export type OcelSource = { readonly attributes: readonly string[]; readonly types: readonly string[] }

/** Names as logs have them, without signs and capitals, the likeliest first. */
export const DEPARTMENTS = [
  ...['department', 'dept', 'departmentname', 'orggroup', 'group', 'team', 'orgunit', 'organizationalunit'],
  ...['organisationalunit', 'division', 'abteilung', 'orgrole', 'role'],
]
const PEOPLE = [
  ...['holder', 'orgresource', 'resource', 'employee', 'employeeid', 'user', 'userid', 'username', 'person', 'people'],
  ...['worker', 'staff', 'operator', 'agent', 'clerk', 'actor', 'assignee', 'performer', 'handledby', 'performedby'],
  ...['mitarbeiter', 'bearbeiter', 'benutzer'],
]
/** What shows that a resource is a department. */
const DEPARTMENT_VALUE = /\b(?:department|dept|abteilung|team|division|office)\b/i
/** Whoever does something is called by a word such as creator; other words end so too. */
const DOER = /(?:er|or)$/
const NO_DOER =
  /(?:order|number|customer|supplier|vendor|error|color|factor|quarter|counter|container|identifier|parameter|header|sensor|motor|center|transfer|letter|paper|offer|carrier|folder|power|water)$/

/**
 * Object types that are orders, by their names, else by how they are linked: the type of which most events have exactly one. Empty
 * where there is no object type with events.
 */
export function guessOrderTypes({ objectTypes, db }: OcelStore): string[] {
  const types = [...objectTypes.keys()]
  const isCalled = (pattern: RegExp) => types.filter((type) => pattern.test(type.replace(/[^\p{L}\p{N}]/gu, '')))
  const [called] = [/^(?:sales|customer|client)?orders?$/i, /orders?$/i, /^(?:sales?|deals?|cases?)$/i]
    .map(isCalled)
    .filter((found) => found.length > 0)
  if (called?.length === 1) return called
  const among = called ?? types
  const counts = db
    .prepare(
      `select type, count(*) as count from (
        select object.ocel_type as type, ocel_event_id from event_object join object on object.ocel_id = ocel_object_id
        group by 1, 2 having count(*) = 1)
      group by 1 order by 2 desc, 1`,
    )
    .all()
    .map(({ type }) => String(type))
  const best = counts.find((type) => among.includes(type))
  return best === undefined ? [] : [best]
}

export function guessDepartments(store: OcelStore): OcelSource | null {
  const found = named(store, DEPARTMENTS)
  if (found) return found
  const resources = PEOPLE.flatMap((name) => attributesCalled(store, name))
  const department = resources.find((attribute) => isOfDepartments(store, attribute))
  return department === undefined ? null : { attributes: [department], types: [] }
}

export function guessPeople(store: OcelStore, departments: OcelSource | null): OcelSource | null {
  const free = (names: readonly string[]) => names.filter((name) => !departments?.attributes.includes(name))
  const found = named(store, PEOPLE)
  if (found && free([...found.attributes, ...found.types]).length > 0)
    return { attributes: free(found.attributes), types: found.types }
  const doers = free(attributesOf(store).filter((name) => DOER.test(plain(name)) && !NO_DOER.test(plain(name))))
  return doers.length > 0 ? { attributes: doers, types: [] } : null
}

/** The first attribute or object type of such a name; attributes that differ in signs and capitals alone are one. */
function named(store: OcelStore, names: readonly string[]): OcelSource | null {
  for (const name of names) {
    const attributes = attributesCalled(store, name)
    if (attributes.length > 0) return { attributes, types: [] }
  }
  const types = names.flatMap((name) => [...store.objectTypes.keys()].filter((type) => isCalled(type, name)))
  return types.length > 0 ? { attributes: [], types: [types[0]!] } : null
}

function attributesCalled(store: OcelStore, name: string): string[] {
  return attributesOf(store).filter((attribute) => plain(attribute) === name && isTold(store, attribute))
}

/** Some logs declare attributes that no event has. */
function isTold({ db, eventTypes }: OcelStore, attribute: string): boolean {
  const tables = [...eventTypes.values()].filter(({ attributes }) => attributes.includes(attribute))
  return tables.some(({ table }) => db.prepare(`select 1 from ${table} where ${quoted(attribute)} <> '' limit 1`).get())
}

export function attributesOf({ eventTypes }: OcelStore): string[] {
  return [...new Set([...eventTypes.values()].flatMap(({ attributes }) => attributes))]
}

function isCalled(type: string, name: string): boolean {
  return plain(type) === name || plain(type) === `${name}s`
}

function isOfDepartments({ db, eventTypes }: OcelStore, attribute: string): boolean {
  const tables = [...eventTypes.values()].filter(({ attributes }) => attributes.includes(attribute))
  const counts = tables.flatMap(({ table }) => {
    return db.prepare(`select ${quoted(attribute)} as value, count(*) as count from ${table} group by 1`).all()
  })
  const told = counts.filter(({ value }) => value !== null)
  const sum = (rows: typeof told) => rows.reduce((total, { count }) => total + Number(count), 0)
  return sum(told.filter(({ value }) => DEPARTMENT_VALUE.test(String(value)))) > sum(told) / 2
}
