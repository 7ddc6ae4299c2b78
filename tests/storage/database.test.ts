import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { rows } from '../../server/storage/database.ts'
import { eachDatabase } from '../support/database.ts'

describe('a database of either kind', () => {
  eachDatabase((open) => {
    test('counts its days in UTC, whatever the machine does', async () => {
      const { pool } = await open()
      expect(await rows(pool, sql`select current_setting('TimeZone') as zone`)).toEqual([{ zone: 'UTC' }])
    })

    test('sorts by code point, so that a page ends at the same row on both', async () => {
      const { pool } = await open()
      const sorted = await rows<{ word: string }>(
        pool,
        sql`select word from unnest(array['b', 'A', 'ä', 'a', '受', 'B']) as word order by word`,
      )
      expect(sorted.map((row) => row.word).join('')).toBe('ABabä受')
    })

    test('is a fresh one each time', async () => {
      const [first, second] = [await open(), await open()]
      await first.pool.execute(sql`insert into product (sku, name) values ('P1', 'Pump')`)
      expect(await rows(first.pool, sql`select sku from product`)).toEqual([{ sku: 'P1' }])
      expect(await rows(second.pool, sql`select sku from product`)).toEqual([])
    })

    test('undoes a transaction that fails', async () => {
      const database = await open()
      const failing = database.transaction(async (tx) => {
        await tx.execute(sql`insert into product (sku, name) values ('P1', 'Pump')`)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await rows(database.pool, sql`select sku from product`)).toEqual([])
    })

    test('wakes who listens', async () => {
      const database = await open()
      const woken = Promise.withResolvers<void>()
      await database.listen('tests', woken.resolve)
      await database.notify('tests')
      await woken.promise
    })
  })
})
