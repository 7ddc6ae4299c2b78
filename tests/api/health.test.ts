import { expect, test } from 'vitest'
import { openEmbedded } from '../../server/storage/database.ts'
import { bareServers } from './bare-server.ts'
import { template } from './data-folder.ts'

const read = async (url: string) => {
  const response = await fetch(url)
  return { status: response.status, body: await response.json() }
}

const serve = bareServers()

test('a server is up, and ready as long as its database answers and its feed goes on', async () => {
  const database = await openEmbedded(null, { loadDataDir: await template() })
  const { url, baton } = await serve(database)
  expect(await read(`${url}/healthz`)).toEqual({ status: 200, body: { status: 'up' } })
  const ready = { status: 'ready', database: true, migrated: true, feed: true }
  expect(await read(`${url}/readyz`)).toEqual({ status: 200, body: ready })

  await baton.feed.close()
  const withoutFeed = { status: 'not ready', database: true, migrated: true, feed: false }
  expect(await read(`${url}/readyz`)).toEqual({ status: 503, body: withoutFeed })

  await database.close()
  const withoutBoth = { status: 'not ready', database: false, migrated: false, feed: false }
  expect(await read(`${url}/readyz`)).toEqual({ status: 503, body: withoutBoth })
  expect(await read(`${url}/healthz`)).toEqual({ status: 200, body: { status: 'up' } })
})
