import { describe, expect, test } from 'vitest'
import type { Mapping } from '../../server/interop/mapping.ts'
import { refusedLater } from '../domain/refused.ts'
import { readLog } from './logs.ts'

const changes: Mapping = { timeZone: 'UTC', columns: { order: 'id', step: 'status', at: 'time' } }
const at = (text: string) => Date.parse(text)

describe('a row of a log is refused with its file, row and column, and the others are still looked at', () => {
  const intervals: Mapping = { timeZone: 'UTC', columns: { order: 'id', step: 'status', start: 's', finish: 'f' } }
  const lines: Mapping = { ...changes, columns: { ...changes.columns, product: 'sku', quantity: 'n' } }
  const cases: readonly [string, Mapping, string, string][] = [
    ['no order', changes, 'id,status,time\n,a,2024-01-01\n', 'log.csv row 2, id: is missing'],
    ['no step', changes, 'id,status,time\n1,,2024-01-01\n', 'log.csv row 2, status: is missing'],
    ['no time', changes, 'id,status,time\n1,a,\n', 'log.csv row 2: says no time for a'],
    ['a date that is none', changes, 'id,status,time\n1,a,2024-02-30\n', 'log.csv row 2, time: is no date'],
    ['a name of 121 characters', changes, `id,status,time\n1,${'a'.repeat(121)},2024-01-01\n`, 'longer than 120'],
    ['a character that cannot be seen', changes, 'id,status,time\n1\u0007,a,2024-01-01\n', 'cannot be seen'],
    [
      'a finish before the start',
      intervals,
      'id,status,s,f\n1,a,2024-01-02,2024-01-01\n',
      'finished before it is started',
    ],
    ['quantity 0', lines, 'id,status,time,sku,n\n1,a,2024-01-01,X,0\n', 'log.csv row 2, n: is not above 0'],
    ['quantity 1e400', lines, 'id,status,time,sku,n\n1,a,2024-01-01,X,1e400\n', 'log.csv row 2, n: is not a decimal'],
  ]
  test.each(cases)('%s', async (_, mapping, text, message) => {
    const { refused } = await readLog(mapping, text)
    expect(refused.rows).toMatchObject([{ row: 2, code: 'BAD_USER_INPUT' }])
    expect(refused.rows[0]!.message).toContain(message)
  })

  test('a thousand of them in words, all of them counted', async () => {
    const { refused } = await readLog(changes, `id,status,time\n${'1,a,never\n'.repeat(1_234)}`)
    expect(refused.count).toBe(1_234)
    expect(refused.rows).toHaveLength(1_000)
    expect(refused.rows.at(-1)!.row).toBe(1_001)
  })

  test('an order of which no instant is known', async () => {
    const mapping: Mapping = { columns: { order: 'id' }, steps: [{ name: 'ship', finish: 'shipped' }] }
    const { refused } = await readLog(mapping, 'id,shipped\n1,\n')
    expect(refused.rows[0]!.message).toBe('log.csv row 2: order 1 has no activity and no date')
  })
})

describe('a mapping that does not fit the file is refused by name', () => {
  const text = 'id,status,time\n1,a,2024-01-01\n'
  const join = { file: 'people.csv', on: 'status', take: { holder: 'name' } }
  test.each<[string, Mapping, string]>([
    ['a column', { ...changes, columns: { ...changes.columns, holder: 'who' } }, 'log.csv has no column who'],
    ['an attribute', { ...changes, attributes: ['colour'] }, 'log.csv has no column colour'],
    ['the column of a join', { ...changes, joins: [{ ...join, on: 'who' }] }, 'people.csv has no column who'],
    ['what a join takes', { ...changes, joins: [join] }, 'people.csv has no column name'],
  ])('%s', async (_, mapping, message) => {
    expect((await refusedLater(readLog(mapping, text, { 'people.csv': 'status\na\n' }))).message).toContain(message)
  })

  test('a joined table with one key twice', async () => {
    const mapping: Mapping = { ...changes, joins: [{ file: 'people.csv', on: 'status', take: { holder: 'name' } }] }
    const people = { 'people.csv': 'status,name\na,Ann\na,Bob\n' }
    expect((await refusedLater(readLog(mapping, text, people))).message).toBe(
      'people.csv row 3, status: stands in two rows of a join',
    )
  })
})

