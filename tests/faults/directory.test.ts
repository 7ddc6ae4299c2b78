import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { person } from '../../drizzle/tables.ts'
import type { Database } from '../../server/storage/database.ts'
import { insertNumberedEvents } from '../../server/storage/numbered-event-insert.ts'
import { LOCK_NUMBERING } from '../../server/storage/numberer.ts'
import { insertRows } from '../../server/storage/rows.ts'
import { importRows } from '../interop/imports.ts'
import { eachDatabase, onDatabase } from '../support/database.ts'
import { administer, Changing, changed, changes, found, hire } from './directory-changes.ts'
import { contentsAt, expectRight, freshContents } from './directory-contents.ts'
import { openProxy } from './proxy.ts'
import { severalBatons, waiting } from './several-batons.ts'

/** As many departments, people and workflows as the changes speak of from the start. */
async function staff(database: Database): Promise<void> {
  await database.transaction((tx) => found(tx, { key: 'shop', timeZone: 'UTC' }))
  const people = ['ann', 'bob', 'cem'].map((key) => ({ key, name: key, departmentId: 1, isAdmin: true }))
  await insertRows(database.pool, person, people)
}

eachDatabase((open, engine) => {
  test('who works here and how is known to every Baton by the time it hands on the event, whatever changes', async () => {
    await using batons = await severalBatons(engine, open)
    await staff(await batons.database())
    const [writer, reader] = [await batons.baton(), await batons.baton()]
    const changing = new Changing(writer)
    const property = fc.asyncProperty(changes, async (list) => {
      for (const change of list) {
        const seen = contentsAt(reader, reader.feed.tail.head + 1)
        await changing.make(change)
        const right = await freshContents(writer.database)
        expect(await seen, `at the other after ${change.kind}`).toEqual(right)
        await contentsAt(writer, reader.feed.tail.head)
        await expectRight(writer)
      }
    })
    await fc.assert(property, { numRuns: 3, endOnFailure: true })
  })

  test('a change of which nobody was told, because the writer died after its commit, is found', async () => {
    await using batons = await severalBatons(engine, open)
    const database = await batons.database()
    await staff(database)
    const baton = await batons.baton()
    const seen = contentsAt(baton, 1)
    await administer(database, async (tx) => {
      await found(tx, { key: 'stock', timeZone: 'Asia/Tokyo' })
      await hire(tx, { key: 'dora', departmentId: 2 })
    })
    expect(await seen).toEqual(await freshContents(database))
  })

  test('of a long import the first event that is handed on finds everybody known', async () => {
    await using batons = await severalBatons(engine, open)
    const [writer, reader] = [await batons.baton(), await batons.baton()]
    const lines = Array.from({ length: 400 }, (_, n) => [
      `${n},take,2024-03-01 08:00,2024-03-01 09:00,Ann,Sales,ACME`,
      `${n},ship,2024-03-02 08:00,2024-03-02 09:00,Bob,Stock,ACME`,
    ])
    const seen = contentsAt(reader, 1)
    const { events } = await importRows(writer, lines.flat())
    expect(events, 'more than are read at once').toBeGreaterThan(1_000)
    expect(await seen).toEqual(await freshContents(writer.database))
  })
})

onDatabase('PostgreSQL', (open) => {
  test('what changes while a Baton starts is known to it', async () => {
    await using batons = await severalBatons('PostgreSQL', open)
    const database = await batons.database()
    await staff(database)
    const numbering = Promise.withResolvers<void>()
    const written = database.transaction(async (tx) => {
      await tx.execute(sql.raw(LOCK_NUMBERING))
      numbering.resolve()
      await waiting(database, 1)
      await hire(tx, { key: 'dora', departmentId: 1 })
      await insertNumberedEvents(tx, [changed])
    })
    await numbering.promise
    const baton = await batons.baton()
    await written
    expect(baton.directory.people.byKey('dora')).not.toBeNull()
    await expectRight(baton)
  })

  test('a change that is committed while the tables are read is seen whole or not at all', async () => {
    await using batons = await severalBatons('PostgreSQL', open)
    const database = await batons.database()
    await staff(database)
    const { directory } = await batons.baton()
    const { read } = await database.transaction(async (tx) => {
      await tx.execute(sql`lock table ${person} in access exclusive mode`)
      const read = directory.refresh()
      await waiting(database, 1)
      await found(tx, { key: 'stock', timeZone: 'UTC' })
      await hire(tx, { key: 'dora', departmentId: 2 })
      return { read }
    })
    await read
    const departments = directory.people.all().map(({ departmentId }) => directory.departments.byId(departmentId))
    expect(departments).not.toContain(null)
    await directory.refresh()
    expect(directory.departments.byKey('stock')).toEqual(directory.departments.byId(2))
  })

  test('where the link is cut before all of a change is read, its event is not handed on without it', async () => {
    await using batons = await severalBatons('PostgreSQL', open)
    const database = await batons.database()
    await staff(database)
    let cuts = 0
    const proxy = await openProxy(batons.url, (statement, link) => {
      if (cuts === 0 || !statement.includes('from "department"')) return
      cuts -= 1
      link.cut()
    })
    const baton = await batons.baton(await batons.database(proxy.url))
    for (const key of ['dora', 'emil', 'fay']) {
      cuts = 1
      const seen = contentsAt(baton, baton.feed.tail.head + 1)
      await administer(database, (tx) => hire(tx, { key, departmentId: 1 }))
      expect(await seen).toEqual(await freshContents(database))
      expect(cuts).toBe(0)
    }
  })
})
