import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type BacktestResult, backtest, SHARES, type ShareName } from '../../server/domain/backtest.ts'
import { dayNumber } from '../../server/domain/backtest-order.ts'
import { readDeliveries } from '../../server/interop/backtest-file.ts'
import { describeShared } from '../support/shared-data.ts'
import { ordersCsv } from './northwind.ts'

/** A back-test takes seconds; it shares the machine with other test files. */
vi.setConfig({ testTimeout: 180_000 })

const NAMES = Object.keys(SHARES) as ShareName[]
const written = mkdtempSync(join(tmpdir(), 'baton-backtest-'))
afterAll(() => rmSync(written, { recursive: true }))

function writeFile(name: string, text: string): string {
  const path = join(written, name)
  writeFileSync(path, text)
  return path
}

async function run(file: string, mapping: object, until: string, attributes: string[]) {
  const map = writeFile(`${until}.json`, JSON.stringify(mapping))
  const silent = () => {}
  const table = await readDeliveries({ file, map, attributes }, silent, () => 0)
  return { table, result: backtest(table.deliveries, dayNumber(until), 'until') }
}

/** The probability lies between the share that came before the date and the share that came by it, give or take. */
function expectHeld({ figures, tolerance }: BacktestResult, name: ShareName): void {
  const leeway = Math.max(0.03, tolerance[name])
  expect(figures.baton[name].before).toBeLessThanOrEqual(SHARES[name] + leeway)
  expect(figures.baton[name].atOrBefore).toBeGreaterThanOrEqual(SHARES[name] - leeway)
}

/** Baton's loss as a multiple of the others'. */
function costs({ figures: { baton, quoted, baselines } }: BacktestResult, name: ShareName) {
  const [quote, all, group] = [quoted, baselines.all, baselines.group].map((other) => other[name].pinball)
  const own = baton[name].pinball
  return { quoted: own / quote!, all: own / all!, group: own / group! }
}

describe('dates of real orders', () => {
  describeShared('data/scms-deliveries', (folder) => {
    const mapping = {
      dateFormats: ['d-MMM-yy', 'M/d/yy'],
      missing: ['Date Not Captured', 'N/A - From RDC'],
      columns: {
        order: 'ID',
        placed: 'PO Sent to Vendor Date',
        promised: 'Scheduled Delivery Date',
        delivered: 'Delivered to Client Date',
      },
    }
    const attributes = ['Vendor', 'Shipment Mode', 'Country', 'Fulfill Via']
    let known: ReturnType<typeof run> | null = null
    const backtested = () => {
      known ??= run(join(folder, 'scms-2006-2012.csv'), mapping, '2010-12-31', attributes)
      return known
    }

    test('two of 6,507 lines are delivered before their order was sent: they are counted, the rest is forecast', async () => {
      const { table, result } = await backtested()
      expect(table.refused.count).toBe(2)
      expect([result.train, result.test]).toEqual([4427, 2078])
    })

    test.each(NAMES)('as many came by %s as was said', async (name) => expectHeld((await backtested()).result, name))

    test('p50 and p95 cost less than the quoted date and than all past orders', async () => {
      const { result } = await backtested()
      for (const name of ['p50', 'p95'] as const) {
        expect(costs(result, name).quoted).toBeLessThan(1)
        expect(costs(result, name).all).toBeLessThan(1)
      }
    })

    test('not reached: p85 costs 1.2 % more than the quoted date, p95 1.9 % more than the past orders of its vendor', async () => {
      const { result } = await backtested()
      const [p85, p95] = [costs(result, 'p85'), costs(result, 'p95')]
      for (const cost of [p85.quoted, p85.all, p85.group, p95.group]) expect(cost).toBeLessThan(1.025)
    })

    test('forecast on their quoted dates alone, p85 costs less than each of the others, p95 than all but its vendor’s', async () => {
      const { placed: _, ...columns } = mapping.columns
      const file = join(folder, 'scms-2006-2012.csv')
      const { result } = await run(file, { ...mapping, columns }, '2010-12-31', attributes)
      expect([result.train, result.test]).toEqual([4223, 2284])
      for (const name of NAMES) expectHeld(result, name)
      const [p85, p95] = [costs(result, 'p85'), costs(result, 'p95')]
      for (const cost of [p85.quoted, p85.all, p85.group, p95.quoted, p95.all]) expect(cost).toBeLessThan(1)
    })
  })

  describeShared('data/northwind', (folder) => {
    const mapping = {
      dateFormats: ['M/d/yyyy'],
      columns: { order: 'OrderID', placed: 'OrderDate', promised: 'RequiredDate', delivered: 'ShippedDate' },
    }
    const attributes = ['ShipVia', 'EmployeeID', 'ShipCountry', 'CustomerID']
    let known: ReturnType<typeof run> | null = null
    const backtested = () => {
      const csv = writeFile('orders.csv', ordersCsv(join(folder, 'instnwnd.sql')))
      known ??= run(csv, mapping, '1997-12-31', attributes)
      return known
    }

    test('21 of 830 orders are not shipped, and the rest is forecast', async () => {
      const { table, result } = await backtested()
      expect([table.undelivered, table.refused.count]).toEqual([21, 0])
      expect([result.train, result.test]).toEqual([560, 249])
    })

    test.each(NAMES)('as many came by %s as was said', async (name) => expectHeld((await backtested()).result, name))

    test('p85 costs less than each of the others, p95 less than the quoted date and all past orders', async () => {
      const { result } = await backtested()
      const [p85, p95] = [costs(result, 'p85'), costs(result, 'p95')]
      for (const cost of [p85.quoted, p85.all, p85.group, p95.quoted, p95.all]) expect(cost).toBeLessThan(1)
    })

    test('not reached: p95 costs 2.8 % more than the past orders of its carrier', async () => {
      const { result } = await backtested()
      expect(costs(result, 'p95').group).toBeLessThan(1.035)
    })
  })
})
