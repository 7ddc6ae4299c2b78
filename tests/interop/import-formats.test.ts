import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Baton } from '../../server/services/baton.ts'
import { exportLog } from '../../server/services/export.ts'
import { type ImportRequest, importLog } from '../../server/services/import.ts'
import { onDatabase } from '../support/database.ts'
import { describeShared } from '../support/shared-data.ts'
import { countRows, FIRST, filesOf, importRows, makeFolder, openTestBaton, SALES, SECOND } from './imports.ts'

const nothingSaid = { map: null, workflow: null, orderType: null, department: null, holder: null }

function importFile(baton: Baton, file: string, said: Partial<ImportRequest> = {}) {
  return importLog(baton, { files: [file], ...nothingSaid, ...said }, () => {})
}

const XES = `<log xes.version="1.0"><trace><string key="concept:name" value="1"/>
  <event><string key="concept:name" value="take"/><string key="org:resource" value="Ann"/>
    <string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="2024-03-01T09:00:00Z"/></event>
  <event><string key="concept:name" value="pack"/><string key="org:resource" value="Bob"/>
    <string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="2024-03-01T11:00:00Z"/></event>
</trace></log>`

onDatabase('PGlite', (open) => {
  test('a log is read as its file’s name says, packed or not', async () => {
    const baton = await openTestBaton(await open())
    const folder = filesOf({ 'log.xes': XES, 'map.json': JSON.stringify(SALES) })
    writeFileSync(join(folder, 'log.xes.gz'), gzipSync(XES))
    expect(await importFile(baton, join(folder, 'log.xes'))).toMatchObject({
      orders: 1,
      runs: 2,
      people: 2,
      refused: [],
    })
    expect(await importFile(baton, join(folder, 'log.xes.gz'))).toMatchObject({ orders: 0, duplicates: 1 })
    const text = ['id,status,from,to,who,dept,cust', ...FIRST.map((line) => `7${line}`)].join('\n')
    writeFileSync(join(folder, 'sales.csv.gz'), gzipSync(text))
    const said = { map: join(folder, 'map.json') }
    expect(await importFile(baton, join(folder, 'sales.csv.gz'), said)).toMatchObject({ orders: 1, refused: [] })
  })

  test('what was guessed of a log is said with its result', async () => {
    const baton = await openTestBaton(await open())
    const folder = filesOf({ 'log.csv': 'case_id,Activity,timestamp\n1,a,2024-01-01T00:00:00Z\n' })
    const lines: string[] = []
    const request = { files: [join(folder, 'log.csv')], ...nothingSaid }
    const { notes } = await importLog(baton, request, (line) => lines.push(line))
    expect(notes).toEqual(['guessed from the heading: order = case_id, step = Activity, at = timestamp'])
    expect(lines).toContain(notes[0])
  })

  test('what the user says of a log is refused where its format has no use for it, and nothing is written', async () => {
    const baton = await openTestBaton(await open())
    const folder = filesOf({ 'log.csv': 'order,step,at\n', 'log.xes': XES, 'a.json': '{}', 'b.json': '{}' })
    const at = (name: string) => join(folder, name)
    const before = await countRows(baton.database)
    const cases: readonly [Partial<ImportRequest>, string][] = [
      [{ files: [at('log.csv')], orderType: 'Order' }, '--order-type: means nothing for csv'],
      [{ files: [at('log.csv')], holder: 'who' }, '--holder: means nothing for csv'],
      [{ files: [at('log.csv')], department: 'where' }, '--department: means nothing for csv'],
      [{ files: [at('log.xes')], orderType: 'Order' }, '--order-type: means nothing for xes'],
      [{ files: [at('log.csv'), at('log.xes')] }, 'log.xes: is xes, the file before it csv'],
      [{ files: [at('a.json'), at('b.json')] }, 'FILE: a log of ocel-json is one file'],
    ]
    for (const [said, message] of cases) {
      const result = await importLog(baton, { files: [], ...nothingSaid, ...said }, () => {})
      expect(result).toMatchObject({ orders: 0, refused: [{ row: null, code: 'BAD_USER_INPUT', message }] })
    }
    expect(await countRows(baton.database)).toEqual(before)
  })

  test('an export of Baton is restored as it was, whatever the database knows by then, and says all of itself', async () => {
    const source = await openTestBaton(await open())
    await importRows(source, [...FIRST, ...SECOND])
    const file = join(makeFolder(), 'company.json')
    await exportLog(source, { file, format: 'ocel-json', from: null, to: null, force: false }, () => {})
    const target = await openTestBaton(await open())
    const [refused] = (await importFile(target, file, { workflow: 'small-sales' })).refused
    expect(refused?.message).toContain('--workflow: means nothing for an export of Baton')
    expect(await importFile(target, file)).toMatchObject({
      orders: 2,
      departments: 2,
      people: 3,
      workflows: 1,
      refused: [],
    })
    expect(target.directory.workflow('small-sales')).toMatchObject({ version: 1, discovered: true })
    const again = await importFile(target, file)
    expect(again).toMatchObject({ orders: 0, events: 0, duplicates: 2, refused: [] })
    const torn = join(makeFolder(), 'torn.json')
    writeFileSync(torn, readFileSync(file, 'utf8').replace('"ACME"', '"ACNE"'))
    const before = await countRows(target.database)
    expect((await importFile(target, torn)).refusedCount).toBe(1)
    expect(await countRows(target.database)).toEqual(before)
  })

  describeShared('data/ocel2-example', (folder) => {
    test.each(['jsonocel', 'xmlocel', 'sqlite'])('the example of OCEL 2.0 goes in as %s', async (ending) => {
      const baton = await openTestBaton(await open())
      const file = `${folder}/ocel20_example.${ending}`
      const result = await importFile(baton, file, { orderType: 'Purchase Order' })
      expect(result).toMatchObject({ workflows: 1, refused: [] })
      expect(result.orders).toBeGreaterThan(0)
    })
  })
})
