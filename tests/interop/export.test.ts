import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { verify } from '../../server/services/verify.ts'
import type { Database } from '../../server/storage/database.ts'
import { type Open, onDatabase } from '../support/database.ts'
import { snapshotOf } from './company-snapshot.ts'
import { type CompanyPlan, companies, makeCompany, openAt, shiftNumbers, type TestBaton } from './export-company.ts'
import { exported, imported } from './exports.ts'

/** Each company takes two databases, which share the machine with other test files. */
vi.setConfig({ testTimeout: 300_000 })

const FORMATS = ['ocel-json', 'ocel-xml', 'ocel-sqlite'] as const
type Format = (typeof FORMATS)[number]
const LATER = { now: Date.UTC(2027, 0, 1) }

/** What there is, but for the one event that says that it was imported. */
async function withoutImport(database: Database) {
  const { events, ...rest } = await snapshotOf(database)
  const own = events!.filter((event) => (event as { type: string }).type !== 'ORDERS_IMPORTED')
  return { ...rest, events: own }
}

async function expectSameAfter(open: Open, plan: CompanyPlan, format: Format): Promise<void> {
  const source = await makeCompany(await open(), plan)
  const { file } = await exported(source, format)
  const target = await openAt(await open(), LATER)
  await shiftNumbers(target.database)
  const written = await imported(target, file)
  expect(await withoutImport(target.database)).toEqual(await withoutImport(source.database))
  expect(await verify(target, () => {})).toMatchObject({ difference: null, orders: plan.orders.length })
  expect(written).toMatchObject({
    refused: [],
    orders: plan.orders.length,
    departments: 2,
    people: 3,
    workflows: 1,
    duplicates: 0,
  })
  const before = await snapshotOf(target.database)
  expect(await imported(target, file)).toMatchObject({ orders: 0, events: 0, duplicates: plan.orders.length })
  expect(await snapshotOf(target.database)).toEqual(before)
  expect(await wholesOf(target)).toEqual(await wholesOf(source))
  await source.close()
  await target.close()
}

/** What the events of an export carry whole, but for that they were imported. */
async function wholesOf(baton: TestBaton): Promise<unknown[]> {
  const { file } = await exported(baton, 'ocel-json')
  const { events } = JSON.parse(readFileSync(file, 'utf8')) as { events: { attributes: Attribute[] }[] }
  const wholes = events.map(({ attributes }) => JSON.parse(attributes.find(({ name }) => name === 'baton')!.value))
  return wholes.filter(({ type }) => type !== 'ORDERS_IMPORTED').map((whole) => ({ ...whole, imported: null }))
}
type Attribute = { readonly name: string; readonly value: string }

describe('an export that is imported elsewhere gives the same company', () => {
  onDatabase('PGlite', (open) => {
    test.each(FORMATS)('by %s', async (format) => {
      const property = fc.asyncProperty(companies, (plan) => expectSameAfter(open, plan, format))
      await fc.assert(property, { numRuns: 2, endOnFailure: true })
    })
  })
  onDatabase('PostgreSQL', (open) => {
    test('by ocel-json', async () => {
      const [plan] = fc.sample(companies, { numRuns: 1, seed: 4 })
      await expectSameAfter(open, plan!, 'ocel-json')
    })
  })
})