describe('a log of CSV', () => {
  test('takes a change of status for the start and the finish of its activity', async () => {
    const { log } = await readLog(changes, 'id,status,time\n1,a,2024-01-01 08:00\n')
    const instant = at('2024-01-01T08:00Z')
    expect(log.orders[0]!.activities).toMatchObject([{ step: 'a', startedAt: instant, finishedAt: instant }])
    expect(log.orders[0]!.placedAt).toBe(instant)
  })

  test('leaves an activity unfinished that only has a start', async () => {
    const mapping: Mapping = {
      timeZone: 'UTC',
      columns: { order: 'id', step: 'status', start: 's', finish: 'f' },
      missing: ['N/A'],
    }
    const { log } = await readLog(mapping, 'id,status,s,f\n1,a,2024-01-01,N/A\n')
    expect(log.orders[0]!.activities).toMatchObject([{ startedAt: at('2024-01-01'), finishedAt: null }])
  })

  test('gathers the rows of an order from wherever they stand, in several files', async () => {
    const { log } = await readLog(changes, [
      'id,status,time\n1,a,2024-01-01\n2,a,2024-01-02\n',
      'id,status,time\n1,b,2024-01-03\n',
    ])
    expect(log.orders.map((order) => [order.number, order.activities.map((activity) => activity.step)])).toEqual([
      ['1', ['a', 'b']],
      ['2', ['a']],
    ])
    expect(log.orders[0]!.activities[1]!.origin).toEqual({ file: 'log1.csv', row: 2 })
  })

  test('names people and departments by the first row that says a name, also after rows that know them by the key alone', async () => {
    const columns = { ...changes.columns, rep: 'rep', holder: 'who', holderName: 'name' }
    const named: Mapping = { ...changes, columns: { ...columns, department: 'dept', departmentName: 'title' } }
    const rows = [
      '1,a,2024-01-01,E1,E2,,D1,',
      '1,b,2024-01-02,E1,E1,Ann,D1,Sales',
      '1,c,2024-01-03,E1,E1,Anna,D1,Trade',
    ]
    const { log } = await readLog(named, `id,status,time,rep,who,name,dept,title\n${rows.join('\n')}\n`)
    expect([...log.people.values()].map(({ key, name }) => [key, name])).toEqual([
      ['E2', 'E2'],
      ['E1', 'Ann'],
    ])
    expect([...log.departments.values()]).toEqual([{ key: 'D1', name: 'Sales' }])
  })

  test('joins people and, through them, their departments', async () => {
    const mapping: Mapping = {
      ...changes,
      columns: { ...changes.columns, holder: 'who' },
      joins: [
        { file: 'people.csv', on: 'who', take: { holderName: 'name', department: 'dept' } },
        { file: 'depts.csv', on: 'dept', take: { departmentName: 'title' } },
      ],
    }
    const { log } = await readLog(
      mapping,
      'id,status,time,who\n1,a,2024-01-01,E1\n1,b,2024-01-02,E2\n1,c,2024-01-03,E9\n',
      {
        'people.csv': 'who,name,dept\nE1,Ann,D1\nE2,Bob,D2\n',
        'depts.csv': 'dept,title\nD1,営業部\n',
      },
    )
    expect([...log.people.values()]).toEqual([
      { key: 'E1', name: 'Ann', department: 'D1' },
      { key: 'E2', name: 'Bob', department: 'D2' },
      { key: 'E9', name: 'E9', department: null },
    ])
    expect([...log.departments.values()]).toEqual([
      { key: 'D1', name: '営業部' },
      { key: 'D2', name: 'D2' },
    ])
  })

  test('keeps what is known of the order: lines, attributes, circumstances, promise', async () => {
    const columns = { ...changes.columns, customer: 'cust', rep: 'rep', channel: 'via', circumstances: 'why' }
    const more = { product: 'sku', quantity: 'n', placed: 'ordered', promised: 'due', delivered: 'got' }
    const mapping: Mapping = {
      ...changes,
      columns: { ...columns, ...more },
      attributes: ['colour', 'size'],
      missing: ['-'],
    }
    const heading = 'id,status,time,cust,rep,via,why,sku,n,ordered,due,got,colour,size'
    const first = '1,a,2024-01-02,ACME,Ann,phone,rush; new,X,2.5,2024-01-01,2024-02-01,2024-01-09,red,-'
    const second = '1,b,2024-01-03,ACME,Ann,phone,rush,Y,1,2024-01-01,2024-02-01,2024-01-09,red,-'
    const { log } = await readLog(mapping, [heading, first, second, second].join('\n'))
    expect(log.orders[0]).toMatchObject({
      number: '1',
      customer: 'ACME',
      rep: 'Ann',
      channel: 'phone',
      circumstances: ['rush', 'new'],
      lines: [
        { sku: 'X', quantity: '2.5' },
        { sku: 'Y', quantity: '1' },
      ],
      attributes: { colour: 'red' },
      placedAt: at('2024-01-01'),
      promisedDate: '2024-02-01',
      deliveredAt: at('2024-01-09'),
    })
    expect(log.orders[0]!.activities).toHaveLength(3)
  })

  test('has an order placed by the time that anything happened to it', async () => {
    const mapping: Mapping = { ...changes, columns: { ...changes.columns, placed: 'ordered' } }
    const { log } = await readLog(mapping, 'id,status,time,ordered\n1,quote,2024-01-01,2024-01-05\n')
    expect(log.orders[0]!.placedAt).toBe(at('2024-01-01'))
  })

  test('makes an activity of each column that is a step and holds a date, once an order', async () => {
    const mapping: Mapping = {
      timeZone: 'UTC',
      dateFormats: ['d-MMM-yy'],
      columns: { order: 'id', product: 'sku' },
      steps: [
        { name: 'PO sent', department: 'Purchasing', finish: 'po' },
        { name: 'Delivery', department: 'Carrier', start: 'left', finish: 'got' },
      ],
      missing: ['Date Not Captured'],
    }
    const { log } = await readLog(
      mapping,
      'id,sku,po,left,got\n1,X,2-Jun-06,3-Jun-06,5-Jun-06\n1,Y,2-Jun-06,3-Jun-06,5-Jun-06\n2,X,Date Not Captured,3-Jun-06,\n',
    )
    expect(log.orders.map((order) => order.activities)).toMatchObject([
      [
        { step: 'PO sent', startedAt: null, finishedAt: at('2006-06-02'), department: 'Purchasing' },
        { step: 'Delivery', startedAt: at('2006-06-03'), finishedAt: at('2006-06-05'), department: 'Carrier' },
      ],
      [{ step: 'Delivery', startedAt: at('2006-06-03'), finishedAt: null }],
    ])
    expect(log.orders[0]!.lines).toHaveLength(2)
  })

  test('leaves out the activities that the mapping ignores', async () => {
    const { log } = await readLog(
      { ...changes, ignore: ['Start'] },
      'id,status,time\n1,Start,2024-01-01\n1,a,2024-01-02\n',
    )
    expect(log.orders[0]!.activities.map((activity) => activity.step)).toEqual(['a'])
  })

  test('takes names that differ in their white space alone for one step', async () => {
    const { log } = await readLog(
      changes,
      'id,status,time\n1,SETUP     Milling,2024-01-01\n1,SETUP Milling,2024-01-02\n',
    )
    expect(new Set(log.orders[0]!.activities.map((activity) => activity.step))).toEqual(new Set(['SETUP Milling']))
  })
})
