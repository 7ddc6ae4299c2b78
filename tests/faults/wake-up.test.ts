import { expect, test } from 'vitest'
import { referenceEvent } from '../../server/domain/event.ts'
import { watchEvents } from '../../server/services/watch.ts'
import { openPostgres } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { FEED_CHANNEL } from '../../server/storage/numberer.ts'
import { NOW, openShop } from '../storage/one-shop.ts'
import { createPostgres, eachDatabase, onDatabase } from '../support/database.ts'
import { openBackendKiller } from './backends.ts'

const fact = (reason: string) => referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {}, reason }, null, NOW)

eachDatabase((open) => {
  test('an event of which nobody was told, because the writer died after its commit, is found and handed on', async () => {
    const database = await open()
    const asker = await openShop(database)
    const frames = await watchEvents(asker, null, null)
    const next = frames.next()
    await insertEvents(database.pool, [fact('nobody was told')])
    expect((await next).value).toMatchObject({ events: [{ reason: 'nobody was told' }] })
    await asker.baton.close()
  })
})

onDatabase('PostgreSQL', () => {
  test('while the listener is dead events are handed on, and it comes back', async () => {
    const { url, drop } = await createPostgres()
    const [database, elsewhere] = [await openPostgres(url), await openPostgres(url)]
    const killer = openBackendKiller(url)
    const asker = await openShop(database)
    const frames = await watchEvents(asker, null, null)
    for (const reason of ['first', 'second', 'third']) {
      const next = frames.next()
      await killer.kill('listener')
      await insertEvents(elsewhere.pool, [fact(reason)])
      await elsewhere.together([{ text: `notify ${FEED_CHANNEL}` }])
      expect((await next).value).toMatchObject({ events: [{ reason }] })
      await killer.listening()
    }
    await asker.baton.close()
    await killer.close()
    for (const one of [database, elsewhere]) await one.close()
    await drop()
  })
})
