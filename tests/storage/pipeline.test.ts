import postgres from 'postgres'
import { expect, test } from 'vitest'
import { type Database, openPostgres } from '../../server/storage/database.ts'
import { numberAndRead } from '../../server/storage/numberer.ts'
import { createPostgres, onDatabase } from '../support/database.ts'
import { NOW, openShop, place, publish, relay } from './one-shop.ts'

onDatabase('PostgreSQL', () => {
  test('what the feed asks first of a small database is planned for a large one: all is found by an index', async () => {
    const { url, drop } = await createPostgres()
    await connected(url, async (database) => {
      const { baton } = await openShop(database)
      await place(baton, await publish(baton, relay('pick', 'pack')), relay('pick', 'pack'))
      await baton.close()
    })
    const before = await readInSequence(url)

    await connected(url, async (database) => {
      const question = { asked: ['token:1', `session:${'0'.repeat(32)}`], at: NOW }
      const { events, orders } = await numberAndRead(database, { after: 0, limit: 100 }, question, true)
      expect([events.some(({ type }) => type === 'ORDER_PLACED'), orders.size]).toEqual([true, 1])
    })
    expect(await readInSequence(url)).toEqual(before)
    await drop()
  })
})

async function connected(url: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openPostgres(url, { connections: 1 })
  await work(database).finally(() => database.close())
}

/** Of each table how often it was gone through from end to end. A connection has told of that by the time it is gone. */
async function readInSequence(url: string): Promise<unknown[]> {
  const client = postgres(url, { max: 1 })
  const others = () => client`select 1 from pg_stat_activity where datname = current_database()
    and backend_type = 'client backend' and pid <> pg_backend_pid()`
  while ((await others()).length > 0) await client`select pg_sleep(0.01)`
  const found = await client`select relname, seq_scan from pg_stat_user_tables order by relname`
  await client.end()
  return [...found]
}
