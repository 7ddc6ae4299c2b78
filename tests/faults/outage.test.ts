import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { onDatabase } from '../support/database.ts'
import { serveByCable } from './served-by-cable.ts'

const CLIENTS = 8
/** More failures than it takes for the driver's own pauses to reach 20 s. */
const REFUSALS = 100

onDatabase('PostgreSQL', () => {
  test('a server whose database is away says so, and serves again soon after it is back, however long that took', async () => {
    await using server = await serveByCable(() => {})
    const { client, proxy, url } = server
    const frames = client.watch('subscription { events { events { type } } }')
    proxy.down()
    const waiting = Array.from({ length: CLIENTS }, async () => {
      for (;;) {
        const { data, errors } = await client.ask('{ orders(first: 1) { totalCount } }')
        if (data?.orders) return data.orders.totalCount
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE'])
        if (proxy.refused >= REFUSALS) proxy.up()
        await pause(5)
      }
    })
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    expect(await Promise.all(waiting)).toEqual(Array(CLIENTS).fill(0))
    const lines = [{ sku: 'gear', quantity: '1' }]
    await client.tell('mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }', {
      input: { customer: 'acme', lines },
    })
    expect(await frames.next()).toEqual({ events: { events: [{ type: 'ORDER_PLACED' }] } })
    await frames.close()
  })
})
