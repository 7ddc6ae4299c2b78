import { once } from 'node:events'
import { expect, test } from 'vitest'
import { onDatabase } from '../support/database.ts'
import { bareServers, post } from './bare-server.ts'
import { Socket } from './socket.ts'

onDatabase('PGlite', (open) => {
  const serve = bareServers()

  test('a server that closes answers what is under way and takes nothing more', async () => {
    const { url, app } = await serve(await open(), { timeLimit: 300 })
    const begun = once(app.server, 'request')
    const underWay = post(url, { query: '{ never }' })
    await begun
    await app.close()
    expect((await underWay).status).toBe(503)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  test('a server that closes says goodbye to its sockets, those that watch and those that have not said who they are', async () => {
    const { url, app } = await serve(await open())
    const sockets = [await Socket.connected(url), await Socket.connected(url), await new Socket(url).opened()]
    sockets[0]!.subscribe('subscription { never }')
    await app.close()
    const codes = (await Promise.all(sockets.map(({ closed }) => closed))).map(({ code }) => code)
    expect(codes).toEqual([1001, 1001, 1001])
  })
})
