import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Ajv } from 'ajv'
import ajvFormats from 'ajv-formats'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { onDatabase } from '../support/database.ts'
import { describeShared } from '../support/shared-data.ts'
import { companies, makeCompany, type TestBaton } from './export-company.ts'
import { exported } from './exports.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

onDatabase('PGlite', (open) => {
  let baton: TestBaton
  beforeAll(async () => {
    const [plan] = fc.sample(companies, { numRuns: 1, seed: 7 })
    baton = await makeCompany(await open(), { ...plan!, text: 'half \u0001 seen\uffff <&> "' })
  })
  afterAll(() => baton.close())

  describeShared('data/ocel-schemas', (schemas) => {
    test('the JSON is valid by the schema of OCEL 2.0', async () => {
      const { file } = await exported(baton, 'ocel-json')
      const ajv = new Ajv({ strict: false })
      ajvFormats.default(ajv)
      const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, 'schema_ocel2.json'), 'utf8')))
      const log = JSON.parse(readFileSync(file, 'utf8'))
      expect([validate(log), validate.errors]).toEqual([true, null])
      expect(validate({ ...log, events: [{ ...log.events[0], time: 'yesterday' }] })).toBe(false)
    })

    test('the XML is valid by the schema of OCEL 2.0', async () => {
      const { file } = await exported(baton, 'ocel-xml')
      const schema = [readFileSync(join(schemas, 'ocel2-validation.xsd'), 'utf8')]
      const contents = readFileSync(file, 'utf8')
      const validity = (text: string) => validateXML({ xml: [{ fileName: 'log.xml', contents: text }], schema })
      expect((await validity(contents)).errors).toEqual([])
      expect((await validity(contents.replace('<event-types>', '<event-kinds>'))).valid).toBe(false)
    })
  })

  test('the SQLite has the tables of OCEL 2.0, and every id in them is there', async () => {
    const { file, events } = await exported(baton, 'ocel-sqlite')
    const log = new DatabaseSync(file, { readOnly: true })
    const columns = (table: string) =>
      log
        .prepare('select name from pragma_table_info(?)')
        .all(table)
        .map(({ name }) => name)
    for (const kind of ['event', 'object']) {
      expect(columns(`${kind}_map_type`)).toEqual(['ocel_type', 'ocel_type_map'])
      expect(columns(kind)).toEqual(['ocel_id', 'ocel_type'])
      const types = log.prepare(`select ocel_type as type, ocel_type_map as map from ${kind}_map_type`).all()
      const told = types.map(({ type, map }) => {
        const table = `${kind}_${map}`
        expect(columns(table)).toEqual(expect.arrayContaining(['ocel_id', 'ocel_time', 'baton']))
        const own = log.prepare(
          `select count(*) as count from "${table}" join ${kind} using (ocel_id) where ocel_type = ?`,
        )
        return Number(own.get(String(type))!.count)
      })
      const all = log.prepare(`select count(*) as count from ${kind}`).get()!.count
      expect(told.reduce((sum, count) => sum + count, 0)).toBe(all)
      if (kind === 'event') expect(all).toBe(events)
    }
    expect(columns('event_object')).toEqual(['ocel_event_id', 'ocel_object_id', 'ocel_qualifier'])
    expect(columns('object_object')).toEqual(['ocel_source_id', 'ocel_target_id', 'ocel_qualifier'])
    expect(log.prepare('pragma foreign_key_check').all()).toEqual([])
    log.close()
  })

  test('other readers see activities of steps, linked to the order, the department and people', async () => {
    const { file } = await exported(baton, 'ocel-json')
    const { events, objects } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Thing[]>
    const placed = events!.find(({ type }) => type === 'Order placed')!
    expect(placed.relationships.map(({ qualifier }) => qualifier)).toEqual(expect.arrayContaining(['order', 'actor']))
    expect(events!.map(({ type }) => type)).toContainEqual(expect.stringMatching(/^First a: /))
    const order = objects!.find(({ type }) => type === 'order')!
    const links = order.relationships.map(({ objectId, qualifier }) => `${qualifier} ${objectId}`)
    expect(links).toEqual(
      expect.arrayContaining(['customer customer:Zorn & Söhne', 'rep person:bob', 'workflow workflow:sale/1']),
    )
  })
})

type Thing = {
  readonly type: string
  readonly relationships: { readonly objectId: string; readonly qualifier: string }[]
}
