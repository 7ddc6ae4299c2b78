import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ImportResult } from '../../server/services/import.ts'
import { rows } from '../../server/storage/database.ts'
import { onDatabase } from '../support/database.ts'
import { companies, makeCompany, openAt, type TestBaton } from './export-company.ts'
import { exported, imported } from './exports.ts'
import { countRows, makeFolder } from './imports.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

type Attribute = { name: string; value: string }
type Thing = {
  id: string
  type: string
  time: string
  attributes: Attribute[]
  relationships: { objectId: string; qualifier: string }[]
}
type Log = { events: Thing[]; objects: Thing[] }

function set(target: object, changed: object): void {
  Object.assign(target, changed)
}

/** Changes what a thing carries whole. */
function inside(thing: Thing, change: (whole: Whole) => void): void {
  const attribute = thing.attributes.find(({ name }) => name === 'baton')!
  const whole = JSON.parse(attribute.value)
  change(whole)
  attribute.value = JSON.stringify(whole)
}
type Whole = {
  phone?: string
  at: number
  payload: { order: { steps: { state: string }[] } }
  promisedDate: string
  leadId: string
}

const placing = ({ events }: Log) => events.find(({ type }) => type === 'Order placed')!
const object = ({ objects }: Log, type: string) => objects.find((one) => one.type === type)!

const TAMPERED: [string, (log: Log) => void, RegExp][] = [
  [
    'a reader sees another time',
    (log) => set(placing(log), { time: '2020-01-01T00:00:00Z' }),
    /^event:0+\d+: has another time/,
  ],
  [
    'a reader sees another name',
    (log) => set(object(log, 'person').attributes[1]!, { value: 'Eve' }),
    /^person:ann, name: is not what/,
  ],
  ['a link is gone', (log) => void placing(log).relationships.pop(), /^event:0+\d+: has other links/],
  [
    'an event is gone',
    (log) => void log.events.splice(log.events.indexOf(placing(log)), 1),
    /^baton-export:header: says that there/,
  ],
  [
    'an order is gone',
    (log) => void log.objects.splice(log.objects.indexOf(object(log, 'order')), 1),
    /^baton-export:header: says/,
  ],
  [
    'what is whole is no JSON',
    (log) => set(placing(log).attributes.at(-1)!, { value: '{' }),
    /^event:0+\d+, baton: is not JSON/,
  ],
  ['what is whole is gone', (log) => void placing(log).attributes.pop(), /^event:0+\d+, baton: is not JSON/],
  [
    'a state is none',
    (log) => inside(placing(log), ({ payload }) => set(payload.order.steps[0]!, { state: 'NOWHERE' })),
    /^event:0+\d+, baton: payload\.order\.steps\.0\.state: /,
  ],
  [
    'an order says other than its events',
    (log) => {
      inside(object(log, 'order'), (whole) => set(whole, { promisedDate: '2031-01-01' }))
      object(log, 'order').attributes.find(({ name }) => name === 'promisedDate')!.value = '2031-01-01'
    },
    /^order:SO-\d+, promisedDate: is "2031-01-01", by its events "20/,
  ],
  [
    'a lead is nobody',
    (log) => {
      const carrier = log.objects.find(({ id }) => id === 'department:carrier')!
      inside(carrier, (whole) => set(whole, { leadId: 'person:eve' }))
      carrier.relationships[0]!.objectId = 'person:eve'
    },
    /^department:carrier: names person:eve, which is no person/,
  ],
  [
    'text holds NUL',
    (log) => inside(object(log, 'product'), (whole) => set(whole, { name: 'a\0' })),
    /^product:.*: holds the character NUL/,
  ],
  [
    'a telephone is no number',
    (log) => inside(object(log, 'person'), (whole) => set(whole, { phone: 'ask Bob' })),
    /^person:ann, baton: phone: /,
  ],
]

onDatabase('PGlite', (open) => {
  let source: TestBaton
  let target: TestBaton
  let text: string
  beforeAll(async () => {
    const [plan] = fc.sample(companies, { numRuns: 1, seed: 3 })
    const [order] = plan!.orders
    source = await makeCompany(await open(), { ...plan!, text: 'plain', orders: [{ ...order!, commands: [] }] })
    const folder = mkdtempSync(join(tmpdir(), 'baton-tampered-'))
    text = readFileSync((await exported(source, 'ocel-json', { file: join(folder, 'log.json') })).file, 'utf8')
    rmSync(folder, { recursive: true })
    target = await openAt(await open(), { now: Date.UTC(2027, 0, 1) })
  })
  afterAll(async () => {
    await source.close()
    await target.close()
  })

  async function importChanged(baton: TestBaton, change: (log: Log) => void): Promise<ImportResult> {
    const log: Log = JSON.parse(text)
    change(log)
    const file = join(makeFolder(), 'changed.json')
    writeFileSync(file, JSON.stringify(log))
    return imported(baton, file)
  }

  test.each(TAMPERED)('where %s it is refused by name, and nothing is written', async (_, change, message) => {
    const before = await countRows(target.database)
    const { refused, refusedCount } = await importChanged(target, change)
    expect(refused.map((one) => one.message)).toEqual([expect.stringMatching(message)])
    expect(refusedCount).toBe(1)
    expect(await countRows(target.database)).toEqual(before)
  })

  test('an export from before people had telephones is restored without them', async () => {
    const baton = await openAt(await open(), { now: Date.UTC(2027, 0, 1) })
    const { refused, people } = await importChanged(baton, ({ objects }) => {
      for (const one of objects.filter(({ type }) => type === 'person')) inside(one, (whole) => delete whole.phone)
    })
    expect([refused, people]).toEqual([[], 3])
    const found = await rows(baton.database.pool, sql`select key from person where phone is not null`)
    await baton.close()
    expect(found).toEqual([])
  })

  test('what is known otherwise is a conflict by its name, and nothing is written', async () => {
    const { pool } = source.database
    await pool.execute(sql`update workflow set name = 'Another' where key = 'sale'`)
    const before = await countRows(source.database)
    const { refused } = await importChanged(source, () => {})
    expect(refused).toEqual([
      expect.objectContaining({
        code: 'CONFLICT',
        message: expect.stringContaining('workflow:sale/1: there is a workflow'),
      }),
    ])
    expect(await countRows(source.database)).toEqual(before)
    await pool.execute(sql`update workflow set name = 'plain' where key = 'sale'`)
  })

  test('an order of the same number that was told otherwise is a conflict; one that went on here is known', async () => {
    const { pool } = source.database
    expect(await importChanged(source, () => {})).toMatchObject({ refused: [], duplicates: 1, orders: 0, events: 0 })
    await pool.execute(sql`update event set reason = 'other' where type = 'ORDER_PLACED'`)
    const { refused } = await importChanged(source, () => {})
    expect(refused).toEqual([
      expect.objectContaining({
        code: 'CONFLICT',
        message: expect.stringMatching(/^order:SO-\d+: .* from its event 1 on/),
      }),
    ])
  })
})
