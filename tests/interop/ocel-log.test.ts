import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { asSqlite, asXml, EPOCH, event, links, type OcelDocument, type OcelObject, SMALL, typed } from './ocel-files.ts'
import { fileOf, type ReadLog, readOcel, told } from './read-logs.ts'

const json = (document: unknown) => fileOf('log.json', JSON.stringify(document))
const xml = (document: OcelDocument) => fileOf('log.xml', asXml(document))
const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const stepsOf = ({ log }: ReadLog) =>
  Object.fromEntries(log.orders.map(({ number, activities }) => [number, activities.map(({ step }) => step)]))

describe('a log of OCEL 2.0', () => {
  test('gives each order the events that it is linked to, else those of its parts', async () => {
    const { log, notes } = await readOcel(json(SMALL))
    expect(log.orders.map(told)).toMatchObject([
      {
        number: 'O1',
        attributes: { colour: 'red' },
        placedAt: at('2024-01-01T08:00:00Z'),
        activities: [
          {
            step: 'take',
            startedAt: at('2024-01-01T08:00:00Z'),
            finishedAt: at('2024-01-01T08:00:00Z'),
            holder: 'Ann',
          },
          { step: 'pack', department: 'Stock', holder: 'Bob' },
        ],
      },
      { number: 'O2', attributes: {} },
    ])
    expect([...log.departments.keys()]).toEqual(['Sales', 'Stock'])
    expect(log.people.get('Bob')).toEqual({ key: 'Bob', name: 'Bob', department: 'Stock' })
    expect(notes).toEqual([
      'orders: the objects of order (guessed; name them with --order-type)',
      'departments: the attribute department of the events (guessed; name another with --department)',
      'people: the attribute user of the events (guessed; name another with --holder)',
      '4 events, of 2 orders',
    ])
  })

  test('takes the nearest orders, and never a way over people or customers', async () => {
    const objects: OcelObject[] = [
      { id: 'O1', type: 'order', relationships: links('C1', 'I1') },
      { id: 'O2', type: 'order', relationships: links('C1') },
      { id: 'O3', type: 'order' },
      { id: 'C1', type: 'customer' },
      { id: 'I1', type: 'item' },
      { id: 'P1', type: 'parcel', relationships: links('I1', 'O2') },
      { id: 'B1', type: 'box', relationships: links('P1') },
    ]
    const events = [
      event('e1', 'call', '2024-01-01T08:00:00Z', ['C1']),
      event('e2', 'send', '2024-01-02T08:00:00Z', ['P1']),
      event('e3', 'pick', '2024-01-03T08:00:00Z', ['I1']),
      event('e4', 'load', '2024-01-04T08:00:00Z', ['B1']),
    ]
    const objectTypes = ['order', 'customer', 'item', 'parcel', 'box'].map((name) => typed(name))
    const eventTypes = ['call', 'send', 'pick', 'load'].map((name) => typed(name))
    const read = await readOcel(json({ objectTypes, eventTypes, objects, events }))
    expect(stepsOf(read)).toEqual({ O1: ['pick'], O2: ['send', 'load'] })
    expect(read.log.orders.map(({ customer }) => customer)).toEqual(['C1', 'C1'])
    expect(read.notes).toEqual(
      expect.arrayContaining([
        '1 events belong to no order and are left out',
        '1 orders have no event and are left out',
      ]),
    )
  })

  test('has an event of several orders in each of them, and says how many there are', async () => {
    const events = [...SMALL.events, event('e5', 'pack', '2024-01-03T08:00:00Z', ['O1', 'O2'])]
    const read = await readOcel(json({ ...SMALL, events }))
    expect(stepsOf(read)).toEqual({ O1: ['take', 'pack', 'pack'], O2: ['take', 'pack', 'pack'] })
    expect(read.notes).toContain('1 of them are of several orders: each of these goes through them')
  })

  test('leaves out what is linked to more orders than any part is', async () => {
    const orders = Array.from(
      { length: 251 },
      (_, number): OcelObject => ({ id: `O${number}`, type: 'order', relationships: links('S') }),
    )
    const objects = [...orders, { id: 'S', type: 'season' }]
    const events = [
      event('e1', 'take', '2024-01-01T08:00:00Z', ['O7']),
      event('e2', 'open', '2024-01-01T08:00:00Z', ['S']),
    ]
    const types = { objectTypes: [typed('order'), typed('season')], eventTypes: [typed('take'), typed('open')] }
    expect(stepsOf(await readOcel(json({ ...types, objects, events })))).toEqual({ O7: ['take'] })
    const fewer = objects.filter(({ id }) => id !== 'O250')
    expect(Object.keys(stepsOf(await readOcel(json({ ...types, objects: fewer, events }))))).toHaveLength(250)
  })

  test('counts links that point nowhere and goes on', async () => {
    const objects = [...SMALL.objects, { id: 'I2', type: 'item', relationships: links('O9', 'O1') }]
    const events = [...SMALL.events, event('e5', 'pack', '2024-01-03T08:00:00Z', ['O1', 'X', 'Y'])]
    for (const write of [json, xml, asSqlite]) {
      const { log, notes } = await readOcel(write({ ...SMALL, objects, events }))
      expect(log.activityCount).toBe(5)
      expect(notes).toContain('3 links point nowhere and are left out: 1 between objects, 2 of events')
    }
  })

  test('accepts values without a time, and counts them', async () => {
    const objects = SMALL.objects.map((one) => ({ ...one, attributes: [{ name: 'colour', value: 'blue' }] }))
    const { log, notes } = await readOcel(json({ ...SMALL, objects }))
    expect(log.orders[0]!.attributes).toEqual({ colour: 'blue' })
    expect(notes).toContain('3 values of objects have no time: they stand from the beginning')
  })

  test('keeps the last value of each attribute, whatever the order of their rows; one that is empty changes nothing', async () => {
    const values = [
      { name: 'colour', value: 'green', time: '2024-03-01T00:00:00+02:00' },
      { name: 'colour', value: 'red', time: EPOCH },
      { name: 'colour', value: 'blue', time: '2024-02-01T00:00:00Z' },
      { name: 'colour', value: '', time: '2024-04-01T00:00:00Z' },
    ]
    const objects = [{ ...SMALL.objects[0]!, attributes: values }, ...SMALL.objects.slice(1)]
    for (const write of [json, xml, asSqlite]) {
      const { log } = await readOcel(write({ ...SMALL, objects }))
      expect(log.orders[0]!.attributes).toEqual({ colour: 'green' })
    }
  })

  test('takes times without offset for UTC and says so, or for those of the zone that a mapping names', async () => {
    const events = SMALL.events.map((one) => ({ ...one, time: one.time.replace('T', ' ').replace('Z', '') }))
    const { log, notes } = await readOcel(json({ ...SMALL, events }))
    expect(log.orders[0]!.placedAt).toBe(at('2024-01-01T08:00:00Z'))
    expect(notes).toContain('4 times have no offset and are taken as UTC; name their timeZone in a mapping (--map)')
    const there = await readOcel(json({ ...SMALL, events }), { mapping: { columns: {}, timeZone: 'Asia/Tokyo' } })
    expect(there.log.orders[0]!.placedAt).toBe(at('2023-12-31T23:00:00Z'))
    expect(there.notes).toHaveLength(4)
  })

  test('makes one run of a start and a completion where events say a lifecycle', async () => {
    const events = [
      event('e1', 'take', '2024-01-01T08:00:00Z', ['O1'], { lifecycle: 'start', user: 'Ann' }),
      event('e2', 'take', '2024-01-01T09:00:00Z', ['O1'], { lifecycle: 'complete', user: 'Ann' }),
    ]
    const { log } = await readOcel(json({ ...SMALL, eventTypes: [typed('take', 'user', 'lifecycle')], events }))
    expect(log.orders[0]!.activities).toMatchObject([
      { startedAt: at('2024-01-01T08:00:00Z'), finishedAt: at('2024-01-01T09:00:00Z'), holder: 'Ann' },
    ])
  })

  test('knows customer, lines and dates of an order by obvious names, or by those of a mapping', async () => {
    const attributes = Object.entries({
      customer: 'ACME',
      sku: 'X',
      quantity: '2.5',
      placed: '2023-12-31',
      promised: '2024-02-01',
      size: 'L',
    })
    const values = attributes.map(([name, value]) => ({ name, value, time: EPOCH }))
    const objects = [{ ...SMALL.objects[0]!, attributes: values }, ...SMALL.objects.slice(1)]
    const { log } = await readOcel(json({ ...SMALL, objects }))
    expect(log.orders[0]).toMatchObject({
      customer: 'ACME',
      placedAt: at('2023-12-31T00:00:00Z'),
      promisedDate: '2024-02-01',
      lines: [{ sku: 'X', quantity: '2.5' }],
      attributes: { size: 'L' },
    })
    const mapping = {
      columns: { customer: 'size' },
      attributes: ['sku'],
      delivers: ['pack'],
      name: 'Ours',
      ignore: ['take'],
    }
    const mapped = await readOcel(json({ ...SMALL, objects }), { mapping })
    expect(mapped.log).toMatchObject({ name: 'Ours', delivers: ['pack'] })
    expect(mapped.log.orders[0]).toMatchObject({ customer: 'L', attributes: { sku: 'X' } })
    expect(stepsOf(mapped)).toEqual({ O1: ['pack'], O2: ['pack'] })
  })

  test('has a line for each product that is linked to an order', async () => {
    const product = (id: string, ...values: [string, string][]): OcelObject => {
      return { id, type: 'products', attributes: values.map(([name, value]) => ({ name, value, time: EPOCH })) }
    }
    const objects = [
      { ...SMALL.objects[0]!, relationships: links('P1', 'P2', 'I1') },
      ...SMALL.objects.slice(1),
      product('P1'),
      product('P2', ['MaterialNr', 'HELMET'], ['QuantityOrdered', '3']),
    ]
    const { log } = await readOcel(json({ ...SMALL, objectTypes: [...SMALL.objectTypes, typed('products')], objects }))
    expect(log.orders[0]!.lines).toEqual([
      { sku: 'P1', quantity: '1' },
      { sku: 'HELMET', quantity: '3' },
    ])
  })

  test('is the same packed', async () => {
    const packed = fileOf('log.sqlite.gz', gzipSync(readFileSync(asSqlite(SMALL))))
    expect((await readOcel(packed)).log.orders.map(told)).toEqual((await readOcel(json(SMALL))).log.orders.map(told))
  })
})

