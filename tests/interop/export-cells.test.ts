import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardCell, isOwnHeading, RUN_COLUMNS, unguardCell } from '../../server/interop/export/csv-cells.ts'
import { readLog } from './logs.ts'

const beginnings = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', 'a', ' ') })

test('no cell begins as a formula, and every cell comes back as it was', () => {
  fc.assert(
    fc.property(beginnings, (text) => {
      expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r\n]/)
      expect(unguardCell(guardCell(text))).toBe(text)
    }),
  )
})

test('a cell that is no formula stays as it is', () => {
  for (const text of ['', 'Ann', "O'Hara", "'s-Hertogenbosch", '2.5', '受注']) expect(guardCell(text)).toBe(text)
})

const row = (own: Record<string, string>) => RUN_COLUMNS.map((name) => own[name] ?? '').join(',')
const RUN = { order: '1', step: 'pack', finish: '2024-03-01T09:00:00Z' }

test('the cells of an export are read as they were, those of another system as they stand there', async () => {
  const columns = Object.fromEntries(RUN_COLUMNS.map((name) => [name, name]))
  const guarded = row({ ...RUN, holder: "'=1+1" })
  const own = await readLog({ columns }, [RUN_COLUMNS.join(','), guarded].join('\n'))
  expect([...own.log.people.keys()]).toEqual(['=1+1'])
  const renamed = RUN_COLUMNS.map((name) => (name === 'rep' ? 'seller' : name))
  const foreign = await readLog({ columns: { ...columns, rep: 'seller' } }, [renamed.join(','), guarded].join('\n'))
  expect([...foreign.log.people.keys()]).toEqual(["'=1+1"])
  expect(isOwnHeading(RUN_COLUMNS)).toBe(true)
  expect(isOwnHeading(renamed)).toBe(false)
})

test('a row that says when an order was placed and nothing else is an order without an activity', async () => {
  const columns = { order: 'order', step: 'step', finish: 'finish', placed: 'placed' }
  const lines = ['order,step,finish,placed', '1,pack,2024-03-01T09:00:00Z,', '2,,,2024-03-02T09:00:00Z']
  const { log, refused } = await readLog({ columns }, lines.join('\n'))
  expect(refused.rows).toEqual([])
  expect(log.orderCount).toBe(2)
  const bare = await readLog({ columns }, ['order,step,finish,placed', '2,,,'].join('\n'))
  expect(bare.refused.rows[0]!.message).toContain('step: is missing')
})
