import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { rows } from '../../server/storage/database.ts'
import { waiting } from '../faults/several-batons.ts'
import { eachDatabase, onDatabase } from '../support/database.ts'
import { type Company, companies, place } from './company.ts'

const PLACE = `mutation ($key: String) { placeOrder(input: { customer: "acme", workflow: "sale", idempotencyKey: $key,
  lines: [{ sku: "gear", quantity: "1" }] }) { order { number } } }`
const placed = async (company: Company, key: string | null = null): Promise<string> =>
  (await company.tell('rita', PLACE, { key })).placeOrder.order.number

/** What comes after the number that an order was given last, so many later. */
async function later({ baton }: Company, count: number): Promise<string> {
  const [found] = await rows<{ last: string | number }>(baton.database.pool, sql`select max(id) as last from orders`)
  return `SO-${Number(found!.last) + count}`
}

eachDatabase((open) => {
  const company = companies()
  let baton: Company
  beforeAll(async () => {
    baton = await company(await open())
  })

  test('an order that names no number gets one that nobody has given by hand', async () => {
    await place(baton, 'rita', 'N-1')
    const given = [await later(baton, 4), await later(baton, 5), await later(baton, 3)]
    const next = await later(baton, 6)
    for (const number of given) await place(baton, 'rita', number)
    expect(await placed(baton, 'once')).toBe(next)
    expect(await placed(baton, 'once'), 'asked again').toBe(next)
    expect(await placed(baton)).toBe(await later(baton, 0))
  })
})

onDatabase('PostgreSQL', (open) => {
  const company = companies()

  test('an order that names no number is placed though somebody gives that number at the same time', async () => {
    const baton = await company(await open())
    await place(baton, 'rita', 'N-1')
    const [taken, next] = [await later(baton, 1), await later(baton, 2)]
    const { database } = baton.baton
    const { number } = await database.transaction(async (tx) => {
      await tx.execute(sql`update orders set number = ${taken} where number = 'N-1'`)
      const number = placed(baton, 'once')
      await waiting(database, 1)
      return { number }
    })
    expect(await number).toBe(next)
    expect(await placed(baton, 'once')).toBe(next)
  })
})