describe('departments and people of a log', () => {
  const employees: OcelObject[] = [
    {
      id: 'E1',
      type: 'Employees',
      attributes: [
        { name: 'name', value: 'Ann Lee', time: EPOCH },
        { name: 'role', value: 'Sales', time: EPOCH },
      ],
    },
    { id: 'E2', type: 'Employees' },
  ]
  const objectTypes = [typed('order'), typed('Employees', 'name', 'role'), typed('Team')]
  const objects: OcelObject[] = [{ id: 'O1', type: 'order' }, ...employees, { id: 'T1', type: 'Team' }]
  const events = [
    event('e1', 'take', '2024-01-01T08:00:00Z', ['O1', 'E1', 'E2']),
    event('e2', 'take', '2024-01-02T08:00:00Z', ['O1', 'T1', 'E2']),
  ]
  const document = { objectTypes, eventTypes: [typed('take', 'who', 'resource')], objects, events }

  test('are objects that events link, with their names; of several people the first', async () => {
    const { log, notes } = await readOcel(json(document))
    expect(log.orders[0]!.activities).toMatchObject([
      { holder: 'E1', department: null },
      { holder: 'E2', department: 'T1' },
    ])
    expect(log.people.get('E1')).toEqual({ key: 'E1', name: 'Ann Lee', department: 'Sales' })
    expect(notes).toEqual(
      expect.arrayContaining([
        'departments: the objects of Team (guessed; name another with --department)',
        '1 events link several people: the first is taken',
      ]),
    )
  })

  test('are what the user names: attributes, several of them, or a type of objects', async () => {
    const named = [event('e1', 'take', '2024-01-01T08:00:00Z', ['O1', 'E1'], { who: 'Kim', resource: 'Lee' })]
    const { log, notes } = await readOcel(json({ ...document, events: named }), {
      department: 'Employees',
      holder: 'who,resource',
    })
    expect(log.orders[0]!.activities).toMatchObject([{ holder: 'Kim', department: 'E1' }])
    expect(notes.filter((note) => /^(people|departments)/.test(note))).toEqual([])
  })

  test('are told apart where a resource is called a department', async () => {
    const values = [
      { resource: 'Finance Department' },
      { resource: 'Warehouse Department' },
      { resource: 'Order Manager' },
    ]
    const of = values.map((value, index) => event(`e${index}`, 'take', '2024-01-01T08:00:00Z', ['O1'], value))
    const { log } = await readOcel(
      json({ ...document, objectTypes: [typed('order')], objects: [objects[0]], events: of }),
    )
    expect([...log.departments.keys()]).toEqual(['Finance Department', 'Warehouse Department', 'Order Manager'])
    expect(log.people.size).toBe(0)
  })
})
