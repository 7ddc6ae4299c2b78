import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ExportRequest, exportLog } from '../../server/services/export.ts'
import { writeText, writeWhole } from '../../server/services/export-file.ts'
import { onDatabase } from '../support/database.ts'
import { companies, FIRST_DAY, makeCompany, type TestBaton } from './export-company.ts'
import { exported } from './exports.ts'
import { makeFolder } from './imports.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

onDatabase('PGlite', (open) => {
  let baton: TestBaton
  beforeAll(async () => {
    const [plan] = fc.sample(companies, { numRuns: 1, seed: 11 })
    const [order] = plan!.orders
    baton = await makeCompany(await open(), {
      ...plan!,
      orders: [0, 3, 4].map((days) => ({ ...order!, days, commands: [] })),
    })
  })
  afterAll(() => baton.close())

  const refusals: [string, (folder: string) => Partial<ExportRequest>, string][] = [
    [
      'an unknown format',
      () => ({ format: 'xlsx' }),
      '--format: is none of ocel-json, ocel-xml, ocel-sqlite, csv, xes',
    ],
    [
      'a folder that is not there',
      (folder) => ({ file: join(folder, 'no', 'log.csv') }),
      'FILE: is in a folder that is not there',
    ],
    [
      'a folder that is a file',
      () => ({ file: join(import.meta.filename, 'log.csv') }),
      'FILE: is in a folder that is not there',
    ],
    ['a file that is a folder', (folder) => ({ file: folder, force: true }), 'FILE: is a folder'],
    ['a file that is there', () => ({ file: import.meta.filename }), 'FILE: is there already; --force replaces it'],
    ['--from after --to', () => ({ from: '2026-10-02', to: '2026-10-01' }), '--from: is after --to'],
    ['a day that does not exist', () => ({ from: '2026-02-30' }), '--from: is not a day of the calendar'],
    ['a date that is none', () => ({ to: 'yesterday' }), '--to: is not a date such as 2026-12-15'],
    ['a place that cannot be written', () => ({ file: `/dev/null.csv/../${'x'.repeat(300)}.csv` }), 'FILE: '],
  ]
  test.each(refusals)('%s is refused by name, and no file is left', async (_, options, message) => {
    const folder = makeFolder()
    const request = {
      file: join(folder, 'log.csv'),
      format: 'csv',
      from: null,
      to: null,
      force: false,
      ...options(folder),
    }
    const refused = expect(exportLog(baton, request, () => {})).rejects
    await refused.toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) })
    expect(readdirSync(folder)).toEqual([])
  })

  test('a file that is there is replaced where that is asked for', async () => {
    const file = join(makeFolder(), 'log.csv')
    writeFileSync(file, 'before')
    await exported(baton, 'csv', { file, force: true })
    expect(readFileSync(file, 'utf8')).toMatch(/^order,step,/)
    expect(readdirSync(dirname(file))).toEqual(['log.csv'])
  })

  test('what fails half-way leaves the file that was there, and nothing beside it', async () => {
    const file = join(makeFolder(), 'log.csv')
    writeFileSync(file, 'before')
    async function* pieces() {
      yield 'a beginning'
      throw new Error('no more')
    }
    await expect(writeWhole(file, true, (part) => writeText(part, pieces()))).rejects.toThrow('no more')
    expect(readFileSync(file, 'utf8')).toBe('before')
    expect(readdirSync(dirname(file))).toEqual(['log.csv'])
  })

  test('what a killed export has left is no obstacle, and the file is there only when it is whole', async () => {
    const file = join(makeFolder(), 'log.csv')
    writeFileSync(`${file}.part`, 'half of it')
    const seen: boolean[] = []
    const whole = await writeWhole(file, false, async (part) => {
      seen.push(existsSync(file))
      await writeText(
        part,
        (async function* () {
          yield 'whole'
        })(),
      )
    })
    expect([whole, seen]).toEqual([undefined, [false]])
    expect(readFileSync(file, 'utf8')).toBe('whole')
  })

  test('a period holds the orders that were placed on its days by UTC, with all their events', async () => {
    const day = (days: number) => new Date(FIRST_DAY + days * 86_400_000).toISOString().slice(0, 10)
    const count = async (from: string | null, to: string | null) => (await exported(baton, 'csv', { from, to })).orders
    expect(await count(null, null)).toBe(3)
    expect(await count(day(0), day(0))).toBe(1)
    expect(await count(day(1), null)).toBe(2)
    expect(await count(null, day(3))).toBe(2)
    expect(await count(day(8), null)).toBe(0)
    const { events: all } = await exported(baton, 'ocel-json')
    const { events: some, orders } = await exported(baton, 'ocel-json', { from: day(0), to: day(0) })
    expect(orders).toBe(1)
    expect(some).toBeLessThan(all!)
  })

  test('it says how much there is and how it gets on', async () => {
    const lines: string[] = []
    const request = { file: join(makeFolder(), 'log.json'), format: 'ocel-json', from: null, to: null, force: false }
    await exportLog(baton, request, (line) => lines.push(line))
    expect(lines[0]).toMatch(/^3 orders with \d+ events$/)
  })
})
