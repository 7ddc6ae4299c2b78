import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder } from './imports.ts'

/** An OCEL 2.0 log as its JSON has it; tests write it in all three formats. */
export type OcelDocument = {
  readonly objectTypes: readonly OcelType[]
  readonly eventTypes: readonly OcelType[]
  readonly objects: readonly OcelObject[]
  readonly events: readonly OcelEvent[]
}
type OcelType = {
  readonly name: string
  readonly attributes: readonly { readonly name: string; readonly type: string }[]
}
export type OcelValue = { readonly name: string; readonly value: string; readonly time?: string }
type OcelLink = { readonly objectId: string; readonly qualifier: string }
export type OcelObject = {
  readonly id: string
  readonly type: string
  readonly attributes?: readonly OcelValue[]
  readonly relationships?: readonly OcelLink[]
}
export type OcelEvent = OcelObject & { readonly time: string }

export const EPOCH = '1970-01-01T00:00:00Z'

export function typed(name: string, ...attributes: readonly string[]): OcelType {
  return { name, attributes: attributes.map((attribute) => ({ name: attribute, type: 'string' })) }
}

export function links(...ids: readonly string[]): OcelLink[] {
  return ids.map((objectId) => ({ objectId, qualifier: 'of' }))
}

/** Two orders with two steps each, of departments and people that events name. */
export const SMALL: OcelDocument = {
  objectTypes: [typed('order', 'colour'), typed('item')],
  eventTypes: [typed('take', 'department', 'user'), typed('pack', 'department', 'user')],
  objects: [
    {
      id: 'O1',
      type: 'order',
      attributes: [{ name: 'colour', value: 'red', time: EPOCH }],
      relationships: links('I1'),
    },
    { id: 'O2', type: 'order' },
    { id: 'I1', type: 'item' },
  ],
  events: [
    event('e1', 'take', '2024-01-01T08:00:00Z', ['O1'], { department: 'Sales', user: 'Ann' }),
    event('e2', 'take', '2024-01-01T09:00:00Z', ['O2'], { department: 'Sales', user: 'Ann' }),
    event('e3', 'pack', '2024-01-02T08:00:00Z', ['I1'], { department: 'Stock', user: 'Bob' }),
    event('e4', 'pack', '2024-01-02T09:00:00Z', ['O2'], { department: 'Stock', user: 'Bob' }),
  ],
}

export function event(
  id: string,
  type: string,
  time: string,
  objects: readonly string[],
  attributes: Readonly<Record<string, string>> = {},
): OcelEvent {
  const values = Object.entries(attributes).map(([name, value]) => ({ name, value }))
  return { id, type, time, attributes: values, relationships: links(...objects) }
}

export function asXml({ objectTypes, eventTypes, objects, events }: OcelDocument): string {
  const types = (tag: string, all: readonly OcelType[]) =>
    element(`${tag}s`, {}, all.map(({ name, attributes }) => element(tag, { name }, attributesOf(attributes))).join(''))
  const thing = (tag: string) => (one: OcelObject & { time?: string }) => {
    const { id, type, time, attributes = [], relationships = [] } = one
    const related = relationships.map(({ objectId, qualifier }) =>
      element('relationship', { 'object-id': objectId, qualifier }),
    )
    const own: Record<string, string> = time === undefined ? { id, type } : { id, type, time }
    return element(tag, own, `${attributesOf(attributes)}<objects>${related.join('')}</objects>`)
  }
  const inner = [
    types('object-type', objectTypes) + types('event-type', eventTypes),
    element('objects', {}, objects.map(thing('object')).join('\n')),
    element('events', {}, events.map(thing('event')).join('\n')),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<log>${inner.join('\n')}</log>\n`
}

function attributesOf(values: readonly { name: string; value?: string; type?: string; time?: string }[]): string {
  const each = values.map(({ value, ...own }) => element('attribute', own, escaped(value ?? '')))
  return `<attributes>${each.join('')}</attributes>`
}

function element(tag: string, attributes: Readonly<Record<string, string>>, inner = ''): string {
  const own = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`)
  return `<${tag}${own.join('')}>${inner}</${tag}>`
}

function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Writes the log as SQLite and gives where; `tamper` is run on it at last. */
export function asSqlite(document: OcelDocument, tamper = ''): string {
  const path = join(makeFolder(), 'log.sqlite')
  const db = new DatabaseSync(path)
  db.exec('begin')
  for (const kind of ['event', 'object'] as const) writeKind(db, kind, document)
  db.exec(`create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text);
    create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text)`)
  for (const [table, all] of [
    ['event_object', document.events],
    ['object_object', document.objects],
  ] as const)
    for (const { id, relationships = [] } of all)
      for (const { objectId, qualifier } of relationships)
        db.prepare(`insert into ${table} values (?, ?, ?)`).run(id, objectId, qualifier)
  db.exec('commit')
  db.exec(tamper)
  db.close()
  return path
}

function writeKind(db: DatabaseSync, kind: 'event' | 'object', document: OcelDocument): void {
  db.exec(`create table ${kind} (ocel_id text, ocel_type text);
    create table ${kind}_map_type (ocel_type text, ocel_type_map text)`)
  const types = kind === 'event' ? document.eventTypes : document.objectTypes
  for (const [index, { name, attributes }] of types.entries()) {
    db.prepare(`insert into ${kind}_map_type values (?, ?)`).run(name, `t${index}`)
    const columns = ['ocel_id', 'ocel_time', 'ocel_changed_field', ...attributes.map((one) => one.name)]
    db.exec(`create table ${kind}_t${index} (${columns.map((column) => `"${column}" text`).join(', ')})`)
  }
  const all: readonly (OcelObject & { time?: string })[] = kind === 'event' ? document.events : document.objects
  for (const one of all) {
    db.prepare(`insert into ${kind} values (?, ?)`).run(one.id, one.type)
    const table = `${kind}_t${types.findIndex(({ name }) => name === one.type)}`
    for (const row of rowsOf(one)) insert(db, table, row)
  }
}

/** What an object is from the beginning is one row, each change another. */
function rowsOf({ id, time, attributes = [] }: OcelObject & { time?: string }): Record<string, string>[] {
  const isInitial = (value: OcelValue) => time !== undefined || value.time === EPOCH
  const initial = Object.fromEntries(attributes.filter(isInitial).map(({ name, value }) => [name, value]))
  const changes = attributes
    .filter((value) => !isInitial(value))
    .map(({ name, value, time: at }) => ({ ocel_id: id, ocel_time: at!, ocel_changed_field: name, [name]: value }))
  return [{ ocel_id: id, ocel_time: time ?? EPOCH, ...initial }, ...changes]
}

function insert(db: DatabaseSync, table: string, row: Readonly<Record<string, string>>): void {
  const columns = Object.keys(row).map((column) => `"${column}"`)
  const places = columns.map(() => '?')
  db.prepare(`insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`).run(...Object.values(row))
}
