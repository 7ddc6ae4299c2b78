import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { refusedLater } from '../domain/refused.ts'
import { asSqlite, asXml, event, type OcelDocument, SMALL } from './ocel-files.ts'
import { fileOf, readOcel } from './read-logs.ts'

const json = (document: unknown) => fileOf('log.json', JSON.stringify(document))
const xml = (text: string) => fileOf('log.xml', text)
const changed = (change: Partial<OcelDocument>): OcelDocument => ({ ...SMALL, ...change })
const [first, ...others] = SMALL.events

describe('a file that is no OCEL 2.0 is refused by name', () => {
  test.each<[string, () => string, string]>([
    ['that is not there', () => '/nowhere/log.json', '/nowhere/log.json: cannot be read (ENOENT)'],
    ['that is not there, of SQLite', () => '/nowhere/log.db', '/nowhere/log.db: cannot be read (ENOENT)'],
    ['that is empty', () => fileOf('log.json', ''), 'log.json: is not JSON'],
    ['that is text', () => fileOf('log.json', 'order,step\n1,a\n'), 'log.json: is not JSON'],
    ['that is a list', () => fileOf('log.json', '[{"events":[]}]'), 'log.json: is no JSON object'],
    [
      'that is cut off',
      () => fileOf('log.json', JSON.stringify(SMALL).slice(0, -40)),
      'log.json, events row 4: is where the file ends',
    ],
    [
      'with a comma too many',
      () => fileOf('log.json', JSON.stringify(SMALL).replace(/]}$/, ',]}')),
      'log.json: is not JSON',
    ],
    [
      'with a broken event',
      () => fileOf('log.json', '{"events":[{},{"id":]}]}'),
      'log.json, events row 2: is not JSON',
    ],
    ['without events', () => json({ ...SMALL, events: undefined }), 'log.json: has no events: is it OCEL 2.0?'],
    ['with events twice', () => fileOf('log.json', '{"events":[],"events":[]}'), 'log.json: has events twice'],
    [
      'with numbers for events',
      () => json({ ...SMALL, events: [1] }),
      'log.json: has something in events that is no object',
    ],
    [
      'of bytes that are no text',
      () => fileOf('log.json', new Uint8Array([0x7b, 0xff, 0x7d])),
      'log.json: holds bytes that are not utf-8',
    ],
    ['of another XML', () => xml('<html/>'), 'log.xml: is no OCEL 2.0: it begins with html'],
    ['that is XES', () => xml('<log><trace/></log>'), 'log.xml: is XES: give it the ending .xes'],
    [
      'of XML without objects',
      () => xml('<log><events/><object-types/><event-types/></log>'),
      'log.xml: has no objects',
    ],
    ['with a tag that is never closed', () => xml('<log>\n<events>\n</log>'), 'log.xml row 3: is not well-formed XML'],
    ['with a DOCTYPE', () => xml('<!DOCTYPE log [<!ENTITY a "b">]>\n<log/>'), 'log.xml row 1: has a DOCTYPE'],
    [
      'that is no SQLite',
      () => fileOf('log.sqlite', 'order,step\n1,a\n'.repeat(100)),
      'log.sqlite: is no SQLite database',
    ],
    ['of SQLite that is empty', () => fileOf('log.sqlite', ''), 'log.sqlite: has no table event'],
    [
      'of SQLite that is cut off',
      () => fileOf('log.sqlite', readFileSync(asSqlite(SMALL)).subarray(0, 9_000)),
      'log.sqlite: is a damaged SQLite database',
    ],
    ['that is no sound gzip', () => fileOf('log.sqlite.gz', 'not packed'), 'log.sqlite.gz: is no sound gzip file'],
  ])('%s', async (_, file, message) => {
    expect((await refusedLater(readOcel(file()))).message).toContain(message)
  })

  test.each([
    'event',
    'object',
    'event_object',
    'object_object',
    'event_map_type',
    'object_map_type',
    'event_t0',
    'object_t1',
  ])('of SQLite without the table %s', async (table) => {
    const message = `log.sqlite: has no table ${table}`
    expect((await refusedLater(readOcel(asSqlite(SMALL, `drop table ${table}`)))).message).toBe(message)
  })

  test.each<[string, string, string]>([
    [
      'a table without its column',
      'alter table event_t0 drop column ocel_time',
      'log.sqlite, event_t0: has no column ocel_time',
    ],
    [
      'a view in place of a table',
      'drop table event; create view event as select 1 as ocel_id, 2 as ocel_type',
      'log.sqlite: has no table event',
    ],
    [
      'two types with one table',
      `update event_map_type set ocel_type_map = 't0'`,
      'log.sqlite, event_map_type row 2: gives the table event_t0 to a second type',
    ],
    [
      'a type without a table',
      'update event_map_type set ocel_type_map = null where rowid = 2',
      'log.sqlite, event_map_type row 2: is empty',
    ],
  ])('of SQLite with %s', async (_, tamper, message) => {
    expect((await refusedLater(readOcel(asSqlite(SMALL, tamper)))).message).toBe(message)
  })

  test.each<[string, () => string, number]>([
    ['JSON', () => fileOf('log.json', `{"events":${'['.repeat(100)}`), 101],
    ['XML', () => xml('<a>'.repeat(101).replace('<a>', '<log>')), 101],
  ])('of %s that is nested deeper than a hundred', async (_, file, actual) => {
    const refusal = await refusedLater(readOcel(file()))
    expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 100, actual })
  })

  test('that unpacks to more than a hundred times its size', async () => {
    const refusal = await refusedLater(readOcel(fileOf('log.json.gz', gzipSync(' '.repeat(10_000_000)))))
    expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 100 })
  })

  test('with a part that would fill the memory', async () => {
    const refusal = await refusedLater(
      readOcel(fileOf('log.json', `{"events":[{"id":"${'x'.repeat(17 * 1024 * 1024)}"}]}`)),
    )
    expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 16 * 1024 * 1024 })
  })
})

