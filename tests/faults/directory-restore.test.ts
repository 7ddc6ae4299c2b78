import { expect, test } from 'vitest'
import { adminViewer } from '../../server/domain/visibility.ts'
import { publishWorkflow } from '../../server/services/workflow.ts'
import { lockWorkflows } from '../../server/storage/workflow-save.ts'
import { exported, imported } from '../interop/exports.ts'
import { FIRST, importRows, SECOND } from '../interop/imports.ts'
import { openShop, publish, relay } from '../storage/one-shop.ts'
import { eachDatabase, type Open, onDatabase } from '../support/database.ts'
import { found } from './directory-changes.ts'
import { contentsAt, expectRight, freshContents } from './directory-contents.ts'
import { type OneBaton, severalBatons, waiting } from './several-batons.ts'

/** The export of a company of which `fill` made more than its staff and a workflow, of which no event tells. */
async function exportOf(open: Open, fill: (baton: OneBaton) => Promise<unknown>): Promise<string> {
  const { baton } = (await openShop(await open())) as { baton: OneBaton }
  await publish(baton, relay('pick', 'ship'))
  await fill(baton)
  await baton.feed.tail.catchUp()
  const { file } = await exported(baton, 'ocel-sqlite')
  await baton.close()
  return file
}

eachDatabase((open, engine) => {
  test('an export that another Baton restores is known by the time its first event is handed on', async () => {
    const file = await exportOf(open, (baton) => importRows(baton, [...FIRST, ...SECOND]))
    await using batons = await severalBatons(engine, open)
    const [writer, reader] = [await batons.baton(), await batons.baton()]
    const seen = contentsAt(reader, 1)
    expect(await imported(writer, file)).toMatchObject({ orders: 2, departments: 3, workflows: 2 })
    const right = await freshContents(writer.database)
    expect(right.people.map(({ key }) => key)).toEqual(['ann', 'bob', 'cem', 'Ann', 'Bob', 'Cem'])
    expect(await seen).toEqual(right)
    await expectRight(writer)
  })

  test('every Baton is told of an export that is restored, also where it has no event', async () => {
    const file = await exportOf(open, async () => {})
    await using batons = await severalBatons(engine, open)
    const [writer, reader] = [await batons.baton(), await batons.baton()]
    const seen = contentsAt(reader, 1)
    expect(await imported(writer, file)).toMatchObject({ departments: 1, people: 3, workflows: 1, events: 1 })
    await expectRight(writer)
    expect(await seen).toEqual(await freshContents(writer.database))
    expect(await imported(writer, file), 'once more').toMatchObject({ departments: 0, people: 0, events: 0 })
  })
})

onDatabase('PostgreSQL', (open) => {
  test('a workflow can be published while an export is restored', async () => {
    const file = await exportOf(open, async () => {})
    await using batons = await severalBatons('PostgreSQL', open)
    const [one, other, database] = [await batons.baton(), await batons.baton(), await batons.database()]
    await database.transaction((tx) => found(tx, { key: 'stock', timeZone: 'UTC' }))
    await other.directory.refresh()
    const steps = [{ key: 'pick', name: 'Pick', department: 'stock' }]
    const both = await database.transaction(async (tx) => {
      await lockWorkflows(tx)
      const restored = imported(one, file)
      await waiting(database, 1)
      const published = publishWorkflow({ baton: other, viewer: adminViewer }, { key: 'sale', name: 'Sale', steps })
      await waiting(database, 2)
      return { restored, published }
    })
    expect(await both.restored).toMatchObject({ workflows: 1 })
    expect(await both.published).toMatchObject({ workflowId: expect.any(Number) })
  })
})
