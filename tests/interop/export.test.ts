import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { openOcel } from '../../server/interop/ocel-store.ts'
import { RefusedRows } from '../../server/interop/refused-rows.ts'
import { exportLog } from '../../server/services/export.ts'
import type { Written } from '../../server/services/import-counts.ts'
import { restoreExport } from '../../server/services/restore-export.ts'
import { verify } from '../../server/services/verify.ts'
import type { Database } from '../../server/storage/database.ts'
import { type Open, onDatabase } from '../support/database.ts'
import { snapshotOf } from './company-snapshot.ts'
import { type CompanyPlan, companies, makeCompany, openAt, shiftNumbers, type TestBaton } from './export-company.ts'
import { makeFolder } from './imports.ts'

/** Each company takes two databases, which share the machine with other test files. */
vi.setConfig({ testTimeout: 300_000 })

const FORMATS = ['ocel-json', 'ocel-xml', 'ocel-sqlite'] as const
type Format = (typeof FORMATS)[number]
const ENDINGS = { 'ocel-json': 'json', 'ocel-xml': 'xml', 'ocel-sqlite': 'sqlite' }
const LATER = { now: Date.UTC(2027, 0, 1) }

async function exported(baton: TestBaton, format: Format): Promise<string> {
  const file = join(makeFolder(), `company.${ENDINGS[format]}`)
  await exportLog(baton, { file, format, from: null, to: null, force: false }, () => {})
  return file
}

async function restored(baton: TestBaton, file: string): Promise<Written> {
  const refused = new RefusedRows()
  const store = await openOcel(file, refused, () => {})
  expect(refused.rows).toEqual([])
  const work = () =>
    baton.database.transaction((tx) => restoreExport({ tx, baton, store, refused, progress: () => {} }))
  const written = await work().finally(() => store.close())
  await baton.directory.refresh()
  await baton.feed.tail.catchUp()
  return written
}

/** What there is, but for the one event that says that it was imported. */
async function withoutImport(database: Database) {
  const { events, ...rest } = await snapshotOf(database)
  const own = events!.filter((event) => (event as { type: string }).type !== 'ORDERS_IMPORTED')
  return { ...rest, events: own }
}

async function expectSameAfter(open: Open, plan: CompanyPlan, format: Format): Promise<void> {
  const source = await makeCompany(await open(), plan)
  const file = await exported(source, format)
  const target = await openAt(await open(), LATER)
  await shiftNumbers(target.database)
  const written = await restored(target, file)
  expect(await withoutImport(target.database)).toEqual(await withoutImport(source.database))
  expect(await verify(target, () => {})).toMatchObject({ difference: null, orders: plan.orders.length })
  expect(written).toMatchObject({ orders: plan.orders.length, departments: 2, people: 3, workflows: 1, duplicates: 0 })
  const before = await snapshotOf(target.database)
  expect(await restored(target, file)).toMatchObject({ orders: 0, events: 0, duplicates: plan.orders.length })
  expect(await snapshotOf(target.database)).toEqual(before)
  expect(wholesOf(readFileSync(await exported(target, 'ocel-json'), 'utf8'))).toEqual(
    wholesOf(readFileSync(await exported(source, 'ocel-json'), 'utf8')),
  )
  await source.close()
  await target.close()
}

/** What the events of an export carry whole, but for that they were imported. */
function wholesOf(json: string): unknown[] {
  const { events } = JSON.parse(json) as { events: { attributes: { name: string; value: string }[] }[] }
  const wholes = events.map(({ attributes }) => JSON.parse(attributes.find(({ name }) => name === 'baton')!.value))
  return wholes.filter(({ type }) => type !== 'ORDERS_IMPORTED').map((whole) => ({ ...whole, imported: null }))
}

describe('an export that is imported elsewhere gives the same company', () => {
  onDatabase('PGlite', (open) => {
    test.each(FORMATS)('by %s', async (format) => {
      const property = fc.asyncProperty(companies, (plan) => expectSameAfter(open, plan, format))
      await fc.assert(property, { numRuns: 3 })
    })
  })
  onDatabase('PostgreSQL', (open) => {
    test('by ocel-json', async () => {
      const [plan] = fc.sample(companies, { numRuns: 1, seed: 4 })
      await expectSameAfter(open, plan!, 'ocel-json')
    })
  })
})