const strange = event('e9', 'vanish', '2024-01-01T08:00:00Z', ['O1'])
describe('rows that are wrong are refused by their place, in every format', () => {
  const cases: [string, OcelDocument, number, string][] = [
    ['an id that two events have', changed({ events: [...SMALL.events, first!] }), 5, 'has the id of a row before: e1'],
    [
      'an id that two objects have',
      changed({ objects: [...SMALL.objects, SMALL.objects[1]!] }),
      4,
      'has the id of a row before: O2',
    ],
    [
      'a time that is none',
      changed({ events: [{ ...first!, time: 'soon' }, ...others] }),
      1,
      'time: is no date of the form iso',
    ],
    [
      'a day that does not exist',
      changed({ events: [{ ...first!, time: '2024-02-30T08:00:00Z' }, ...others] }),
      1,
      'time: is no date',
    ],
    [
      'a person of 121 characters',
      changed({ events: [event('e1', 'take', first!.time, ['O1'], { user: 'a'.repeat(121) }), ...others] }),
      1,
      'holder: is longer than 120',
    ],
    [
      'an order of 121 characters',
      changed({
        objects: [...SMALL.objects, { id: 'o'.repeat(121), type: 'order' }],
        events: [event('e1', 'take', first!.time, ['o'.repeat(121)])],
      }),
      4,
      'id: is longer than 120',
    ],
  ]
  const formats: [string, (document: OcelDocument) => string][] = [
    ['JSON', json],
    ['XML', (document) => xml(asXml(document))],
    ['SQLite', (document) => asSqlite(document)],
  ]
  describe.each(formats)('%s', (_, write) => {
    test.each(cases)('%s', async (_name, document, row, message) => {
      const { refused } = await readOcel(write(document))
      expect(refused.rows[0]).toMatchObject({ row, code: 'BAD_USER_INPUT' })
      expect(refused.rows[0]!.message).toContain(message)
    })
  })

  test.each<[string, () => string]>([
    ['JSON', () => json(changed({ events: [...SMALL.events, strange] }))],
    ['XML', () => xml(asXml(changed({ events: [...SMALL.events, strange] })))],
    ['SQLite', () => asSqlite(SMALL, `insert into event values ('e9', 'vanish')`)],
  ])('a type that %s does not declare', async (_, file) => {
    const { refused } = await readOcel(file())
    expect(refused.rows).toMatchObject([{ row: 5 }])
    expect(refused.rows[0]!.message).toContain('is of a type that is not declared: vanish (e9)')
  })

  test.each<[string, () => string, string]>([
    [
      'a type that is declared twice',
      () => json(changed({ eventTypes: [...SMALL.eventTypes, SMALL.eventTypes[0]!] })),
      'log.json, eventTypes row 3, name: take is declared twice',
    ],
    [
      'an event without an id',
      () => json(changed({ events: [{ ...first!, id: '' }] })),
      'log.json, events row 1, id: is missing',
    ],
    [
      'an event without a time',
      () => json(changed({ events: [{ ...first!, time: undefined as unknown as string }] })),
      'log.json, events row 1, time: ',
    ],
    [
      'NUL in a value',
      () => json(changed({ events: [event('e1', 'take', first!.time, ['O1'], { user: 'A\0' })] })),
      'holds the character NUL',
    ],
    [
      'half of a character',
      () => json(changed({ events: [event('\ud800', 'take', first!.time, ['O1'])] })),
      'lone surrogate',
    ],
    [
      'an element without its id',
      () => xml(asXml(SMALL).replace('<event id="e1"', '<event')),
      'log.xml, events row 1, id: is missing',
    ],
    [
      'an event that no type table has',
      () => asSqlite(SMALL, `delete from event_t0 where ocel_id = 'e2'`),
      'log.sqlite, event row 2: stands 0 times in "event_t0", not once (e2)',
    ],
    [
      'an event that its table has twice',
      () => asSqlite(SMALL, 'insert into event_t0 select * from event_t0 limit 1'),
      'log.sqlite, event row 1: stands 2 times in "event_t0", not once (e1)',
    ],
    [
      'an event without a time in SQLite',
      () => asSqlite(SMALL, `update event_t0 set ocel_time = '' where ocel_id = 'e2'`),
      'log.sqlite, event row 2: says no time for take (e2)',
    ],
  ])('%s', async (_, file, message) => {
    const { refused } = await readOcel(file())
    expect(refused.rows[0]!.message).toContain(message)
  })

  test('an event of several orders is refused once', async () => {
    const shared = {
      ...first!,
      time: 'soon',
      relationships: [...first!.relationships!, { objectId: 'O2', qualifier: 'of' }],
    }
    const { refused } = await readOcel(json(changed({ events: [shared, ...others] })))
    expect(refused.count).toBe(1)
  })
})

describe('what the user names and is not there is refused with what there is', () => {
  test.each<[object, string]>([
    [{ orderType: 'orders' }, '--order-type: orders is no type of objects'],
    [
      { mapping: { columns: { customer: 'cust' } } },
      'columns.customer: log.json has no attribute and no type of objects cust',
    ],
    [
      { mapping: { columns: {}, attributes: ['size'] } },
      'attributes: log.json has no attribute and no type of objects size',
    ],
    [{ department: 'dept' }, '--department: dept is neither an attribute of events nor a type of objects'],
    [{ holder: 'user, who' }, '--holder: who is neither an attribute of events nor a type of objects'],
  ])('%o', async (options, message) => {
    expect((await refusedLater(readOcel(json(SMALL), options))).message).toBe(message)
  })

  test('a log without anything that could be an order', async () => {
    const refusal = await refusedLater(readOcel(json({ ...SMALL, objects: [], events: [] })))
    expect(refusal.message).toBe('--order-type: no event belongs to an object of order')
  })
})
