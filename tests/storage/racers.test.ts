import { expect, test } from 'vitest'
import { orders } from '../../drizzle/order-tables.ts'
import type { Refusal } from '../../server/domain/refusal.ts'
import { createCustomer } from '../../server/services/customer.ts'
import { recordStepChanges } from '../../server/services/report.ts'
import { startStep } from '../../server/services/step.ts'
import { eachDatabase, onDatabase } from '../support/database.ts'
import { openShop, place, publish, relay } from './one-shop.ts'

onDatabase('PostgreSQL', (open) => {
  test.each([2, 10, 50])(
    'of %i who start one step at once one wins, the others get CONFLICT with the current version',
    async (count) => {
      const asker = await openShop(await open())
      const workflow = await publish(asker.baton, relay('pick', 'ship'))
      const order = await place(asker.baton, workflow, relay('pick', 'ship'))
      const starts = Array.from({ length: count }, () => startStep(asker, { order: order.number, step: 'pick' }))
      const ends = await Promise.allSettled(starts)
      expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
      const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Refusal] : []))
      expect(new Set(refusals.map(({ code, details }) => `${code} ${details.currentVersion}`))).toEqual(
        new Set(['CONFLICT 2']),
      )
      await asker.baton.close()
    },
  )

  test.each([2, 10, 50])('of %i who expect the same version one wins', async (count) => {
    const asker = await openShop(await open())
    const order = await place(asker.baton, await publish(asker.baton, relay('pick')), relay('pick'))
    const input = { order: order.number, step: 'pick', expectedVersion: 1 }
    const ends = await Promise.allSettled(Array.from({ length: count }, () => startStep(asker, input)))
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
    await asker.baton.close()
  })
})

eachDatabase((open) => {
  test('ten who send one idempotency key at once get one answer, and it is done once', async () => {
    const asker = await openShop(await open())
    const order = await place(asker.baton, await publish(asker.baton, relay('pick')), relay('pick'))
    const input = { order: order.number, step: 'pick', idempotencyKey: 'retry-1' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => startStep(asker, input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([`{"orderId":${order.id},"position":0}`]),
    )
    await asker.baton.close()
  })

  test('a key that was used for another input is refused by name, and one of another mutation is not', async () => {
    const asker = await openShop(await open())
    await createCustomer(asker, { key: 'acme', name: 'Acme', idempotencyKey: 'k' })
    const mismatch = createCustomer(asker, { key: 'other', name: 'Acme', idempotencyKey: 'k' })
    await expect(mismatch).rejects.toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
      details: { field: 'input.idempotencyKey' },
    })
    const order = await place(asker.baton, await publish(asker.baton, relay('pick')), relay('pick'))
    await startStep(asker, { order: order.number, step: 'pick', idempotencyKey: 'k' })
    await asker.baton.close()
  })

  test('what was refused took no key: the same key goes through once the cause is mended', async () => {
    const asker = await openShop(await open())
    const taken = createCustomer(asker, { key: ' acme', name: 'Acme', idempotencyKey: 'k' })
    await expect(taken).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
    await expect(createCustomer(asker, { key: 'acme', name: 'Acme', idempotencyKey: 'k' })).resolves.toEqual({
      customerId: 1,
    })
    await asker.baton.close()
  })

  test('a change that was reported before is a duplicate, one that cannot be is refused, the others are applied', async () => {
    const asker = await openShop(await open())
    const order = await place(asker.baton, await publish(asker.baton, relay('pick', 'ship')), relay('pick', 'ship'))
    const at = order.placedAt
    const change = (sourceId: string, step: string, state: 'DONE' | 'IN_PROGRESS') => ({
      sourceId,
      order: order.number,
      step,
      state,
      at,
    })
    const changes = [
      change('1', 'pick', 'DONE'),
      change('1', 'pick', 'DONE'),
      change('2', 'pack', 'DONE'),
      change('3', 'ship', 'IN_PROGRESS'),
    ]
    const answer = await recordStepChanges(asker, { source: 'wms', changes })
    expect(answer).toEqual({
      applied: 2,
      duplicates: 1,
      refused: [{ sourceId: '2', code: 'NOT_FOUND', message: 'step: nothing here by that name' }],
    })
    await asker.baton.close()
  })

  test('two orders never share a number', async () => {
    const database = await open()
    const asker = await openShop(database)
    const workflow = await publish(asker.baton, relay('pick'))
    await Promise.all(Array.from({ length: 5 }, () => place(asker.baton, workflow, relay('pick'))))
    const numbers = (await database.pool.select().from(orders)).map((order) => order.number)
    expect(new Set(numbers).size).toBe(5)
    await asker.baton.close()
  })
})
