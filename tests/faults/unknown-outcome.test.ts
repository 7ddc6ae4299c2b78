import { expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { onDatabase } from '../support/database.ts'
import type { Link } from './proxy.ts'
import { serveByCable } from './served-by-cable.ts'

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id number version } } }'

onDatabase('PostgreSQL', () => {
  test.each([
    { what: 'whose answer to COMMIT is lost', end: 'dropReply', isDone: 1 },
    { what: 'whose COMMIT is lost', end: 'cut', isDone: 0 },
    { what: 'whose COMMIT goes under in a reset', end: 'reset', isDone: 0 },
  ] as const)(
    'a mutation $what is unavailable, and sent again with its key it is done once',
    async ({ end, isDone }) => {
      const knife = new Knife((link) => link[end]())
      await using server = await serveByCable(knife.overhear)
      const { client } = server
      const input = { customer: 'acme', lines: [{ sku: 'gear', quantity: '1' }], idempotencyKey: 'order-1' }
      knife.isOut = true
      const { errors } = await client.ask(PLACE, { input })
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE'])
      expect(await countOrders(client)).toBe(isDone)
      const first = await client.tell(PLACE, { input })
      expect(await client.tell(PLACE, { input })).toEqual(first)
      expect(first.placeOrder.order.version).toBe(1)
      expect(await countOrders(client)).toBe(1)
    },
  )
})

async function countOrders(client: Client): Promise<number> {
  return (await client.tell('{ orders(first: 1) { totalCount } }')).orders.totalCount
}

/** Once it is out, the next transaction that wrote events ends so when it says COMMIT. */
class Knife {
  isOut = false
  private readonly writing = new WeakSet<Link>()
  private readonly end: (link: Link) => void

  constructor(end: (link: Link) => void) {
    this.end = end
  }

  overhear = (statement: string, link: Link): void => {
    if (statement.startsWith('begin')) this.writing.delete(link)
    if (statement.startsWith('insert into "event"')) this.writing.add(link)
    if (statement !== 'commit' || !this.writing.has(link) || !this.isOut) return
    this.isOut = false
    this.end(link)
  }
}
