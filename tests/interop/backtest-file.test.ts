import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dayNumber } from '../../server/domain/backtest-order.ts'
import { type DeliveryTable, readDeliveries } from '../../server/interop/backtest-file.ts'
import { refusedLater } from '../domain/refused.ts'
import { filesOf } from './imports.ts'

const HEADING = 'id,ordered,due,came,vendor,mode'
const columns = { order: 'id', placed: 'ordered', promised: 'due', delivered: 'came' }
const GOOD = '1,2026-01-05,2026-01-09,2026-01-08,Acme,Air'

function read(lines: readonly string[], mapping: object = { columns }, attributes: string[] | null = null) {
  const files = { 'orders.csv': [HEADING, ...lines].join('\n'), 'map.json': JSON.stringify(mapping) }
  return readIn(filesOf(files), attributes)
}

function readIn(folder: string, attributes: string[] | null, file = 'orders.csv'): Promise<DeliveryTable> {
  const paths = { file: join(folder, file), map: join(folder, 'map.json'), attributes }
  return readDeliveries(
    paths,
    () => {},
    () => 0,
  )
}

describe('a table of deliveries', () => {
  test('needs no steps, only what was quoted and what came', async () => {
    const { deliveries, attributes } = await read([GOOD], { columns, attributes: ['vendor', 'mode'] })
    const [placed, quoted, delivered] = ['2026-01-05', '2026-01-09', '2026-01-08'].map(dayNumber)
    expect(deliveries).toEqual([{ order: '1', placed, quoted, delivered, values: ['Acme', 'Air'] }])
    expect(attributes).toEqual(['vendor', 'mode'])
  })

  test('may have steps, which nobody asks for', async () => {
    const mapping = { columns, steps: [{ name: 'Ship', finish: 'came' }] }
    expect((await read([GOOD], mapping)).deliveries).toHaveLength(1)
  })

  test('takes the attributes that are asked for, by column or by what the mapping calls it', async () => {
    const mapping = { columns: { ...columns, customer: 'vendor' }, attributes: ['id'] }
    const { deliveries, attributes } = await read([GOOD, GOOD.replace('Acme', '')], mapping, ['customer', ' mode'])
    expect(attributes).toEqual(['vendor', 'mode'])
    expect(deliveries.map(({ values }) => values)).toEqual([
      ['Acme', 'Air'],
      [null, 'Air'],
    ])
  })

  test('reads dates as the mapping has them, on the day that they are where the order is', async () => {
    const mapping = { columns, timeZone: 'Asia/Tokyo', dateFormats: ['d-MMM-yy', 'iso'], missing: ['n/a'] }
    const { deliveries } = await read(['1,n/a,9-Jan-26,2026-01-08T23:30:00Z,Acme,Air'], mapping)
    expect(deliveries[0]).toMatchObject({
      placed: null,
      quoted: dayNumber('2026-01-09'),
      delivered: dayNumber('2026-01-09'),
    })
  })

  test('may take columns from a joined table', async () => {
    const folder = filesOf({
      'orders.csv': [HEADING, GOOD].join('\n'),
      'vendors.csv': 'vendor,land\nAcme,Peru',
      'map.json': JSON.stringify({ columns, joins: [{ file: 'vendors.csv', on: 'vendor', take: {} }] }),
    })
    expect((await readIn(folder, ['land'])).deliveries[0]!.values).toEqual(['Peru'])
  })
})

describe('what cannot be used is counted and said', () => {
  test.each([
    ['a date that is none', '2,2026-01-05,2026-02-30,2026-01-08,A,B', 'orders.csv row 3, due: '],
    ['a placing that is none', '2,soon,2026-01-09,2026-01-08,A,B', 'orders.csv row 3, ordered: is no date'],
    [
      'a delivery before the placing',
      '2,2026-01-05,2026-01-09,2026-01-04,A,B',
      'row 3: is delivered before it is placed',
    ],
    ['no order', ',2026-01-05,2026-01-09,2026-01-08,A,B', 'orders.csv row 3, id: is missing'],
    ['too few cells', '2,2026-01-05', 'orders.csv row 3: has 2 cells'],
  ])('%s', async (_, line, message) => {
    const { deliveries, refused } = await read([GOOD, line, GOOD])
    expect(deliveries).toHaveLength(2)
    expect([refused.count, refused.rows[0]!.row]).toEqual([1, 3])
    expect(refused.rows[0]!.message).toContain(message)
  })

  test('an order that is not delivered yet, and one for which nothing was quoted', async () => {
    const lines = [GOOD, '2,2026-01-05,2026-01-09,,A,B', '3,2026-01-05,,2026-01-09,A,B', '4,2026-01-05,,,A,B']
    const { deliveries, undelivered, unquoted, refused } = await read(lines)
    expect([deliveries.length, undelivered, unquoted, refused.count]).toEqual([1, 1, 2, 0])
  })
})

describe('what cannot be read at all is refused by name', () => {
  const without = (word: keyof typeof columns) => ({ columns: { ...columns, [word]: undefined } })
  const cases: [string, object, string[] | null, string, string][] = [
    ['no quoted date', without('promised'), null, 'map.json, columns.promised', 'is missing'],
    ['no delivery', without('delivered'), null, 'map.json, columns.delivered', 'is missing'],
    ['no order', without('order'), null, 'map.json, columns.order', 'is missing'],
    ['a log of steps', { columns: { ...columns, step: 'mode' } }, null, 'map.json, columns.step', 'a row an order'],
    ['an unknown word', { columns: { ...columns, dropped: 'id' } }, null, 'map.json, columns.dropped', 'nothing that'],
    ['a column that is not there', { columns: { ...columns, placed: 'x' } }, null, 'columns.placed', 'no column x'],
    ['an attribute that is not there', { columns }, ['vendor', 'x'], '--attributes', 'orders.csv has no column x'],
    ['an attribute twice', { columns }, ['vendor', 'mode', 'vendor'], '--attributes', 'names vendor twice'],
    ['an attribute without a name', { columns }, ['vendor', ''], '--attributes', 'without a name'],
    ['too many attributes', { columns }, 'abcdefghi'.split(''), '--attributes', 'at most 8'],
  ]

  test.each(cases)('%s', async (_, mapping, attributes, field, problem) => {
    const refusal = await refusedLater(read([GOOD], mapping, attributes))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field })
    expect(refusal.message).toContain(problem)
  })

  test('a table of which no row is left, with the first reason', async () => {
    const { message } = await refusedLater(read([GOOD.replace('2026-01-09', 'soon')]))
    expect(message).toContain('orders.csv: no order is left to forecast: 1 cannot be read')
    expect(message).toContain('orders.csv row 2, due: is no date of the form iso')
  })

  test('a file that is no table', async () => {
    const folder = filesOf({ 'log.xes': '<log/>', 'map.json': JSON.stringify({ columns }) })
    expect(await refusedLater(readIn(folder, null, 'log.xes'))).toMatchObject({ field: 'FILE', value: 'log.xes' })
  })

  test('a file that is not there', async () => {
    const { message } = await refusedLater(readIn(filesOf({ 'map.json': JSON.stringify({ columns }) }), null))
    expect(message).toContain('cannot be read (ENOENT)')
  })
})
